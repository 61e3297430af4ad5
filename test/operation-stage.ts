import assert from 'node:assert/strict'
import { afterEach, beforeEach } from 'node:test'
import { Failure } from '../src/errors/failure.ts'
import type { Operation } from '../src/operation/operation.ts'
import type { OperationStore, Publish, ReadBacklog } from '../src/operation/ports.ts'
import { openSqliteStore } from '../src/store/sqlite.ts'
import { requestedEvent } from './operations.ts'

/** The bytes of every source that the stage accepts. */
export const source = Buffer.from('source')

/** When a sweep acts in a test that says nothing else. */
export const sweepRules = {
  unpublishedAfterMs: 5_000,
  lostAfterMs: 15_000,
  republishAfterMs: 60_000,
  deadlineMs: 3_600_000,
  retentionMs: 86_400_000,
  maxAttempts: 5,
}

/** A topic that cannot be written to. */
export const topicIsDown: Publish = async () => {
  throw new Failure('topic-unavailable')
}

/** A topic that has lost nothing. */
export const everythingMayCome: ReadBacklog = async () => () => true

/** What a test of a use case stands on: a real store, new for each test, and a topic that remembers what it was given. */
export interface OperationStage {
  readonly store: OperationStore
  readonly published: string[]
  readonly publish: Publish
  find(id: string): Promise<Operation>
  /** Accepts an operation, as if it had been requested `ageMs` ago. @returns its ID */
  accept(ageMs?: number): Promise<string>
}

/** Sets the stage before each test of the file and clears it afterwards. */
export function operationStage(): OperationStage {
  let store: OperationStore
  let published: string[]
  beforeEach(() => {
    store = openSqliteStore(':memory:')
    published = []
  })
  afterEach(() => store.close())

  return {
    get store() {
      return store
    },
    get published() {
      return published
    },
    async publish(id) {
      published.push(id)
      return { topic: 't', partition: 0, offset: published.length - 1 }
    },
    async find(id) {
      return (await store.find(id))?.operation ?? assert.fail(`no operation ${id}`)
    },
    async accept(ageMs = 0) {
      const event = requestedEvent(ageMs)
      await store.accept(event, source)
      return event.operation
    },
  }
}
