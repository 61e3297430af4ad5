import { Type } from 'typebox'
import { Failure } from '../../src/errors/failure.ts'
import type { SendCommand } from '../../src/playback/ports.ts'
import { defineSettings } from '../../src/settings/settings.ts'

/** Where a function finds the gateway; the connector reads the same variable. */
export const gatewaySettings = defineSettings({
  gatewayUrl: {
    env: 'gateway_url',
    schema: Type.String({ pattern: '^https?://[^/]+', default: 'http://127.0.0.1:8080' }),
    about: "The gateway's address.",
  },
})

/** Longer than a gateway waits for a function: milliseconds. */
const TIMEOUT_MS = 40_000

/**
 * Sends commands through the gateway to this function's own steps. Like every call of a function it needs no credentials of
 * the gateway: the key in the command is what lets it in.
 * @param gatewayUrl may change with each call
 */
export function createSendCommand(gatewayUrl: () => string): SendCommand {
  return async (command, signal) => {
    try {
      const response = await fetch(`${gatewayUrl().replace(/\/+$/, '')}/function/resize-playback/steps`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: command,
        redirect: 'error',
        signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
      })
      return { status: response.status, body: new Uint8Array(await response.arrayBuffer()) }
    } catch (error) {
      throw new Failure('function-unavailable', {
        message: `the gateway did not answer: ${String(error)}`,
        cause: error,
      })
    }
  }
}
