/** The versions of the libraries whose code decides about the pixels or the bytes of results; a test compares them. */
export const LIBRARIES = {
  '@cwasm/jpeg-turbo': '0.1.3',
  '@jsquash/webp': '1.5.0',
  gifenc: '1.0.3',
  jimp: '1.6.1',
  utif2: '4.1.0',
} as const

/** Names versions for a fingerprint: `name/version`, those of the runtime too. */
export const nameVersions = (names: readonly (keyof typeof LIBRARIES)[]): string =>
  [...names.map((name) => `${name.split('/').at(-1)}/${LIBRARIES[name]}`), `zlib/${process.versions.zlib}`].join(' ')
