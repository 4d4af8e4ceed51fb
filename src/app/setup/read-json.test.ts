import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readJson } from './read-json.ts'

describe('text that is not JSON', () => {
  it.each([
    ['a value without quotes', '{\n  "clientSecret": SECRET\n}', 2, 19],
    ['a comma too many', '{"a": 1,}', 1, 9],
    ['a comma too few', '{"a": 1 "b": 2}', 1, 9],
    ['a value that is missing', '{"a":}', 1, 6],
    ['an end that is missing', '{"a": [1, 2', 1, 12],
    ['a line break inside a text', '{"a": "x\ny"}', 1, 7],
    ['something after the end', '{}\n{}', 2, 1],
    ['the wrong bracket', '{"a": [1}', 1, 9],
    ['nothing at all', '', 1, 1],
  ])('%s: the line and the column', (_, text, line, column) => {
    expect(readJson(text)).toEqual({ kind: 'notJson', line, column })
  })

  it('is told by its place alone, so that no secret of the file gets on a screen', () => {
    expect(JSON.stringify(readJson('{"clientSecret": SECRET}'))).not.toContain('SECRET')
  })

  it('is found at the character that spoils it, whatever the file (texts without that character are put back together)', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.nat(), (value, where) => {
        const right = JSON.stringify(value, null, 1)
        const at = where % (right.length + 1)
        const read = readJson(`${right.slice(0, at)}\u0001${right.slice(at)}`)
        if (read.kind !== 'notJson') throw new Error('a control character is never JSON')
        const lines = right.slice(0, at).split('\n')
        // Inside a text or a word the fault is where that began.
        expect(read.line).toBe(lines.length)
        expect(read.column).toBeLessThanOrEqual((lines.at(-1)?.length ?? 0) + 1)
      }),
      { numRuns: 500, seed: 1 },
    )
  })
})

it('reads what an editor on Windows saved', () => {
  expect(readJson('\uFEFF{"a": 1}\r\n')).toEqual({ kind: 'ok', json: { a: 1 } })
})

it('reads every text that is JSON, and of an object that has a key once only', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.boolean(), (value, isWide) => {
      const text = JSON.stringify(value, null, isWide ? 2 : 0)
      expect(readJson(text)).toEqual({ kind: 'ok', json: JSON.parse(text) as unknown })
    }),
    { numRuns: 500, seed: 1 },
  )
  for (const text of ['"\\ud800"', '1E400', '-0', '{"a":{"a":1},"b":[{"a":1},{"a":1}]}'])
    expect(readJson(text)).toEqual({ kind: 'ok', json: JSON.parse(text) as unknown })
})
