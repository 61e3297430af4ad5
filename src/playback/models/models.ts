import { broker } from './broker/broker.ts'
import { eventCarriedStateTransfer } from './event-carried-state-transfer/event-carried-state-transfer.ts'
import { eventNotification } from './event-notification/event-notification.ts'
import { eventSourcing } from './event-sourcing/event-sourcing.ts'
import { mediator } from './mediator/mediator.ts'
import type { Model } from './model.ts'
import type { ModelName } from './names.ts'

/** The models by their names. A new one is a folder, a name in `names.ts` and a line here. */
export const models: Readonly<Record<ModelName, Model>> = {
  'event-notification': eventNotification,
  'event-carried-state-transfer': eventCarriedStateTransfer,
  'event-sourcing': eventSourcing,
  mediator,
  broker,
}
