import type { Answer, FunctionContext, FunctionEvent, Handler } from './handler.ts'

/**
 * Calls a handler as OpenFaaS's Node template does: the first `succeed` or `fail` counts, else what the handler returns.
 * @returns the answer; rejects with what the handler threw or gave to `fail`
 */
export function callHandler(handler: Handler, event: FunctionEvent): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const context = createContext(resolve, reject)
    Promise.resolve()
      .then(() => handler(event, context))
      .then((returned) => context.succeed(returned), reject)
  })
}

function createContext(resolve: (answer: Answer) => void, reject: (error: unknown) => void): FunctionContext {
  let statusCode = 200
  let headerValues: Record<string, string> = {}

  function status(): number
  function status(code: number): FunctionContext
  function status(code?: number): number | FunctionContext {
    if (code === undefined) return statusCode
    statusCode = code
    return context
  }
  function headers(): Record<string, string>
  function headers(values: Record<string, string>): FunctionContext
  function headers(values?: Record<string, string>): Record<string, string> | FunctionContext {
    if (values === undefined) return headerValues
    headerValues = values
    return context
  }
  const context: FunctionContext = {
    status,
    headers,
    succeed: (body) => resolve({ status: statusCode, headers: headerValues, body }),
    fail: reject,
    takesStreams: true,
  }
  return context
}
