import { downloadZip } from 'client-zip'
import { readPicture } from '../api/calls.ts'
import { saveFile } from '../frame/save-file.ts'
import type { Entry } from './entry.ts'
import { resultNames } from './result-names.ts'

/** Packs every result that there is into one zip, and hands it to the browser as a download. @throws ProblemError */
export async function downloadAll(entries: readonly Entry[]): Promise<void> {
  const done = entries.flatMap(({ name, id, operation }) => {
    const { status, result, endedAt } = operation ?? {}
    return id !== undefined && status === 'completed' && result ? [{ name, id, ...result, endedAt }] : []
  })
  const names = resultNames(done)
  async function* files() {
    for (const [index, { id, endedAt }] of done.entries()) {
      const input = await readPicture(id, 'picture')
      yield { name: names[index] ?? id, lastModified: new Date(endedAt ?? Date.now()), input: input.stream() }
    }
  }
  saveFile(new File([await downloadZip(files()).blob()], 'resized-pictures.zip'))
}
