import { type Dispatcher, request } from 'undici'

const timeoutMs = 10_000

/** A function that the gateway lists, with its annotations. */
export interface ListedFunction {
  readonly name: string
  readonly annotations: Readonly<Record<string, string>>
}

/** What listing needs. */
export interface FunctionListOptions {
  readonly gatewayUrl: string
  /** The Authorization header, when the gateway asks for one. */
  readonly authorization: string | undefined
  readonly dispatcher: Dispatcher
}

/**
 * Asks the gateway for its functions: `GET {gateway}/system/functions`.
 * @throws Error when the gateway is away, refuses, or answers something that is not a list of functions
 */
export async function listFunctions(options: FunctionListOptions): Promise<ListedFunction[]> {
  const { gatewayUrl, authorization, dispatcher } = options
  const { statusCode, body } = await request(`${gatewayUrl}/system/functions`, {
    headers: authorization === undefined ? {} : { authorization },
    dispatcher,
    signal: AbortSignal.timeout(timeoutMs),
  })
  if (statusCode !== 200) {
    await body.dump()
    throw new Error(`the gateway answered ${statusCode}`)
  }
  return parseFunctionList(await body.json())
}

/** A gateway's answer as a list. Annotations may be missing or null. @throws Error when it is not a list of functions */
export function parseFunctionList(answer: unknown): ListedFunction[] {
  if (!Array.isArray(answer)) throw new Error('the gateway did not answer with a list of functions')
  return answer.map((entry) => {
    const { name, annotations } = Object(entry) as { name?: unknown; annotations?: unknown }
    if (typeof name !== 'string' || name === '') throw new Error('the gateway listed a function without a name')
    const texts = Object.entries(Object(annotations)).filter((pair): pair is [string, string] => {
      return typeof pair[1] === 'string'
    })
    return { name, annotations: Object.fromEntries(texts) }
  })
}
