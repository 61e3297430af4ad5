import { Type } from 'typebox'
import { defineSettings } from '../settings/settings.ts'

const count = (standard: number) => Type.Integer({ minimum: 1, maximum: 20, default: standard })

/** How many processes of each kind there are, and where. */
export const stackSettings = defineSettings({
  port: {
    env: 'STACK_PORT',
    schema: Type.Integer({ minimum: 1, maximum: 65_000, default: 8080 }),
    about: 'npm run stack: the port of the router. The other processes have the ports behind it.',
  },
  submits: { env: 'STACK_SUBMITS', schema: count(2), about: 'npm run stack: processes of the function resize-submit.' },
  statuses: { env: 'STACK_STATUSES', schema: count(1), about: 'npm run stack: processes of resize-status.' },
  workers: { env: 'STACK_WORKERS', schema: count(2), about: 'npm run stack: processes of resize-worker.' },
  connectors: { env: 'STACK_CONNECTORS', schema: count(1), about: 'npm run stack: processes of the connector.' },
})

/** The values. */
export type StackSettings = ReturnType<typeof stackSettings.read>
