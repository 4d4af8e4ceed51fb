/** The text of a file or of a call → JSON. The engine's own message may repeat a piece of the text, and with it a secret: ours tells the place only. */

import { JSONParser } from '@streamparser/json'

export type ReadJson =
  | { kind: 'ok'; json: unknown }
  | { kind: 'notJson'; line: number; column: number }
  /** Keys that an object has more than once: which of them counts, readers of JSON do not agree upon. */
  | { kind: 'twice'; paths: (string | number)[][] }

/** @param fileText a byte order mark in front is taken away */
export function readJson(fileText: string): ReadJson {
  const text = fileText.replace(/^\uFEFF/u, '')
  try {
    const json = JSON.parse(text) as unknown
    const paths = keysGivenTwice(text)
    return paths.length > 0 ? { kind: 'twice', paths } : { kind: 'ok', json }
  } catch {
    const before = text.slice(0, faultAt(text)).split('\n')
    return { kind: 'notJson', line: before.length, column: (before.at(-1)?.length ?? 0) + 1 }
  }
}

/** A reader mends no more at once, and a stranger's text costs no more. */
const twiceMax = 50

/** @param text is JSON */
function keysGivenTwice(text: string): (string | number)[][] {
  const seen = new WeakMap<object, Set<string>>()
  const paths: (string | number)[][] = []
  const parser = new JSONParser()
  parser.onValue = ({ key, parent, stack }) => {
    if (typeof key !== 'string' || parent === undefined) return
    const keys = seen.get(parent) ?? new Set()
    seen.set(parent, keys)
    if (keys.has(key) && paths.length < twiceMax) paths.push([...stack.slice(1).map((above) => above.key ?? ''), key])
    keys.add(key)
  }
  parser.write(text)
  return paths
}

const space = /[\t\n\r ]*/uy
const token =
  /[[\]{},:]|"(?:[^"\\\p{Cc}]|[\u007F-\u009F]|\\(?:["\\/bfnrt]|u[\dA-Fa-f]{4}))*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[Ee][+-]?\d+)?|true|false|null/uy

/** The expected token: a value, a name, and so on. `first…` also accepts the end of an empty list or object. */
type Expected = 'value' | 'firstValue' | 'name' | 'firstName' | 'colon' | 'commaOrEnd' | 'nothing'

/** Returns the offset of the first character that is not allowed at its place; the length of the text when only its end is missing. */
function faultAt(text: string): number {
  const open: ('[' | '{')[] = []
  let expected: Expected = 'value'
  let at = 0
  for (;;) {
    space.lastIndex = at
    at += space.exec(text)?.[0].length ?? 0
    token.lastIndex = at
    const found = token.exec(text)?.[0]
    const next: Expected | null = found === undefined ? null : after(found, expected, open)
    if (found === undefined || next === null) return at
    expected = next
    at += found.length
  }
}

/** @returns the next expected token, or null when `found` is not allowed here */
function after(found: string, expected: Expected, open: ('[' | '{')[]): Expected | null {
  const inside = open.at(-1)
  if (expected === 'colon') return found === ':' ? 'value' : null
  if (expected === 'name' || expected === 'firstName') {
    if (found.startsWith('"')) return 'colon'
    return found === '}' && expected === 'firstName' ? close(open) : null
  }
  if (expected === 'commaOrEnd') {
    if (found === ',') return inside === '{' ? 'name' : 'value'
    return found === (inside === '{' ? '}' : ']') ? close(open) : null
  }
  if (expected === 'nothing') return null
  if (found === ']' && expected === 'firstValue') return close(open)
  if (found === '[' || found === '{') {
    open.push(found)
    return found === '[' ? 'firstValue' : 'firstName'
  }
  return /^[\]},:]$/u.test(found) ? null : afterValue(open)
}

function close(open: ('[' | '{')[]): Expected {
  open.pop()
  return afterValue(open)
}

function afterValue(open: ('[' | '{')[]): Expected {
  return open.length === 0 ? 'nothing' : 'commaOrEnd'
}
