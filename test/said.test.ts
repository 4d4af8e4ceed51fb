/** What is wrong with a settings file is said in the language of the screen. */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { parseConnectionFile } from '../src/app/setup/connection-file.ts'
import { saidIn } from '../src/web/words/said.ts'

const today = '2026-11-24'
const broken: unknown = {
  name: '',
  extra: 1,
  bol: { clientId: 'x' },
  octopus: { dossierId: 1.5, user: 'x'.repeat(600) },
  seller: {
    country: 'Belgium',
    vatNumbers: { BE: 'BE0000000000' },
    scheme: 'other',
    oss: { active: 'yes', from: '2026-02-30' },
    crossBorderNetElsewhere: { last: -1, 2025: 1.234 },
  },
  booking: { startDate: '2029-01-01', push: 'now', dayTotalAt: '25:00', journals: { bookings: '5V' }, on: 3 },
  vat: {
    products: [{ class: 'BOOK' }],
    codes: [
      { treatment: 'OSS', country: 'NL', rate: 21, code: 'a', account: 700_000 },
      { treatment: 'OSS', country: 'NL', rate: 21, code: 'a', account: 700_000 },
      { treatment: 'OSS', country: 'NL', rate: 101, code: 'a\u0000', account: 0 },
      { treatment: 'OSS', country: 'NL', rate: -1, code: 'a', account: 'x' },
      { treatment: 'OSS', country: 'NL', rate: 2.345, code: 'a', account: 1 },
    ],
  },
}

it('every fault of a file has its sentence in Dutch and in French', () => {
  const parsed = parseConnectionFile(broken, { today, secrets: 'required' })
  if (parsed.kind !== 'faults') throw new Error('read without a fault')
  expect(parsed.faults.length).toBeGreaterThan(20)
  const untold = parsed.faults.filter(
    ({ message }) => saidIn('nl', message) === message || saidIn('fr', message) === message,
  )
  expect(untold).toEqual([])
  expect(parsed.faults.map(({ message }) => saidIn('en', message))).toEqual(parsed.faults.map(({ message }) => message))
})

it('a message that the schema of the file knows is never shown in English on a Dutch page', () => {
  const schema = readFileSync(path.resolve(import.meta.dirname, '../src/app/setup/connection-file-schema.ts'), 'utf8')
  const messages = [...schema.matchAll(/'((?:may|is|must|has|holds|lies)\b[^']*)'/gu)].map(
    (found) => found[1] as string,
  )
  expect(messages.length).toBeGreaterThan(10)
  expect(messages.filter((message) => saidIn('nl', message) === message)).toEqual([])
})

it.each([
  'too many wrong keys or passwords were tried; wait an hour',
  'other settings were saved meanwhile (revision 3): look at those first',
  'has more than 5000 entries',
  'This is larger than 64 kB, the most that is taken here.',
  'This holds characters that do not exist, or is nested too deeply.',
  'is not its name',
  'before from',
])('what the API refuses a page with is said in Dutch and in French: %s', (message) => {
  const source = [
    'src/api/routes/connections.ts',
    'src/api/routes/decisions.ts',
    'src/api/route.ts',
    'src/api/web-app.ts',
  ]
    .concat('src/app/setup/save-connection.ts', 'src/app/setup/connection-file.ts')
    .map((file) => readFileSync(path.resolve(import.meta.dirname, '..', file), 'utf8'))
    .join('')
    .replaceAll(/\$\{[^}]*\}/gu, '#')
  expect(source).toContain(message.replaceAll(/\d+/gu, '#'))
  expect(saidIn('nl', message)).not.toBe(message)
  expect(saidIn('fr', message)).not.toBe(message)
})
