import type { Kysely } from 'kysely'
import type { SandboxStore, WorkflowStore } from '../playback/ports.ts'
import type { Dialect } from './dialect.ts'
import { createOperationStore } from './operation-store.ts'
import { inSandbox } from './sandbox-tables.ts'
import { steady } from './steady.ts'
import type { Tables } from './tables.ts'

/** The sandbox of playback runs: the operation store over the tables `sandbox_…`, and what a mediator keeps. */
export function createSandboxStore(database: Kysely<Tables>, dialect: Dialect): SandboxStore {
  const sandbox = database.withPlugin(inSandbox)
  const rows = () => ({
    async clear(idPrefix: string) {
      await dialect.transaction(sandbox, false, async (transaction) => {
        await transaction.deleteFrom('sandbox_workflow').where('operation_id', 'like', `${idPrefix}%`).execute()
        await transaction.deleteFrom('operation_event').where('operation_id', 'like', `${idPrefix}%`).execute()
        await transaction.deleteFrom('picture').where('operation_id', 'like', `${idPrefix}%`).execute()
        await transaction.deleteFrom('operation').where('id', 'like', `${idPrefix}%`).execute()
      })
    },
    async count(idPrefix: string) {
      const { count } = await sandbox
        .selectFrom('operation')
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .where('id', 'like', `${idPrefix}%`)
        .executeTakeFirstOrThrow()
      return Number(count)
    },
  })
  return {
    operations: createOperationStore(sandbox, dialect),
    workflows: createWorkflowStore(database, dialect),
    ...steady(rows, dialect),
  }
}

function createWorkflowStore(database: Kysely<Tables>, dialect: Dialect): WorkflowStore {
  const find = async (operation: string) => {
    const row = await database
      .selectFrom('sandbox_workflow')
      .select('step')
      .where('operation_id', '=', operation)
      .executeTakeFirst()
    return row?.step
  }
  const attempt = (isAgain: boolean): WorkflowStore => ({
    find,
    async begin(operation, step) {
      if (await find(operation)) return false
      await database.insertInto('sandbox_workflow').values({ operation_id: operation, step }).execute()
      return true
    },
    async advance(operation, from, to) {
      const { numUpdatedRows } = await database
        .updateTable('sandbox_workflow')
        .set({ step: to })
        .where('operation_id', '=', operation)
        .where('step', '=', from)
        .executeTakeFirst()
      // A lost reply: the first run of this very change may have been carried out.
      return numUpdatedRows > 0n || (isAgain && (await find(operation)) === to)
    },
  })
  return steady(attempt, dialect)
}
