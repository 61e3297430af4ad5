/** A PNG of 2 × 2 pixels: small enough for a command line, and a picture all the same. */
const TINY_PNG =
  'iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAIAAAD91JpzAAAAFklEQVR4nGN4Zun28dc7BtfqubKm4QAynwZFClybvAAAAABJRU5ErkJggg=='

/** What a person sees once the service is up. */
export function startMessage(url: string): string {
  return `
  picture-resize-api is ready.

  Open   ${url}
  Try    curl -s ${url}/api/ -H 'content-type: application/json' \\
           -d '{"image":"${TINY_PNG}","width":64,"height":64}'
         then  curl -s '${url}/api/<identifier>?wait=20'

  Stop with Ctrl+C: what is in flight is finished, what waits is kept.
`
}
