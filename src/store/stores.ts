import type { Kysely } from 'kysely'
import type { CallbackStore } from '../operation/callback.ts'
import type { OperationStore } from '../operation/ports.ts'
import type { RunStore, SandboxStore } from '../playback/ports.ts'
import { createCallbackStore } from './callback-store.ts'
import type { Dialect } from './dialect.ts'
import { createOperationStore } from './operation-store.ts'
import { createRunStore } from './run-store.ts'
import { createSandboxStore } from './sandbox-store.ts'
import type { Tables } from './tables.ts'

/** All that is kept in one database, over one pool of connections. */
export interface Stores {
  /** Its `close` closes the database. */
  readonly operations: OperationStore
  readonly callbacks: CallbackStore
  readonly runs: RunStore
  readonly sandbox: SandboxStore
}

/** The stores of a database. */
export function createStores(database: Kysely<Tables>, dialect: Dialect): Stores {
  return {
    operations: createOperationStore(database, dialect),
    callbacks: createCallbackStore(database, dialect),
    runs: createRunStore(database, dialect),
    sandbox: createSandboxStore(database, dialect),
  }
}
