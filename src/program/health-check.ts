/**
 * Asks an address whether all is well: `node health-check.mjs http://127.0.0.1:8080/_/health` ends with 0 when the answer
 * is 200, else with 1. For images, which have no shell and no curl.
 */
import { get } from 'node:http'

const PATIENCE_MS = 10_000

const [address = ''] = process.argv.slice(2)
const end = (code: number) => process.exit(code)
get(address, { timeout: PATIENCE_MS }, ({ statusCode }) => end(statusCode === 200 ? 0 : 1))
  .on('timeout', () => end(1))
  .on('error', () => end(1))
