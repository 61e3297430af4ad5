/**
 * One object as JSON: the members of `before`, the picture in base64 as `image`, the members of `behind`; neither may be
 * empty. Base64 has nothing to escape, but `JSON.stringify` looks at each of its letters, and they are copied twice then:
 * three times as long for all of it.
 */
export function jsonWithImage(before: object, image: Uint8Array, behind: object): Buffer {
  const head = `${JSON.stringify(before).slice(0, -1)},"image":"`
  const base64 = Buffer.from(image.buffer, image.byteOffset, image.byteLength).toString('base64')
  const tail = `",${JSON.stringify(behind).slice(1)}`
  const headBytes = Buffer.byteLength(head)
  const json = Buffer.allocUnsafe(headBytes + base64.length + Buffer.byteLength(tail))
  json.write(head)
  json.write(base64, headBytes, 'latin1')
  json.write(tail, headBytes + base64.length)
  return json
}
