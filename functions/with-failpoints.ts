import type { Reach } from '../src/failpoint/failpoint.ts'
import type { OperationStore, Publish } from '../src/operation/ports.ts'

/** The store of a process that has a failpoint. */
export function withStoreFailpoints(store: OperationStore, reach: Reach): OperationStore {
  return {
    ...store,
    async append(events, after, result) {
      const type = events.at(-1)?.type
      if (type === 'completed') reach('after_resize_before_complete')
      const isWritten = await store.append(events, after, result)
      // Somebody was faster: it is decided and written once more.
      if (!isWritten) return false
      if (type === 'claimed') reach('after_claim')
      if (type === 'completed') reach('after_complete_before_answer')
      return true
    },
  }
}

/** How a process that has a failpoint writes messages. */
export function withPublishFailpoints(publish: Publish, reach: Reach): Publish {
  return async (id) => {
    reach('after_commit_before_publish')
    const position = await publish(id)
    reach('after_publish_before_answer')
    return position
  }
}
