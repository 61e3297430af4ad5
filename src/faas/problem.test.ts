import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { catalogue, type ErrorCode } from '../errors/catalogue.ts'
import { Failure } from '../errors/failure.ts'
import { toProblemAnswer } from './problem.ts'

describe('a problem', () => {
  it('has the status and the sentence of its code, for every code', () => {
    for (const code of Object.keys(catalogue) as ErrorCode[]) {
      const { status, headers, body } = toProblemAnswer(new Failure(code))
      const problem = JSON.parse(String(body))
      assert.equal(status, catalogue[code].status)
      assert.equal(headers['content-type'], 'application/problem+json')
      assert.equal('retry-after' in headers, catalogue[code].retryable)
      assert.deepEqual([problem.code, problem.status, problem.title], [code, status, catalogue[code].sentence])
    }
  })

  it('tells the public detail, and neither message nor cause', () => {
    const failure = new Failure('internal', { detail: 'public', message: 'secret', cause: new Error('hidden') })
    const body = String(toProblemAnswer(failure).body)
    assert.match(body, /public/)
    assert.doesNotMatch(body, /secret|hidden/)
  })

  it('is "internal" for whatever else was thrown', () => {
    for (const thrown of [new Error('secret'), 'secret', undefined]) {
      const { status, body } = toProblemAnswer(thrown)
      assert.equal(status, 500)
      assert.doesNotMatch(String(body), /secret/)
    }
  })
})
