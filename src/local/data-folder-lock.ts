import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { Failure } from '../errors/failure.ts'

/**
 * Takes a data folder for this process alone. The lock is SQLite's own lock on an empty database, so it ends with the
 * process however that ends, on every system.
 * @returns a function that gives the folder back
 * @throws Failure `data-folder-not-usable` when it cannot be written or another process has it
 */
export function lockDataFolder(folder: string): () => void {
  let database: DatabaseSync | undefined
  try {
    mkdirSync(folder, { recursive: true })
    database = new DatabaseSync(join(folder, 'lock.db'), { timeout: 0 })
    database.exec('pragma locking_mode = exclusive; begin exclusive')
    const held = database
    return () => held.close()
  } catch (error) {
    database?.close()
    const isTaken = error instanceof Error && 'errcode' in error && error.errcode === 5
    const reason = isTaken ? 'another process uses it' : error instanceof Error ? error.message : String(error)
    throw new Failure('data-folder-not-usable', {
      message: `The data folder ${folder} cannot be used: ${reason}. Set DATA_DIR to another one.`,
      cause: error,
    })
  }
}
