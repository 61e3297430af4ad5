import { letHeapGrow } from '../src/program/let-heap-grow.ts'
import { benchConnector } from './connector.ts'
import { benchEndurance } from './endurance.ts'
import { benchEngine } from './engine.ts'
import { benchPipeline } from './pipeline.ts'
import { benchPlayback } from './playback.ts'
import { benchScale } from './scale.ts'

const tables: Readonly<Record<string, () => Promise<void>>> = {
  engine: benchEngine,
  pipeline: benchPipeline,
  connector: benchConnector,
  scale: benchScale,
  endurance: benchEndurance,
  playback: benchPlayback,
}

const asked = process.argv.slice(2)
const unknown = asked.filter((name) => !Object.hasOwn(tables, name))
if (unknown.length > 0) {
  console.error(`There is no table "${unknown.join(', ')}". There are: ${Object.keys(tables).join(', ')}.`)
  process.exit(1)
}
// The client must cost little of the machine on which it measures.
letHeapGrow()
for (const name of asked.length > 0 ? asked : Object.keys(tables)) await tables[name]?.()
