import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { Flow, FlowSlice } from '../operation/ports.ts'
import type { Tables } from './tables.ts'

/** A row as it comes: numbers of an aggregate may be texts, by server and type. */
type Row = { readonly [K in keyof FlowSlice]: number | string }

/**
 * What ended within the last slices of time. The database sorts the durations of each slice and picks the percentiles, so
 * that no more than a row for each slice leaves it.
 * @param clock the database's own clock in epoch milliseconds
 */
export async function readFlow(
  database: Kysely<Tables>,
  clock: RawBuilder<number>,
  sliceMs: number,
  slices: number,
): Promise<Flow> {
  const { now } = await database.selectNoFrom(clock.as('now')).executeTakeFirstOrThrow()
  const last = now - (now % sliceMs)
  const first = last - (slices - 1) * sliceMs
  // Bound once, in the innermost query: grouped by a parameter, MySQL would not see that it is the same one.
  const { rows } = await sql<Row>`
    select ${sql.ref('slice')} as ${sql.ref('from')},
      sum(case when status = 'completed' then 1 else 0 end) as completed,
      sum(case when status = 'failed' then 1 else 0 end) as failed,
      min(case when share >= 0.5 then took end) as ${sql.ref('medianMs')},
      min(case when share >= 0.95 then took end) as ${sql.ref('p95Ms')}
    from (
      select slice, status, took, cume_dist() over (partition by slice order by took) as share
      from (
        select ended_at - ended_at % ${sliceMs} as slice, status, ended_at - requested_at as took
        from operation where status in ('completed', 'failed') and ended_at >= ${first}
      ) as ended
    ) as ranked
    group by slice`.execute(database)
  const known = new Map(rows.map((row) => [Number(row.from), row]))
  return { sliceMs, slices: Array.from({ length: slices }, (_, index) => toSlice(first + index * sliceMs, known)) }
}

function toSlice(from: number, known: ReadonlyMap<number, Row>): FlowSlice {
  const row = known.get(from)
  const count = (name: Exclude<keyof FlowSlice, 'from'>) => Number(row?.[name] ?? 0)
  return {
    from,
    completed: count('completed'),
    failed: count('failed'),
    medianMs: count('medianMs'),
    p95Ms: count('p95Ms'),
  }
}
