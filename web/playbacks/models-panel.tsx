import type { RunBody } from '../api/run.ts'
import { Panel } from '../frame/panel.tsx'

/** What sets the models apart: who decides, what a message carries, where state lives. */
export function ModelsPanel({ run: { models } }: { run: RunBody }) {
  return (
    <Panel title="Who knows what">
      <div class="models">
        {models.map(({ name, title, carries, decides, keeps }) => (
          <section key={name}>
            <h3>{title}</h3>
            <dl>
              <dt>A message carries</dt>
              <dd>{carries}</dd>
              <dt>Who decides what is next</dt>
              <dd>{decides}</dd>
              <dt>Where the state lives</dt>
              <dd>{keeps}</dd>
            </dl>
          </section>
        ))}
      </div>
    </Panel>
  )
}
