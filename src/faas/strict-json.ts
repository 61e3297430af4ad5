import { Failure } from '../errors/failure.ts'

/** How deep objects and lists may lie in each other: no body that is taken here needs more than a handful. */
const MAX_DEPTH = 32

const QUOTE = 0x22
const BACKSLASH = 0x5c
const COLON = 0x3a
const OPENING = new Set([0x7b, 0x5b])
const CLOSING = new Set([0x7d, 0x5d])
const SPACE = new Set([0x20, 0x09, 0x0a, 0x0d])

/**
 * Parses JSON as I-JSON wants it (RFC 7493): nothing in it that two readers could understand differently. Beyond what
 * `JSON.parse` refuses: a name twice in one object, `__proto__` as a name, a number that is too large to be one, and
 * nesting that is deeper than {@link MAX_DEPTH}, all in one pass that leaps over texts.
 * @throws Failure `body-not-json`, without a part of the text: no log may hold a part of a picture
 */
export function parseStrictJson(text: string): unknown {
  requireOneMeaning(text)
  try {
    return JSON.parse(text, requireFinite)
  } catch (error) {
    if (error instanceof Failure) throw error
    throw new Failure('body-not-json')
  }
}

function requireFinite(_name: string, value: unknown): unknown {
  if (typeof value === 'number' && !Number.isFinite(value)) throw refused('a number is too large')
  return value
}

/** Looks at names and nesting alone; whether the text is JSON at all is for the parser to say. */
function requireOneMeaning(text: string): void {
  /** The names that each of the open objects and lists has so far. */
  const open: Set<string>[] = []
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (OPENING.has(code)) {
      if (open.length === MAX_DEPTH) throw refused(`it is nested more than ${MAX_DEPTH} deep`)
      open.push(new Set())
    } else if (CLOSING.has(code)) open.pop()
    else if (code === QUOTE) {
      const end = endOfText(text, at)
      if (isName(text, end)) addName(open.at(-1), text.slice(at, end))
      at = end - 1
    }
  }
}

function addName(names: Set<string> | undefined, quoted: string): void {
  const name = quoted.includes('\\') ? unescaped(quoted) : quoted.slice(1, -1)
  if (name === '__proto__') throw refused('__proto__ is no name')
  if (names?.has(name)) throw refused('a name is there twice')
  names?.add(name)
}

/** The same name can be written in many ways, with escapes and without. */
function unescaped(quoted: string): string {
  try {
    return String(JSON.parse(quoted))
  } catch {
    throw new Failure('body-not-json')
  }
}

/** Where a text ends that begins at `start`: behind its closing quote. */
function endOfText(text: string, start: number): number {
  for (let quote = text.indexOf('"', start + 1); quote >= 0; quote = text.indexOf('"', quote + 1)) {
    let backslashes = 0
    while (text.charCodeAt(quote - 1 - backslashes) === BACKSLASH) backslashes++
    if (backslashes % 2 === 0) return quote + 1
  }
  throw new Failure('body-not-json')
}

/** Whether the text that ends here is a name: a colon follows. */
function isName(text: string, end: number): boolean {
  let at = end
  while (SPACE.has(text.charCodeAt(at))) at++
  return text.charCodeAt(at) === COLON
}

const refused = (why: string) => new Failure('body-not-json', { detail: `It is refused because ${why}.` })
