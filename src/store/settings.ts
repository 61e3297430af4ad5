import { Type } from 'typebox'
import { defineSettings } from '../settings/settings.ts'

/** Where the store is. */
export const storeSettings = defineSettings({
  dataFolder: {
    env: 'DATA_DIR',
    schema: Type.String({ default: '.data' }),
    about: 'Folder of the databases, relative to the working directory.',
  },
})
