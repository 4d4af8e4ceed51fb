/**
 * Bugs that are planted to see whether the world finds them. Each is an exact change of the product's text, made while it is
 * loaded and only here; a change whose place is gone fails loudly. Each has the stories that must betray it, which the true
 * product passes.
 */
import type { Case } from './shrink.ts'
import type { Decision } from './decisions.ts'
import { canonicalStory, eans, type Act, type Setting } from './story.ts'

export interface Plant {
  /** Number in the list of the specification; beyond 22 our own. */
  number: number
  name: string
  edits: { file: string; from: string; to: string }[]
  cases: Case[]
}

const document = 'src/domain/document/document.ts'
const post = 'octopus POST /buysellbookings'
const invoice = 'octopus POST /invoices'
const minute = 60_000

export function plain(decisions: Decision[], change: Partial<Setting> = {}, acts: Act[] = []): Case {
  const story = canonicalStory(change)
  return { story: { ...story, acts: [...story.acts, ...acts].toSorted((a, b) => a.at - b.at) }, decisions }
}

export function at(point: string, visit: number, fault: string, value?: number | string): Decision {
  return { point, visit, fault, ...(value === undefined ? {} : { value }) }
}

const acceptsTwice: Partial<Setting> = { target: 'invoices', octopus: { invoicesEnforceNumber: 'acceptsTwice' } }
export const oneThing = { ean: eans[1] as string, quantity: 1, unitCents: 2499, fulfilment: 'FBR' as const }
const someLines: Act[] = [
  {
    at: 3,
    act: 'order',
    order: 'C000TST002',
    country: 'BE',
    business: false,
    items: [33, 57, 89, 121].map((unitCents, nth) => ({
      ean: eans[1 + (nth % 4)] as string,
      quantity: 1,
      unitCents,
      fulfilment: 'FBR' as const,
    })),
  },
  { at: 5, act: 'ship', order: 'C000TST002', parts: 'all' },
]

/** A send that lands fifty minutes late, while a person takes its number and gives it back. */
const lateAndFreed = plain(
  [at(post, 1, 'slowCommit', 50 * minute), ...Array.from({ length: 14 }, (_, index) => at(post, index + 3, 'notSent'))],
  {},
  [
    // The first send leaves at 12 minutes, its number is asked for again at 15, and it lands at 62.
    { at: 13, act: 'bookByHand', journal: 'V5', order: null },
    { at: 20, act: 'deleteLastByHand', nth: 0 },
    { at: 130, act: 'retryAll' },
  ],
)

export const plants: Plant[] = [
  {
    number: 1,
    name: 'a new number at every retry',
    edits: [
      {
        file: document,
        from: "return toDoubt(progress, { lastAnswer: 'wrongNumber' }, event.at, numbering)",
        to: "return giveBack(progress, 'ready', null)",
      },
      {
        file: document,
        from: "return toDoubt(progress, { lastAnswer: 'silence', silentSends: progress.silentSends + 1 }, event.at, numbering)\n  }",
        to: "return giveBack(progress, 'ready', null)\n  }",
      },
    ],
    cases: [plain([at(post, 1, 'loseAnswer')])],
  },
  {
    number: 2,
    name: '"wrong number" taken for "booked"',
    edits: [
      {
        file: document,
        from: "return toDoubt(progress, { lastAnswer: 'wrongNumber' }, event.at, numbering)",
        to: "return { ...keep({ ...progress, state: 'confirmed' }), confirmedNumber: progress.number }",
      },
    ],
    cases: [
      plain([], {}, [
        { at: 31, act: 'bookByHand', journal: 'V5', order: null },
        { at: 2, act: 'bookByHand', journal: 'V5', order: null },
      ]),
    ],
  },
  {
    number: 3,
    name: 'sent again blindly where nothing refuses a used number',
    edits: [
      {
        file: document,
        from: "return numbering[target] !== 'mayOverwrite'\n}",
        to: 'return true\n}',
      },
      {
        file: 'src/app/book/confirm-documents.ts',
        from: "if (proof === 'mayOverwrite' && !(await isStillFree(context, accounting, document))) return",
        to: '',
      },
    ],
    cases: [plain([at(invoice, 1, 'loseAnswer')], acceptsTwice)],
  },
  {
    number: 4,
    name: 'looked up at once, no settling',
    edits: [
      { file: 'src/domain/delays.ts', from: 'export const coolingMs = 2 * hour', to: 'export const coolingMs = 0' },
    ],
    cases: [lateAndFreed],
  },
  {
    number: 5,
    name: 'a new number after one look that shows nothing',
    edits: [
      {
        file: document,
        from: "return keep({ ...progress, state: 'cooling' }, coolUntil)\n  const next",
        to: "return giveBack(progress, 'ready', null)\n  const next",
      },
    ],
    cases: [plain([at(post, 1, 'loseAnswer')], { octopus: { visibilityLagSeconds: 3600 } }), lateAndFreed],
  },
  {
    number: 6,
    name: 'a send that may leave at any time after it was decided',
    edits: [
      { file: 'src/adapters/octopus/session.ts', from: 'clock.monotonicMs() >= call.deadlineMonotonicMs', to: 'false' },
    ],
    cases: [
      plain([at('db read next_in_journal', 1, 'pauseAfter', 20 * minute)]),
      plain([at('db read next_in_journal', 2, 'pauseAfter', 20 * minute)]),
    ],
  },
  {
    number: 7,
    name: 'a send of a dead process goes back to the queue',
    edits: [
      {
        file: document,
        from: "return toDoubt(progress, { lastAnswer: 'silence', silentSends: progress.silentSends + 1 }, event.at, numbering)\n    case 'checkStarted'",
        to: "return giveBack(progress, 'ready', null)\n    case 'checkStarted'",
      },
      {
        file: 'src/domain/document/document-states.ts',
        from: "inDay: ['planned'],\n      sending: ['answered'],",
        to: "inDay: ['planned'],\n      sending: ['answered', 'lost'],",
      },
    ],
    cases: [plain([at(post, 1, 'crashAfter')])],
  },
  {
    number: 8,
    name: 'a 500 taken for "not done"',
    edits: [
      {
        file: document,
        from: "case 'serverError':\n",
        to: "case 'serverError':\n      if (Number.isFinite(event.at)) return giveBack(progress, 'ready', null)\n",
      },
    ],
    cases: [plain([at(post, 1, '500afterCommit')])],
  },
  {
    number: 9,
    name: 'any 200 taken for "done"',
    edits: [
      {
        file: 'src/adapters/octopus/classify.ts',
        from: "{ calls: ['document'], statuses: [201], codes: 'none', shapes: ['empty', 'json'], verdict: { kind: 'done' } }",
        to: "{ calls: ['document'], statuses: [200, 201], codes: 'any', verdict: { kind: 'done' } }",
      },
    ],
    cases: [plain([at(post, 1, 'proxyPage')])],
  },
  {
    number: 10,
    name: 'the window moves on before its page is read',
    edits: [
      {
        file: 'src/app/capture/poll-orders.ts',
        from: '  const read = await storePages(context, marketplace.changes(connection.cursor, reading))',
        to: '  const cursor = new Date(await context.ports.clock.now()).toISOString()\n  await context.store.transaction((tx) => tx.connections.change(connection.connectionId, { cursor }))\n  const read = await storePages(context, marketplace.changes(connection.cursor, reading))',
      },
    ],
    cases: [
      plain(
        Array.from({ length: 12 }, (_, index) => at('bol GET /retailer/orders', index + 2, '502html')),
        {},
        [
          { ...(someLines[0] as Act), at: 1 },
          { ...(someLines[1] as Act), at: 2 },
          // The trouble lasts for two hours, longer than one window reaches back; nothing is shipped later that would name the order.
          { at: 130, act: 'resaveSettings' },
        ],
      ),
    ],
  },
  {
    number: 11,
    name: 'only open orders are asked for',
    edits: [{ file: 'src/adapters/bol/read/list-orders.ts', from: "status: 'ALL'", to: "status: 'OPEN'" }],
    cases: [plain([])],
  },
  {
    number: 12,
    name: 'only own stock is asked for',
    edits: [
      {
        file: 'src/adapters/bol/read/list-orders.ts',
        from: "'fulfilment-method': 'ALL'",
        to: "'fulfilment-method': 'FBR'",
      },
    ],
    cases: [
      plain([], {}, [
        {
          at: 3,
          act: 'order',
          order: 'C000TST002',
          country: 'NL',
          business: false,
          items: [{ ean: eans[1] as string, quantity: 1, unitCents: 500, fulfilment: 'FBB' }],
        },
        { at: 4, act: 'ship', order: 'C000TST002', parts: 'all' },
      ]),
    ],
  },
  {
    number: 15,
    name: 'calls are not counted before they are made',
    edits: [
      {
        file: 'src/adapters/octopus/session.ts',
        from: 'let countedAt = counted ? clock.monotonicMs() : Number.NEGATIVE_INFINITY',
        to: 'let countedAt = clock.monotonicMs()',
      },
    ],
    cases: [
      plain(
        [],
        {},
        // Somebody presses Verwerk again and again while the journal is closed: each time it is looked at anew.
        [
          { at: 1, act: 'closeJournal', minutes: 700 },
          ...Array.from({ length: 60 }, (_, nth) => ({ at: 10 + 11 * nth, act: 'retryAll' as const })),
        ],
      ),
    ],
  },
  {
    number: 16,
    name: 'a date in Retry-After is not understood',
    edits: [
      {
        file: 'src/adapters/http/retry-after.ts',
        from: 'if (!/^([A-Z][a-z]+,? |\\d{4}-\\d{2}-\\d{2}T)/.test(date)) return null',
        to: 'return null',
      },
    ],
    cases: [plain([at('bol GET /retailer/orders', 1, '429', 600_000)])],
  },
  {
    number: 17,
    name: 'money as a broken number',
    edits: [
      {
        file: 'src/domain/invoice/invoice-lines.ts',
        from: 'amountCents: lines.reduce((sum, line) => sum + (line.grossCents ?? 0), 0), flags: [] }',
        to: 'amountCents: Math.floor(lines.reduce((sum, line) => sum + (line.grossCents ?? 0) / 100, 0) * 100), flags: [] }',
      },
    ],
    cases: [plain([], {}, someLines)],
  },
  {
    number: 18,
    name: 'VAT rounded line by line',
    edits: [
      {
        file: 'src/domain/money.ts',
        from: 'const nets = shares.map((share) => share.floor)\n  const missing = baseCents - nets.reduce((sum, net) => sum + net, 0)',
        to: 'const nets = shares.map((share) => share.floor)\n  const missing = 0 * baseCents',
      },
    ],
    cases: [plain([], {}, someLines)],
  },
  {
    number: 19,
    name: 'keys in the log',
    edits: [
      {
        file: 'src/app/run/connection-context.ts',
        from: '  const context: ConnectionContext = {',
        to: "  ports.log.info('connection.opened', { keys: JSON.stringify(credentials) })\n  const context: ConnectionContext = {",
      },
    ],
    cases: [plain([])],
  },
  {
    number: 21,
    name: 'a refused login is tried again',
    edits: [
      {
        file: 'src/adapters/postgres/installation/tokens.ts',
        from: 'if (row?.refusal != null)',
        to: 'if (Number.isNaN(0))',
      },
      {
        file: 'src/app/run/connection-refusal.ts',
        from: "if (answer.kind !== 'loginRefused')",
        to: "if (answer.kind === 'loginRefused' || answer.kind !== 'loginRefused')",
      },
    ],
    cases: [plain([], {}, [{ at: 2, act: 'revokeKeys', side: 'octopus', minutes: 300 }])],
  },
  {
    number: 22,
    name: 'no time to cool before a new number',
    edits: [
      {
        file: document,
        from: 'const coolUntil = (progress.lastSentAt ?? event.at) + coolingMs',
        to: 'const coolUntil = event.at',
      },
    ],
    cases: [lateAndFreed],
  },
  {
    number: 23,
    name: "one company's sales sent to the dossier of another",
    edits: [
      {
        file: 'src/app/run/connection-context.ts',
        from: 'keys: credentials.ledger, dossierId, book:',
        to: "keys: credentials.ledger, dossierId: Number((process.env['PLANTED'] ??= String(dossierId))), book:",
      },
    ],
    cases: [
      plain([], { companies: 2 }, [
        { at: 20, act: 'order', order: 'C001TST001', company: 1, country: 'BE', business: false, items: [oneThing] },
        { at: 25, act: 'ship', order: 'C001TST001', parts: 'all' },
      ]),
    ],
  },
  {
    number: 24,
    name: 'a doubt looked for from the moment at which it was noticed',
    edits: [
      {
        file: 'src/app/book/look-up.ts',
        from: 'Math.min(...own, ...(sentAt === null ? [] : [sentAt]))',
        to: 'Math.min(...own)',
      },
    ],
    cases: [plain([at(post, 1, 'crashAfter')], { awayMinutes: 300 })],
  },
  {
    number: 25,
    name: '"come back later" taken for "not done"',
    edits: [
      {
        file: document,
        from: "return comesLater({ ...progress, lastAnswer: 'refused' }, event, numbering)",
        to: "return giveBack(progress, 'ready', event.retryAt)",
      },
    ],
    cases: [
      plain([at(post, 1, '429afterCommit', '4')]),
      plain([at(post, 1, '403afterCommit')]),
      plain([at(invoice, 1, '429afterCommit', '4')], acceptsTwice),
    ],
  },
]

/** In the specification's list, and not here, with the reason. */
export const elsewhere: [number: number, reason: string][] = [
  [13, 'no restore mode: restoring is a world of its own'],
  [14, 'a probe from a restored copy: restoring is a world of its own'],
  [20, 'a query without its company: the database must stop it; adapters/postgres/tenants.test.ts reads the catalogue'],
]
