/**
 * What a function is called with: the event of OpenFaaS's Node template
 * (https://github.com/openfaas/templates/tree/master/template/node22). Our own host hands the body over as the bytes that
 * came; the official template may have parsed it already.
 */
export interface FunctionEvent {
  readonly body: unknown
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly method: string
  readonly query: Readonly<Record<string, unknown>>
  /** The path behind the function's own address, beginning with `/`. */
  readonly path: string
}

/** What a function answers through: the context of the same template. */
export interface FunctionContext {
  status(): number
  status(code: number): FunctionContext
  headers(): Record<string, string>
  headers(values: Record<string, string>): FunctionContext
  succeed(body?: unknown): unknown
  fail(error: unknown): unknown
  /** Whether the host sends a body while it is being made; the official template cannot, and does not know this. */
  readonly takesStreams?: boolean
}

/** A function's handler. It answers through the context, or by what it returns. */
export type Handler = (event: FunctionEvent, context: FunctionContext) => unknown

/** What a handler answered. */
export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  /** Bytes or text as they are, a `StreamedBody` piece by piece, anything else as JSON. */
  readonly body: unknown
}
