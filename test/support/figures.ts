/** The figures of the last runs, and the page for people that is written from them. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'

const folder = path.resolve(import.meta.dirname, '../../docs/operator')
const file = path.join(folder, 'guarantees.json')

interface Promised {
  promise: string
  test: string
  figures: string[]
}

const promises: Promised[] = [
  {
    promise:
      'No sale is booked twice, and none is lost, whatever breaks on the way: answers lost after booking, late commits, two workers, crashes and pauses at every call, a bookkeeper who books, changes and deletes by hand.',
    test: '`npm run world -- --seeds N`: the real program on virtual time, faults by seed; replay with `--seed N`',
    figures: ['seeds'],
  },
  {
    promise: 'Each single fault at each point of an order’s way does no harm.',
    test: '`npm run world -- --singles`',
    figures: ['singles'],
  },
  { promise: 'Nor do two, one after the other.', test: '`npm run world -- --pairs`', figures: ['pairs'] },
  {
    promise: 'The test would notice: each of the classical mistakes, planted on purpose, is found.',
    test: '`node test/world/planted.ts`',
    figures: ['planted'],
  },
  {
    promise:
      'Sixty hours of silence, hours without one of the lists, without relations or with a journal that somebody keeps open, and every reading of what Octopus does not document are survived.',
    test: '`node test/world/drills.ts`',
    figures: ['drills'],
  },
  {
    promise:
      'Killed at any moment, or with its answer lost after the booking, the real program goes on where it stood.',
    test: '`node test/long/kill.ts`',
    figures: ['kills'],
  },
  {
    promise: 'A disk that fills up in the middle of the work loses nothing and doubles nothing.',
    test: '`node test/long/disk-full.ts`',
    figures: ['full disks'],
  },
  {
    promise: 'No broken answer of bol.com or Octopus ends a run or is taken for a success.',
    test: '`node test/long/fuzz.ts`',
    figures: ['fuzz bol.com', 'fuzz Octopus'],
  },
  {
    promise: 'No request, however odd, breaks the web app’s API or gets out of it what its sender may not see.',
    test: '`FUZZ_REQUESTS=100000 ./tentakel test test/fuzz/requests.test.ts`',
    figures: ['fuzz API'],
  },
]

/** Keeps one line under a name and writes the page anew. */
export function recordFigure(name: string, line: string): void {
  const known = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>) : {}
  known[name] = line
  const sorted = Object.fromEntries(Object.entries(known).toSorted(([a], [b]) => (a < b ? -1 : 1)))
  writeFileSync(file, `${JSON.stringify(sorted, null, 2)}\n`)
  writeFileSync(path.join(folder, 'guarantees.md'), pageOf(sorted))
}

function pageOf(known: Record<string, string>): string {
  const rows = promises.map(({ promise, test, figures }) => {
    const last = figures.map((name) => known[name] ?? 'not run yet').join('; ')
    return `| ${promise} | ${test} | ${last} |`
  })
  return [
    '# What is promised, and what was seen',
    '',
    'Written by the test runs (`--record`). Each line: a promise, the test behind it, and the figures of its last recorded run.',
    '',
    '| promise | test | last run |',
    '| --- | --- | --- |',
    ...rows,
    '',
    'Known limits. Where Octopus may take an invoice twice under one number (`invoicesEnforceNumber` unknown or no), a proxy that',
    'delivers one request twice, or a request that lands more than an hour late, can book an invoice twice; the read-back of each',
    'invoice shows it. A rate limit that is told in the very moment of a crash or of a full disk may be forgotten.',
    '',
  ].join('\n')
}
