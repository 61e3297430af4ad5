import { crc32 } from 'node:zlib'

/** A chunk in its parts: length and type, body, CRC (PNG 3rd edition, 5.3). */
export function createPngChunk(type: string, body: Uint8Array): Buffer[] {
  const [head, crc] = [Buffer.alloc(8), Buffer.alloc(4)]
  head.writeUInt32BE(body.length)
  head.write(type, 4, 'latin1')
  crc.writeUInt32BE(crc32(body, crc32(head.subarray(4))))
  return [head, Buffer.from(body.buffer, body.byteOffset, body.byteLength), crc]
}
