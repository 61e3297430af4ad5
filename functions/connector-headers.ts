import type { FunctionEvent } from '../src/faas/handler.ts'
import { headerOf } from '../src/faas/request.ts'
import type { TopicPosition } from '../src/operation/event.ts'

/** The longest name that is taken from a header: nobody's history becomes somebody else's store. */
const NAME = /^[\x21-\x7e]{1,200}$/
const COUNT = /^\d{1,15}$/
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/

/** The header that has the time of a message's CloudEvent. */
export const WRITTEN_AT = 'x-kafka-ce_time'

/** What a connector tells in the headers of an invocation, by their lower-case names; undefined where one has another form. */
export function createConnectorHeaders(event: Pick<FunctionEvent, 'headers'>) {
  const read = (name: string, form: RegExp): string | undefined => {
    const value = headerOf(event, name)
    return value !== undefined && form.test(value) ? value : undefined
  }
  const count = (name: string): number | undefined => {
    const text = read(name, COUNT)
    return text === undefined ? undefined : Number(text)
  }
  return {
    count,
    name: (header: string) => read(header, NAME),
    /** Epoch milliseconds. */
    time(header: string): number | undefined {
      const time = Date.parse(read(header, TIME) ?? '')
      return Number.isNaN(time) ? undefined : time
    },
    /** Where a message stands, from the headers that have its topic, its partition and its offset. */
    position(topicHeader: string, partitionHeader: string, offsetHeader: string): TopicPosition | undefined {
      const [topic, partition, offset] = [read(topicHeader, NAME), count(partitionHeader), count(offsetHeader)]
      return topic === undefined || partition === undefined || offset === undefined
        ? undefined
        : { topic, partition, offset }
    },
  }
}
