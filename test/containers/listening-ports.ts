import { readFileSync } from 'node:fs'

/** The ports on which something in the process's network listens for others, from /proc/<pid>/net as `ss -lt` reads it. */
export function listeningPorts(pid: number): number[] {
  const LISTEN = '0A'
  const rows = ['tcp', 'tcp6'].flatMap((file) =>
    readFileSync(`/proc/${pid}/net/${file}`, 'utf8').trim().split('\n').slice(1),
  )
  const ports = rows.flatMap((row) => {
    const [, local = '', , state] = row.trim().split(/\s+/)
    const [address = '', port = ''] = local.split(':')
    const isLoopback = address.endsWith('7F') && address.length === 8
    return state === LISTEN && !isLoopback ? [Number.parseInt(port, 16)] : []
  })
  return [...new Set(ports)].sort((a, b) => a - b)
}
