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
 * Asks the gateway for its functions: `GET {gateway}/system/functions`, and the same for every other namespace that
 * `GET {gateway}/system/namespaces` names. Functions of the default namespace have their plain name, the others
 * `name.namespace`, as the gateway takes it.
 * @throws Error when the gateway is away, refuses, or answers something that is not a list of functions
 */
export async function listFunctions(options: FunctionListOptions): Promise<ListedFunction[]> {
  const answer = await ask(options, '/system/functions')
  const functions = parseFunctionList(answer)
  const standard = namespaceOf(answer)
  const others = (await listNamespaces(options)).filter((namespace) => namespace !== standard)
  const lists = await Promise.all(
    others.map(async (namespace) => {
      const listed = await ask(options, `/system/functions?namespace=${encodeURIComponent(namespace)}`)
      // Where the default namespace has no functions its name is not known; a gateway without namespaces repeats itself.
      return parseFunctionList(namespaceOf(listed) === namespace ? listed : []).map(({ name, annotations }) => ({
        name: `${name}.${namespace}`,
        annotations,
      }))
    }),
  )
  return [...functions, ...lists.flat()]
}

/** The namespaces of a gateway; none when it does not know of any. */
async function listNamespaces(options: FunctionListOptions): Promise<string[]> {
  const answer = await ask(options, '/system/namespaces', (status) => status < 500)
  return Array.isArray(answer) ? answer.filter((name) => typeof name === 'string' && name !== '') : []
}

/** The JSON of an answer; undefined for another status than 200 that is `accepted`. */
async function ask(
  { gatewayUrl, authorization, dispatcher }: FunctionListOptions,
  path: string,
  accepted: (status: number) => boolean = () => false,
): Promise<unknown> {
  const { statusCode, body } = await request(`${gatewayUrl}${path}`, {
    headers: authorization === undefined ? {} : { authorization },
    dispatcher,
    signal: AbortSignal.timeout(timeoutMs),
  })
  if (statusCode === 200) return await body.json()
  await body.dump()
  if (!accepted(statusCode)) throw new Error(`the gateway answered ${statusCode}`)
  return undefined
}

/** The namespace that the listed functions are in. */
function namespaceOf(answer: unknown): string | undefined {
  const { namespace } = Object(Array.isArray(answer) ? answer[0] : undefined) as { namespace?: unknown }
  return typeof namespace === 'string' ? namespace : undefined
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
