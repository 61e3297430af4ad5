import {
  type KyselyPlugin,
  OperationNodeTransformer,
  type QueryId,
  SchemableIdentifierNode,
  type TableNode,
} from 'kysely'

/** The live tables that the sandbox has as well, as `sandbox_…`. */
const TABLES = new Set(['operation', 'picture', 'operation_event'])

/** Kysely's way of changing statements is a class to be extended. */
class SandboxTransformer extends OperationNodeTransformer {
  protected override transformTable(node: TableNode, queryId?: QueryId): TableNode {
    const transformed = super.transformTable(node, queryId)
    const { name } = transformed.table.identifier
    if (!TABLES.has(name)) return transformed
    return { ...transformed, table: SchemableIdentifierNode.create(`sandbox_${name}`) }
  }
}

const transformer = new SandboxTransformer()

/** Lets every statement on the live tables go to those of the sandbox. */
export const inSandbox: KyselyPlugin = {
  transformQuery: ({ node, queryId }) => transformer.transformNode(node, queryId),
  transformResult: async ({ result }) => result,
}
