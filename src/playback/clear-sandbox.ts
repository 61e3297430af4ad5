import { groupOf, idPrefixOf, topicPrefixOf } from './played.ts'
import type { SandboxParts } from './sandbox/sandbox.ts'

/**
 * Leaves no topic, no group and no row of a run's sandbox.
 * @throws Failure `topic-unavailable`, `store-unavailable`
 */
export async function clearSandbox(parts: Pick<SandboxParts, 'topics' | 'store' | 'requests'>, run: string) {
  const { topics, store, requests } = parts
  const own = (await topics.list()).filter((topic) => topic.startsWith(topicPrefixOf(requests, run)))
  const takers = ['worker', 'projector', 'mediator'] as const
  const groups = own.flatMap((topic) => takers.map((part) => groupOf(topic, part)))
  if (own.length > 0) await topics.remove({ topics: own, groups })
  await store.clear(idPrefixOf(run))
}
