import { repairPng } from './repair-png.ts'

/** Numbers from 0 (included) to 1. */
export type Random = () => number

/** Changes a copy of a picture in one way. `others` are pictures of the same format. */
type Mutation = (picture: Buffer, random: Random, others: readonly Buffer[]) => Buffer

const MOST_MUTATIONS = 3

/** What counters, lengths and sides are set to: nothing, little, the largest of every width and their neighbours. */
const INTERESTING = [
  0, 1, 2, 3, 4, 7, 8, 16, 255, 0x7f, 0x80, 0x7fff, 0x8000, 0xffff, 0x7fffffff, 0x80000000, 0xffffffff,
]

/** A hostile picture made of a good one. The checksums of a PNG are put right, mostly: else no change gets past them. */
export function mutate(picture: Buffer, random: Random, others: readonly Buffer[]): Buffer {
  let mutant: Buffer = Buffer.from(picture)
  for (let left = 1 + below(random, MOST_MUTATIONS); left > 0 && mutant.length > 0; left--) {
    mutant = pick(MUTATIONS, random)(mutant, random, others)
  }
  return random() < 0.9 ? repairPng(mutant, random) : mutant
}

const MUTATIONS: readonly Mutation[] = [flipBits, setBytes, setField, setField, splice, truncate, duplicate, remove]

function flipBits(picture: Buffer, random: Random): Buffer {
  for (let left = 1 + below(random, 4); left > 0; left--) {
    const at = place(picture, random)
    picture[at] = (picture[at] ?? 0) ^ (1 << below(random, 8))
  }
  return picture
}

function setBytes(picture: Buffer, random: Random): Buffer {
  for (let left = 1 + below(random, 4); left > 0; left--) picture[place(picture, random)] = below(random, 256)
  return picture
}

function setField(picture: Buffer, random: Random): Buffer {
  const width = pick([1, 2, 4], random)
  if (picture.length < width) return picture
  const at = Math.min(place(picture, random), picture.length - width)
  const value = pick(INTERESTING, random) % 256 ** width
  if (random() < 0.5) picture.writeUIntBE(value, at, width)
  else picture.writeUIntLE(value, at, width)
  return picture
}

/** The start of one picture and the end of another. */
function splice(picture: Buffer, random: Random, others: readonly Buffer[]): Buffer {
  const other = pick([picture, ...others], random)
  return Buffer.concat([picture.subarray(0, place(picture, random)), other.subarray(place(other, random))])
}

function truncate(picture: Buffer, random: Random): Buffer {
  return picture.subarray(0, below(random, picture.length))
}

/** A block stands there twice, or very often. */
function duplicate(picture: Buffer, random: Random): Buffer {
  const { start, end } = block(picture, random)
  const copies = new Array<Buffer>(random() < 0.1 ? 200 : 2).fill(picture.subarray(start, end))
  return Buffer.concat([picture.subarray(0, start), ...copies, picture.subarray(end)])
}

function remove(picture: Buffer, random: Random): Buffer {
  const { start, end } = block(picture, random)
  return Buffer.concat([picture.subarray(0, start), picture.subarray(end)])
}

function block(picture: Buffer, random: Random): { start: number; end: number } {
  const start = place(picture, random)
  return { start, end: Math.min(picture.length, start + 1 + below(random, pick([4, 32, 512], random))) }
}

/** A byte of the picture; headers are where most of the decisions are, so they are hit more often. */
function place(picture: Buffer, random: Random): number {
  const window = pick([64, 512, picture.length], random)
  return below(random, Math.min(window, picture.length))
}

export const below = (random: Random, limit: number): number => Math.floor(random() * limit)

/** One of them, each as likely as the other. */
export function pick<T>(list: readonly T[], random: Random): T {
  const picked = list[below(random, list.length)]
  if (picked === undefined) throw new RangeError('There is nothing to pick from.')
  return picked
}
