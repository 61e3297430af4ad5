import { fileURLToPath } from 'node:url'
import { Language, type Node, Parser } from 'web-tree-sitter'

/** What the tests look at in a script of PowerShell. */
export interface PowershellScript {
  /** Where the grammar, which is that of PowerShell 5, does not understand it: `line: text`. */
  readonly faults: string[]
  readonly functions: string[]
  readonly parameters: string[]
  /** The names of the commands that are called. */
  readonly commands: string[]
  /** Variables that are read in a function (or outside of all) where nothing gave them a value: `function: $name`. */
  unassigned(known: readonly string[]): string[]
}

const wasm = import.meta.resolve('tree-sitter-powershell/tree-sitter-powershell.wasm')

/** @returns what reads a script of PowerShell as a syntax tree */
export async function createPowershellReader(): Promise<(text: string) => PowershellScript> {
  await Parser.init()
  const parser = new Parser()
  parser.setLanguage(await Language.load(fileURLToPath(wasm)))
  return (text) => {
    const tree = parser.parse(text)
    if (!tree) throw new Error('The parser gave up.')
    return describeScript(tree.rootNode)
  }
}

function describeScript(root: Node): PowershellScript {
  const definitions = all(root, 'function_statement')
  return {
    faults: everyNode(root)
      // Chains of pipelines (&&, ||) are the one thing in the grammar that Windows PowerShell 5.1 does not have.
      .filter((node) => node.isError || node.isMissing || node.type === 'pipeline_chain_tail')
      .map((node) => `${node.startPosition.row + 1}: ${node.text}`),
    functions: all(root, 'function_name').map(({ text }) => text),
    parameters: all(root, 'param_block').flatMap((block) =>
      all(block, 'script_parameter').map((parameter) => variableName(all(parameter, 'variable')[0]?.text ?? '')),
    ),
    commands: all(root, 'command_name').map(({ text }) => text),
    unassigned: (known) => [
      ...definitions.flatMap((node) => unassignedIn(node, known)),
      ...unassignedIn(root, known, new Set(definitions.map(({ id }) => id))),
    ],
  }
}

function unassignedIn(scope: Node, known: readonly string[], without = new Set<number>()): string[] {
  const nodes = everyNode(scope, without)
  const assigned = new Set([...known, ...nodes.filter(givesValue).flatMap(namesIn)])
  const label = scope.type === 'function_statement' ? (all(scope, 'function_name')[0]?.text ?? '') : 'script'
  return nodes
    .filter(({ type }) => type === 'variable')
    .map(({ text }) => variableName(text))
    .filter((name) => !name.includes(':') && !assigned.has(name))
    .map((name) => `${label}: $${name}`)
}

function givesValue({ type }: Node): boolean {
  return (
    ['left_assignment_expression', 'script_parameter', 'function_parameter_declaration'].includes(type) ||
    type === 'foreach_statement'
  )
}

/** The names that a node gives values to: of a loop its variable alone, not those in its body. */
function namesIn(node: Node): string[] {
  if (node.type === 'foreach_statement')
    return node.children.filter((child) => child?.type === 'variable').map((child) => variableName(child?.text ?? ''))
  return all(node, 'variable').map(({ text }) => variableName(text))
}

const variableName = (text: string) => text.replace(/^[$@]\{?|\}$/g, '')

const all = (node: Node, type: string) => everyNode(node).filter((one) => one.type === type)

function everyNode(node: Node, without = new Set<number>()): Node[] {
  if (without.has(node.id)) return []
  return [node, ...node.children.flatMap((child) => (child ? everyNode(child, without) : []))]
}
