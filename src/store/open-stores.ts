import { join } from 'node:path'
import { openMysqlStores } from './mysql.ts'
import type { MysqlSettings } from './settings.ts'
import { openSqliteStores } from './sqlite.ts'
import type { Stores } from './stores.ts'

/** Where the stores are: in MySQL when there is a URL, else in the folder. */
export interface StorePlace {
  readonly dataFolder: string
  readonly mysql?: MysqlSettings
  /** Bytes of the largest picture that will be stored. */
  readonly largestPictureBytes: number
}

/**
 * Opens the stores and brings their schema up to date.
 * @throws Failure `settings-not-valid`, `data-folder-not-usable`, `store-not-usable`, `store-unavailable`
 */
export async function openStores({ dataFolder, mysql, largestPictureBytes }: StorePlace): Promise<Stores> {
  if (mysql?.url) return await openMysqlStores({ ...mysql, url: mysql.url }, largestPictureBytes)
  return openSqliteStores(join(dataFolder, 'operations.db'))
}
