import { Type } from 'typebox'
import type { FunctionEvent } from '../../src/faas/handler.ts'
import { jsonOf, requireMethod } from '../../src/faas/request.ts'
import { createValidate } from '../../src/faas/validate.ts'

/** What `resize-submit` answered, or as much of it as matters. */
const validate = createValidate(Type.Object({ identifier: Type.String() }))

/**
 * The operation that a call without a path asks for, by its body: `faas-cli invoke` and OpenFaaS's UI can send a function
 * nothing else. What `resize-submit` answered is such a body.
 * @throws Failure `method-not-allowed`, `body-not-json`, `request-not-valid`
 */
export function askedId(event: FunctionEvent): string {
  requireMethod(event, 'POST')
  return validate(jsonOf(event)).identifier
}
