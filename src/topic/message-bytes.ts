import type { OutgoingMessage } from './topic.ts'

/** What a record takes beyond its key, value and headers, at most. */
const recordOverhead = 64

/** How many bytes a message takes in a log, at most: key, value, headers and what is around them. */
export function messageBytes({ key, value, headers }: Omit<OutgoingMessage, 'topic'>): number {
  let size = recordOverhead + value.length + (key === null ? 0 : Buffer.byteLength(key))
  for (const [name, text] of Object.entries(headers)) size += Buffer.byteLength(name) + Buffer.byteLength(text) + 10
  return size
}
