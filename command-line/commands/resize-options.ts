import { extname } from 'node:path'
import type { CommandContext } from '../command.ts'

/** The options that say what to make of a picture, as the API has them. */
export const resizeOptions = {
  width: { type: 'string' },
  height: { type: 'string' },
  fit: { type: 'string' },
  position: { type: 'string' },
  background: { type: 'string' },
  format: { type: 'string' },
  quality: { type: 'string' },
  upright: { type: 'string' },
} as const

export const resizeUsage =
  '[--width N] [--height N] [--fit fill|contain|cover|inside|outside] [--position …] [--background #rrggbb] ' +
  '[--format png|jpeg|webp|gif|bmp|same] [--quality 1-100] [--upright true|false]'

const FORMAT_OF: Readonly<Record<string, string>> = {
  '.png': 'png',
  '.jpg': 'jpeg',
  '.jpeg': 'jpeg',
  '.webp': 'webp',
  '.gif': 'gif',
  '.bmp': 'bmp',
}

/** What was asked, with the format that the name of the output says when no other one is asked. */
export function askedOf({ options }: CommandContext, output = ''): Record<string, string> {
  const format = options['format'] ?? FORMAT_OF[extname(output).toLowerCase()]
  const given = Object.keys(resizeOptions).map((name) => [name, name === 'format' ? format : options[name]])
  return Object.fromEntries(given.filter(([, value]) => typeof value === 'string'))
}
