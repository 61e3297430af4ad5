import type { Connection, RowDataPacket } from 'mysql2/promise'
import { Failure } from '../../errors/failure.ts'

/** What a statement has beside the picture, generously. */
const OVERHEAD_BYTES = 64 * 1024

/**
 * Makes sure that the server takes the largest picture: over `max_allowed_packet` it would cut the connection instead.
 * @throws Failure `store-not-usable`
 */
export async function checkPacketSize(connection: Connection, largestPictureBytes: number): Promise<void> {
  const [[row]] = await connection.query<RowDataPacket[]>('select @@global.max_allowed_packet as bytes')
  const allowed = Number(row?.['bytes'])
  const needed = largestPictureBytes + OVERHEAD_BYTES
  if (allowed >= needed) return
  throw new Failure('store-not-usable', {
    message:
      `MySQL's max_allowed_packet is ${allowed} bytes, but a picture may have ${largestPictureBytes}: set ` +
      `max_allowed_packet to ${needed} or more on the server, or lower MAX_SOURCE_BYTES and MAX_RESULT_BYTES.`,
  })
}
