const UNITS: Readonly<Record<string, number>> = {
  '': 1,
  k: 1e3,
  m: 1e6,
  g: 1e9,
  t: 1e12,
  ki: 2 ** 10,
  mi: 2 ** 20,
  gi: 2 ** 30,
  ti: 2 ** 40,
}

/** The form of an amount of memory, for a schema: `256Mi`, `128m`, `1G`, `134217728`. */
export const memoryPattern = '^\\d+(\\.\\d+)?([kKmMgGtT]i?)?$'

/** The form of an amount of CPU, for a schema: `500m` (thousandths of a core), `0.5`, `2`. */
export const cpuPattern = '^\\d+(\\.\\d+)?m?$'

/**
 * An amount of memory in bytes. The suffixes are those of Kubernetes (`Mi` is 2^20, `M` is 10^6), in either case, because
 * Docker writes `128m` where Kubernetes writes `128M`, and a thousandth of a byte is of no use to anybody.
 */
export function parseMemory(text: string): number {
  const [, amount = '0', unit = ''] = /^([\d.]+)(\w*)$/.exec(text) ?? []
  return Math.floor(Number(amount) * (UNITS[unit.toLowerCase()] ?? 1))
}

/** An amount of CPU in billionths of a core, as Docker's `NanoCpus` has it. */
export function parseCpu(text: string): number {
  return Math.round(text.endsWith('m') ? Number(text.slice(0, -1)) * 1e6 : Number(text) * 1e9)
}
