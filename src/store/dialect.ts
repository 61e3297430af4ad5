import type { Kysely, RawBuilder, Transaction } from 'kysely'
import type { Retry } from './retry.ts'
import type { Tables } from './tables.ts'

/** All that differs between the databases that a store can be in, apart from their scripts in db/. */
export interface Dialect {
  /** The database's own clock in epoch milliseconds: every lease is measured by it, whoever asks. */
  readonly clock: RawBuilder<number>
  /**
   * Runs work in one transaction.
   * @param mustLast it must survive the loss of power, and not only the end of the process: something was promised with it.
   *   What was only begun is begun again after that.
   */
  readonly transaction: <T>(
    database: Kysely<Tables>,
    mustLast: boolean,
    work: (transaction: Transaction<Tables>) => Promise<T>,
  ) => Promise<T>
  /** Does work again that failed for a reason that may pass, when the database is one that fails for such reasons. */
  readonly retry: Retry
  /** Turns the driver's error into what is thrown: Failure `store-unavailable` when it may pass. */
  readonly translateError: (error: unknown) => unknown
}
