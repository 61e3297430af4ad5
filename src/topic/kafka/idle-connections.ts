import RequestQueue from 'kafkajs/src/network/requestQueue/index.js'

const { prototype } = RequestQueue
const original = prototype.scheduleCheckPendingRequests

/**
 * Keeps connections quiet that have nothing to send. kafkajs 2.2.4 re-arms a timer of about 1 ms on every connection for
 * ever, with nothing pending: 3 to 4 % of a core when idle, and a TimeoutNegativeWarning. No setting avoids it
 * (kafkajs issues 1704 and 1751, open). The version is pinned; the test beside this file fails when the patch no longer
 * applies.
 */
export function quietIdleConnections(): void {
  prototype.scheduleCheckPendingRequests = function (this: typeof prototype): void {
    if (this.pending.length > 0) original.call(this)
  }
}
