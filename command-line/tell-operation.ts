import type { OperationBody } from './gateway.ts'

/** An operation for programs: what the API tells, without the picture. */
export function toJson({ image, ...operation }: OperationBody): object {
  return operation
}

/** An operation for people, in a line or two. */
export function toSentence(operation: OperationBody): string {
  const { identifier, status, error, source, result, width, height, format, timings } = operation
  if (error) return `${identifier} failed: ${error.title} ${error.detail ?? ''}`.trim()
  if (status !== 'completed' || !source || !result) return `${identifier} is ${status}.`
  const from = `${source.width}×${source.height} ${source.format}, ${toSize(source.bytes)}`
  const to = `${width}×${height} ${format}, ${toSize(result.bytes)}`
  return `${identifier} completed in ${timings.totalMs} ms: ${from} → ${to}`
}

/** Bytes as people write them. */
function toSize(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`
  return bytes < 1_000_000 ? `${(bytes / 1000).toFixed(1)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`
}
