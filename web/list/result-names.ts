interface NamedResult {
  /** The name of the picture that was chosen; '' when nobody knows it. */
  readonly name: string
  readonly format: string
  readonly width: number
  readonly height: number
}

/** Names for results that are kept beside each other: the picture's own, the sides, and a number where two would be one. */
export function resultNames(results: readonly NamedResult[]): string[] {
  const taken = new Set<string>()
  return results.map(({ name, format, width, height }) => {
    const stem = `${name.replace(/\.\w{1,5}$/, '').replace(/[\\/:*?"<>|\p{Cc}]/gu, '-') || 'picture'}-${width}x${height}`
    let free = `${stem}.${format}`
    for (let number = 2; taken.has(free.toLowerCase()); number += 1) free = `${stem}-${number}.${format}`
    taken.add(free.toLowerCase())
    return free
  })
}
