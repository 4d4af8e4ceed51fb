/**
 * Bugs of the kinds that were found from outside: what stops the books, or puts a sale in twice, without any fault of the network. Each is
 * planted as in `plants.ts`.
 */
import { at, oneThing, plain, type Plant } from './plants.ts'
import { eans, type Act, type Sickness } from './story.ts'

const minute = 60_000

function sale(order: string, minutes: number, change: Partial<Extract<Act, { act: 'order' }>> = {}): Act[] {
  return [
    { at: minutes, act: 'order', order, country: 'BE', business: false, items: [oneThing], ...change },
    { at: minutes + 2, act: 'ship', order, parts: 'all' },
  ]
}

function sick(how: Sickness, minutes?: number): Act {
  const end = minutes === undefined ? { minutes: 0, forEver: true } : { minutes }
  return { at: 2, act: 'sick', order: 'C000TST001', how, ...end }
}

/** Nets that no whole cent of a unit price gives. */
const uglyPrices: Act[] = sale('C000TST002', 4, {
  items: [7, 11, 13, 17].map((quantity, nth) => ({
    ean: eans[1 + nth] as string,
    quantity,
    unitCents: 999 + 101 * nth,
    fulfilment: 'FBR' as const,
  })),
})

export const laterPlants: Plant[] = [
  {
    number: 26,
    name: 'the dossier is read whole or not at all, what is known before what nobody knows',
    edits: [
      {
        file: 'src/domain/ledger/dossier-lists.ts',
        from: "const known = lists.filter((list) => !list.isNew && list.kind !== 'accounts')",
        to: 'const known = lists.filter((list) => !list.isNew)',
      },
      {
        file: 'src/domain/ledger/dossier-lists.ts',
        from: 'return [...lists.filter((list) => list.isNew), ...due.toSorted((a, b) => ageOf(a) - ageOf(b))]',
        to: 'return [...(due.length > 0 ? known.toSorted((a, b) => ageOf(a) - ageOf(b)) : known), ...lists.filter((list) => list.isNew)]',
      },
      {
        file: 'src/app/plan/refresh-ledger-copy.ts',
        from: "const login = refusals.find((refusal) => refusal.kind === 'loginRefused')",
        to: 'const login = refusals[0]',
      },
    ],
    cases: [
      plain([], { start: '2026-12-31T15:00:00+01:00', tickMinutes: 30, octopus: { autoBookyears: false } }, [
        { at: 60, act: 'mishap', what: 'yearOpened', minutes: 0 },
        ...sale('C000TST002', 9 * 60),
        ...sale('C000TST003', 15 * 60),
      ]),
    ],
  },
  {
    number: 27,
    name: 'one bad order stops the list',
    edits: [
      {
        file: 'src/app/capture/poll-orders.ts',
        from: "if (answer.kind !== 'notFound' && isOfSide(answer, await context.ports.clock.now())) result.failure = answer",
        to: "if (answer.kind !== 'notFound') result.failure = answer",
      },
    ],
    cases: [plain([], {}, [sick('500'), ...sale('C000TST002', 20)])],
  },
  {
    number: 28,
    name: 'what was read badly once is not read again',
    edits: [
      {
        file: 'src/app/capture/reread-orders.ts',
        from: 'await tx.orders.wantDetail(connectionId, ids)',
        to: 'await tx.orders.wantDetail(connectionId, [])',
      },
    ],
    cases: [plain([], {}, [sick('noAddress', 200)]), plain([], {}, [sick('noPrice', 200)])],
  },
  {
    number: 29,
    name: 'an order that cannot be read waits without a word',
    edits: [
      {
        file: 'src/app/capture/held-records.ts',
        from: 'if (news.length > 0) await tx.problems.raise(news, now)',
        to: 'if (news.length < 0) await tx.problems.raise(news, now)',
      },
    ],
    cases: [plain([], {}, [sick('noItems')]), plain([], {}, [sick('500')])],
  },
  {
    number: 30,
    name: 'product numbers compared as they are written',
    edits: [
      {
        file: 'src/domain/vat/product-class.ts',
        from: 'return productNumbersOf(rule.ean).map((number) => `ean ${number}`)',
        to: 'return [`ean ${rule.ean}`]',
      },
      {
        file: 'src/domain/vat/product-class.ts',
        from: 'return (numbers.length > 0 ? numbers : [comparableText(ean)]).map((number) => `ean ${number}`)',
        to: 'return numbers.length > 99 ? [] : [comparableText(ean)].map((number) => `ean ${number}`)',
      },
    ],
    cases: [plain([], {}, sale('C000TST002', 4, { items: [{ ...oneThing, ean: eans[0] as string }] }))],
  },
  {
    number: 31,
    name: 'a relation that is gone is a dead end',
    edits: [
      {
        file: 'src/app/plan/lost-references.ts',
        from: "if (outcome.lost === 'relation') {",
        to: "if (outcome.lost === 'relation') return\n  if (outcome.lost !== undefined) {",
      },
    ],
    cases: [
      plain([], {}, [{ at: 15, act: 'mishap', what: 'relationRemoved', minutes: 0 }, ...sale('C000TST002', 20)]),
      plain([], {}, [{ at: 15, act: 'mishap', what: 'relationMerged', minutes: 0 }, ...sale('C000TST002', 20)]),
    ],
  },
  {
    number: 32,
    name: 'more decimals of a unit price than the journal takes',
    edits: [
      { file: 'src/domain/invoice/invoice-lines.ts', from: 'journal.priceDecimals ?? 2', to: '4' },
      { file: 'src/domain/invoice/invoice-lines.ts', from: 'return isSame ? prices : plain', to: 'return prices' },
    ],
    cases: [plain([], { target: 'invoices', journal: 'V2' }, uglyPrices)],
  },
  {
    number: 33,
    name: 'a version that is over told as a silence that passes',
    edits: [
      {
        file: 'src/adapters/bol/classify.ts',
        from: 'if (status === 404 || isUnsupported(status)) return unsupported(status, detail)',
        to: "if (status === 404 || isUnsupported(status)) return later('unavailable', detail)",
      },
    ],
    cases: [
      plain([], {}, [
        { at: 10, act: 'outage', side: 'bol', minutes: 240, how: '410', only: 'GET /retailer/orders' },
        { at: 240, act: 'look', code: 'BOL-VERBINDING' },
      ]),
    ],
  },
  {
    number: 34,
    name: 'a problem stays after its cause',
    edits: [
      {
        file: 'src/app/plan/plan-documents.ts',
        from: 'await tx.problems.endOfOrders(connectionId, ids, batch.now)',
        to: 'await tx.problems.endOfOrders(connectionId, [], batch.now)',
      },
    ],
    cases: [
      plain([], { start: '2026-12-31T15:00:00+01:00', octopus: { autoBookyears: false } }, [
        ...sale('C000TST002', 9 * 60 + 5),
        { at: 10 * 60, act: 'mishap', what: 'yearOpened', minutes: 0 },
      ]),
    ],
  },
  {
    number: 35,
    name: 'an amount with what floats leave behind is held',
    edits: [
      {
        file: 'src/adapters/bol/wire/values.ts',
        from: 'const cents = centsFromDecimalText(text) ?? centsBesideNoise(text)',
        to: 'const cents = centsFromDecimalText(text) ?? (text === "" ? centsBesideNoise(text) : null)',
      },
    ],
    cases: [plain([], {}, [sick('noisyPrice')])],
  },
  {
    number: 36,
    name: 'blanks around a key are part of it',
    edits: [
      {
        file: 'src/app/setup/connection-file-schema.ts',
        from: "const key = typed(secret.regex(/^\\S*$/u, packed('blank')))",
        to: 'const key = secret',
      },
    ],
    cases: [plain([])],
  },
  {
    number: 37,
    name: 'nothing is said of the hour that bol.com named',
    edits: [
      {
        file: 'src/domain/document/next-moment.ts',
        from: "marketplace.kind === 'later' && marketplace.until !== null ? Math.max(marketplace.until, waits.now) : null",
        to: "marketplace.kind === 'later' && marketplace.until !== null ? null : null",
      },
    ],
    cases: [plain([at('bol GET /retailer/orders', 1, '429', 10 * minute)], { workers: 0 })],
  },
  {
    number: 38,
    name: 'the time of the next run is always now where a look into the ledger rests',
    edits: [{ file: 'src/app/book/read-back.ts', from: 'await noteLedgerFailure(context, answer)\n', to: '\n' }],
    cases: [
      plain([at('octopus GET /invoices', 2, '429', 60 * minute), at('octopus GET /invoices', 3, '429', 60 * minute)], {
        workers: 0,
        target: 'invoices',
        tickMinutes: 10,
      }),
    ],
  },
  {
    number: 39,
    name: 'an order that was begun goes on by the settings of today',
    edits: [
      {
        file: 'src/domain/order/order-parts.ts',
        from: "if (begun !== null) return begun === 'shipment'",
        to: 'if (begun === undefined) return false',
      },
    ],
    cases: [
      plain([], {}, [
        ...sale('C000TST002', 3, { items: [{ ...oneThing, quantity: 2 }] }).map((act) =>
          act.act === 'ship' ? { ...act, parts: [{ item: 0, quantity: 1 }] } : act,
        ),
        { at: 20, act: 'changeSettings', to: { on: 'order' } },
        { at: 30, act: 'ship', order: 'C000TST002', parts: 'all' },
      ]),
    ],
  },
  {
    number: 40,
    name: 'a credit of a day is put off each morning',
    edits: [
      {
        file: 'src/app/plan/new-document.ts',
        from: 'collectsUntil(context, day.date, before, batch.now)',
        to: 'closesAt(context, day.date, batch.now)',
      },
      {
        file: 'src/adapters/postgres/books/orders.ts',
        from: 'and d.state in ${among(states.goOn)})`)',
        to: "and d.state in ${among(states.goOn.filter((state) => state !== 'inDay' && state !== 'inTotal'))})`)",
      },
    ],
    cases: [
      plain([], { consumers: 'perDay', tickMinutes: 30 }, [
        { at: 25 * 60, act: 'return', order: 'C000TST001', item: 0, quantity: 1, handledAfter: 1 },
      ]),
    ],
  },
]

/** Of the same kinds, and not here, with the reason. */
export const laterElsewhere: [number: number, reason: string][] = [
  [41, 'surroundings that are read behind the configuration: test/long/surroundings.ts'],
]
