import type { Topics } from '../src/topic/topic.ts'

/**
 * Removes every topic whose name begins so: a broker keeps them for ever, and reads all of them when it starts again after a
 * kill. What cannot be removed costs that time and nothing else.
 */
export async function removeTopics(topics: Topics, prefix: string): Promise<void> {
  const remove = async () => {
    const names = (await topics.list()).filter((name) => name.startsWith(prefix))
    await topics.remove({ topics: names, groups: [] })
  }
  await remove().catch(() => {})
}
