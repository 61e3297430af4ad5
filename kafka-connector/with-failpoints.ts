import type { Reach } from '../src/failpoint/failpoint.ts'
import type { Topics } from '../src/topic/topic.ts'

/** The topics of a process that has a failpoint. */
export function withFailpoints(topics: Topics, reach: Reach): Topics {
  return {
    ...topics,
    async subscribe(options) {
      const subscription = await topics.subscribe(options)
      return {
        ...subscription,
        async commit(positions) {
          reach('after_invoke_before_commit')
          await subscription.commit(positions)
        },
      }
    },
  }
}
