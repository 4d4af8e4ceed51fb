/** Calls of the marketplace's invoices to the seller. See test/statements.test.ts. */
import type { SettlementInvoice } from '../../src/domain/settlement/settlement.ts'
import { day, now, orderId, tx, type Call } from './statement-calls.ts'
import { aConnection } from './test-store.ts'

const invoiceId = '3990000000001'
const totals = { lineExtension: -100n, taxExclusive: -100n, taxInclusive: -100n, payable: -100n }
const dates = { issueDate: day, periodFrom: day, periodTo: day }
const listed = { invoiceId, kind: 'settlement' as const, ...dates, totals }
const invoice: SettlementInvoice = {
  invoiceId,
  ...dates,
  dueDate: null,
  supplier: { name: 'bol.com', vatNumber: null },
  sellerCountry: 'BE',
  lines: [],
  taxes: [],
  totals,
}
const bankLine = {
  bookYearId: 2,
  journalKey: 'F1',
  number: 62,
  line: 1,
  date: day,
  kind: 'A' as const,
  target: 499_100,
  cents: 100,
}
const other = {
  bookYearId: 2,
  journalKey: 'V5',
  number: 7,
  side: 'sale' as const,
  mark: '',
  relationId: null,
  reference: '',
  orderReference: '',
  comment: '',
  date: day,
  amountCents: 100,
  sums: null,
  linesHash: 'x',
}
const sums = { lines: 0, charges: [], orders: [] }
const state = {
  version: 1,
  state: 'complete' as const,
  reads: 1,
  failures: 0,
  fault: null,
  firstWholeAt: now,
  readAt: now,
}

function matchCalls(): Call[] {
  const line = (mark: string) => ({
    documentId: aConnection,
    mark,
    bookYearId: 1,
    journalKey: 'V5',
    number: 1,
    line: null,
  })
  const match = {
    matchId: aConnection,
    what: 'sale' as const,
    invoiceId,
    debit: line('A'),
    credit: { ...line('B'), line: 1 },
    cents: 100,
  }
  return [
    tx((t) => t.matches.entriesDue(aConnection, now, 10)),
    tx((t) => t.matches.setEntry(aConnection, now)),
    tx((t) => t.matches.ordersOf(aConnection, invoiceId)),
    tx((t) => t.matches.heads(aConnection, [orderId])),
    tx((t) => t.matches.paidDue(aConnection, 10)),
    tx(async (t) => {
      const counts = [
        await t.matches.plan(aConnection, [match], now),
        await t.matches.plan(aConnection, [{ ...match, matchId: '10000000-0000-4000-8000-000000000009' }], now),
      ]
      if (counts.join() !== '1,0') throw new Error(`a pair is planned ${counts.join()} times`)
      const [planned] = await t.matches.open(aConnection, 10)
      if (planned === undefined) throw new Error('what is planned is not open')
      const none = await t.matches.claim(aConnection, { kinds: ['sale'], at: now, lookedSince: null })
      if (none !== null) throw new Error('one that was not looked for is sent')
      await t.matches.step(planned, { ...planned, looks: 1, lookedAt: now, seenAt: now })
      const early = await t.matches.claim(aConnection, { kinds: ['sale'], at: now, lookedSince: now + 1 })
      if (early !== null) throw new Error('one that was looked for before is sent')
      const claimed = await t.matches.claim(aConnection, { kinds: ['sale'], at: now, lookedSince: null })
      if (claimed?.sends !== 1 || claimed.credit.line !== 1) throw new Error('what may be sent is not taken')
      if (await t.matches.step(planned, planned)) throw new Error('a step from what it is not any more')
      const [known] = await t.matches.byPairs(aConnection, [match])
      if (known?.matchId !== aConnection) throw new Error('a pair is not found by its lines')
    }),
    tx((t) => t.matches.usedOn(aConnection, ['A'])),
    tx((t) => t.matches.drop(aConnection)),
    tx((t) => t.matches.ofDocuments([aConnection])),
    tx((t) => t.matches.setLookedAt(aConnection, now)),
    tx((t) => t.matches.lookedAt(aConnection)),
    tx((t) => t.matches.any(aConnection)),
    tx((t) => t.matches.isUnread(aConnection, now)),
    tx((t) => t.matches.salesBooked(aConnection, now)),
  ]
}

export const callsOfSettlements: Call[] = [
  tx((t) =>
    t.settlements.setPoll(aConnection, { listedAt: now, walkTo: day, walkedAt: now, walkedOnce: true, failedAt: now }),
  ),
  tx((t) => t.ledgerChecks.firstDay(aConnection)),
  tx((t) => t.ledgerChecks.months(aConnection, { from: day, to: day, journals: ['V5'] })),
  tx((t) => t.ledgerChecks.differences(aConnection, { from: day, to: day, journals: ['V5'], limit: 5 })),
  tx((t) => t.ledgerChecks.standing(aConnection, ['V5'])),
  tx((t) => t.ledgerChecks.looks(aConnection)),
  tx((t) => t.ledgerChecks.setOthersSince(aConnection, now)),
  tx((t) => t.ledgerChecks.journals(aConnection, 'bookings')),
  tx((t) => t.ledgerChecks.places(['AAAABBBBCCCC'])),
  tx((t) => t.ledgerChecks.saveOthers(aConnection, [other], now)),
  tx((t) => t.ledgerChecks.dropOthers(aConnection, [other])),
  tx((t) => {
    const judged = { state: 'closed', differenceCents: 0, differing: 0, payableCents: -1 }
    return t.settlements.saveStanding(aConnection, { invoiceId, periodFrom: day, periodTo: day, ...judged }, now)
  }),
  tx((t) => t.settlements.poll(aConnection)),
  tx(async (t) => {
    const other = { ...listed, totals: { ...totals, payable: -101n } }
    // Told twice in one answer, told again, told otherwise.
    const counts = [
      await t.settlements.saveListed(aConnection, [listed, listed], now),
      await t.settlements.saveListed(aConnection, [listed], now),
      await t.settlements.saveListed(aConnection, [other], now),
    ]
    if (counts.join() !== '1,0,1') throw new Error(`new or changed: ${counts.join()}`)
  }),
  tx((t) => t.settlements.startReading(aConnection, { version: 1, invoice, raw: '{}', at: now })),
  tx((t) => t.settlements.addPage(aConnection, invoiceId, { version: 1, page: 1, sums, digest: '0', raw: '{}' })),
  tx((t) => t.settlements.setPdf(aConnection, invoiceId, 1, 'JVBE')),
  tx((t) => t.settlements.endReading(aConnection, invoiceId, { version: 1, digest: '0', faults: [], at: now })),
  tx((t) => t.settlements.saveOrders(aConnection, invoiceId, [{ orderId, turnover: -1n, corrections: [2n] }])),
  tx((t) => t.settlements.setState(aConnection, invoiceId, state)),
  tx(async (t) => {
    const [found] = await t.settlements.list(aConnection)
    if (found?.totals.payable !== -101n) throw new Error('an amount did not come back as it was kept')
  }),
  tx((t) => t.settlements.due(aConnection, now)),
  tx((t) => t.settlements.reading(aConnection, invoiceId, 1)),
  tx((t) => t.settlements.ordersToCheck(aConnection, { invoiceId, upTo: [invoiceId], periodTo: day })),
  tx((t) => t.settlements.moneyOf(aConnection, [orderId])),
  tx((t) => t.settlements.bookingsOf(aConnection, [orderId])),
  tx((t) => t.settlements.unaskedOrders(aConnection, day, 10)),
  tx((t) => t.settlements.setAbsent(aConnection, orderId, 'unknown')),
  tx((t) => t.settlements.factsOf(aConnection, [orderId])),
  tx((t) => t.settlements.firstBookedDay(aConnection, { from: day, to: day })),
  tx((t) => t.settlements.openByCountry(aConnection, { cleared: [invoiceId], periodTo: day })),
  tx((t) =>
    t.settlements.answer(aConnection, { about: 'type', subject: 'X', answer: 'otherFees', at: now, by: 'test' }),
  ),
  tx((t) => t.settlements.answers(aConnection)),
  tx((t) => t.settlements.pdf(aConnection, invoiceId)),
  tx((t) =>
    t.settlements.setProof(aConnection, { what: 'entrySign', documentId: aConnection, isRight: true, at: now }),
  ),
  tx((t) => t.settlements.proofs(aConnection)),
  tx((t) => t.settlements.setFile({ documentId: aConnection, tries: 1, tryAt: now, attachedAt: null })),
  tx((t) => t.settlements.files([aConnection])),
  tx((t) => t.documents.ofSettlements(aConnection)),
  tx((t) => t.documents.anyOfSettlements(aConnection, ['ready'])),
  tx((t) => t.settlements.unpaid(aConnection, { from: day, before: '2099-01-01', confirmedSince: 0, limit: 10 })),
  tx((t) => t.settlements.savePaid(aConnection, [{ documentId: aConnection, line: 1 }])),
  tx((t) => t.settlements.saveCleared(aConnection, { invoiceId: '1', entryId: aConnection, orderIds: null })),
  tx((t) => t.settlements.saveCleared(aConnection, { invoiceId: '1', entryId: aConnection, orderIds: ['1'] })),
  tx((t) => t.settlements.forgetCleared(aConnection, aConnection)),
  tx((t) => t.settlements.paidBy(aConnection)),
  tx((t) => t.settlements.setPaidUntil(aConnection, now)),
  tx((t) => t.settlements.paidUntil(aConnection)),
  ...matchCalls(),
  tx((t) => t.settlements.dropReading(aConnection, invoiceId, 1)),
  tx((t) => t.bank.setPoll(aConnection, { readAt: now, revision: 1, last: { journal: 'F1', number: 62, date: day } })),
  tx(async (t) => {
    const poll = await t.bank.poll(aConnection)
    if (poll?.last?.date !== day) throw new Error('the bank’s newest document did not come back as it was kept')
  }),
  tx((t) => t.bank.saveLines(aConnection, [bankLine, bankLine], [bankLine])),
  tx(async (t) => {
    const [line] = await t.bank.lines(aConnection)
    if (line?.cents !== 100 || line.date !== day) throw new Error('a line of the bank did not come back as it was kept')
  }),
  tx((t) => t.bank.ownRelations(aConnection, 'hash')),
  tx(async (t) => {
    const receipt = { ...bankLine, payouts: [invoiceId], advertising: ['4990000000001'] }
    await t.bank.saveReceipts(aConnection, [receipt], now)
    // The line has its receipt, and keeps it.
    await t.bank.saveReceipts(aConnection, [{ ...receipt, payouts: ['3990000000002'], advertising: [] }], now)
    const found = await t.bank.receipts(aConnection)
    if (
      JSON.stringify(found.map(({ payouts, advertising }) => [payouts, advertising])) !==
      JSON.stringify([[[invoiceId], ['4990000000001']]])
    )
      throw new Error(`receipts: ${JSON.stringify(found)}`)
    if ((await t.bank.takenByOthers(aConnection)).length > 0)
      throw new Error('a line of its own is said to be of another')
  }),
  tx((t) => t.bank.centralSums(aConnection)),
  tx((t) => t.bank.salesOn(aConnection, { relationId: 7 }, 5)),
  tx((t) => t.bank.moveRelation(aConnection, { relationId: 7 }, 8)),
  tx((t) => t.bank.moveRelation(aConnection, { externalId: 7 }, 8)),
  tx(async (t) => {
    const balance = {
      kind: 'A' as const,
      target: 499_100,
      label: 'clearing',
      readAt: now,
      predictedCents: 1,
      ledgerCents: 2,
    }
    await t.bank.saveBalances(aConnection, [{ ...balance, others: [{ journal: 'D1', number: 7, cents: 1 }] }])
    const [found] = await t.bank.balances(aConnection)
    if (found?.others[0]?.number !== 7 || found.ledgerCents !== 2)
      throw new Error('a balance did not come back as it was kept')
  }),
  tx((t) => t.bank.dropReceipts(aConnection, [bankLine])),
]
