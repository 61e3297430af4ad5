import type { Generated } from 'kysely'
import type { Status } from '../operation/operation.ts'
import type { PictureRole } from '../operation/ports.ts'
import type { RunStatus } from '../playback/run.ts'

/** The columns of `operation`. JSON columns hold text. */
export interface OperationTable {
  number: Generated<number>
  id: string
  revision: number
  status: Status
  options: string
  source: string | null
  result: string | null
  source_digest: string | null
  result_digest: string | null
  result_pixel_digest: string | null
  attempts: number
  crashes: number
  claim_attempt: number | null
  claim_worker: string | null
  lease_until: number | null
  error_code: string | null
  error_detail: string | null
  engine: string | null
  timings: string | null
  requested_at: number
  queued_at: number
  published_at: number | null
  claimed_at: number | null
  ended_at: number | null
  expired_at: number | null
  idempotency_key: string | null
  request_digest: string | null
}

/** The columns of `playback`: one row for each run. JSON columns hold text. */
export interface RunTable {
  id: string
  revision: number
  status: RunStatus
  request: string
  claim_worker: string | null
  lease_until: number | null
  attempts: number
  progress: string | null
  reports: string
  error_code: string | null
  error_detail: string | null
  requested_at: number
  announced_at: number | null
  started_at: number | null
  ended_at: number | null
}

/** The tables that the store's statements are checked against; db/ creates them. */
export interface Tables {
  operation: OperationTable
  picture: { operation_id: string; role: PictureRole; bytes: Uint8Array }
  operation_event: { operation_id: string; sequence: number; type: string; at: number; detail: string }
  callback: { operation_id: string; url: string; due_at: number; tries: number }
  playback: RunTable
  sandbox_workflow: { operation_id: string; step: string }
}
