import type { ModelReport } from './report.ts'

/** Why results are not equal, or operations were not played, each reason with how often. */
export function reasonsOf({ played, leftOut }: Pick<ModelReport, 'played' | 'leftOut'>): readonly [string, number][] {
  const reasons = new Map<string, number>(Object.entries(leftOut).map(([why, count]) => [`Left out: ${why}.`, count]))
  for (const { outcome, why = outcome } of played) {
    if (outcome !== 'equal') reasons.set(why, (reasons.get(why) ?? 0) + 1)
  }
  return [...reasons]
}
