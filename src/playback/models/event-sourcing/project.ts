import type { OperationStore } from '../../../operation/ports.ts'
import { evolve } from '../../../operation/state-machine.ts'
import { carriedEvent } from '../../sandbox/carry.ts'
import type { Handle } from '../../sandbox/part.ts'

/**
 * The projector: makes rows of the log's events, in their order. An event that the row has already is passed over, so that
 * the log may come any number of times.
 */
export function createProject(readModel: OperationStore): Handle {
  return async (message) => {
    const event = carriedEvent(message)
    if (event.type === 'requested') {
      await readModel.accept(event, message.value)
      return
    }
    const row = (await readModel.find(event.operation))?.operation
    if (!row || event.sequence !== row.revision + 1) return
    await readModel.append([event], evolve(row, event), event.type === 'completed' ? message.value : undefined)
  }
}
