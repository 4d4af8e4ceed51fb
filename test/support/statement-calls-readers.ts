/** The other calls of one company: what people read, what tells them something, what is removed. See test/statements.test.ts. */
import {
  anId,
  budget,
  day,
  dossier,
  later,
  now,
  orderId,
  period,
  sent,
  tx,
  undated,
  type Call,
} from './statement-calls.ts'
import { aConnection, firstTenant } from './test-store.ts'

const problem = { connectionId: aConnection, code: 'BTW-EAN' as const, subject: orderId, orderId, documentId: null }
const sale = { businessKey: orderId, orderId, supplyDate: day, placedAt: now, netCents: 100 }
const filter = { connectionId: aConnection, class: null, ...period, search: null }

const reading: Call[] = [
  tx((t) => t.problems.raise([{ ...problem, params: { ean: '1', product: 'Mok' } }], now)),
  tx((t) => t.problems.open(null)),
  tx((t) => t.problems.open(aConnection)),
  tx((t) => t.problems.groups(null, null)),
  tx((t) => t.problems.groups(aConnection, 5)),
  tx((t) => t.problems.amounts(null)),
  tx((t) => t.problems.amounts(aConnection)),
  tx((t) => t.problems.withCodes(aConnection, ['BTW-EAN'], 5)),
  tx(async (t) => {
    const products = await t.problems.openProducts(aConnection, 5)
    if (products.length !== 1) throw new Error('the product that an order waits for is not told')
  }),
  tx((t) => t.problems.about(orderId)),
  tx((t) => t.problems.withPrefix(aConnection, 'record:')),
  tx((t) => t.problems.ofOrder(aConnection, orderId)),
  tx((t) => t.problems.countOpen()),
  tx((t) => t.problems.endOwn(aConnection, ['OCT-LIMIET'], now)),
  tx((t) => t.problems.endOwn(aConnection, ['OCT-LIMIET'], now, ['connection'])),
  tx((t) => t.problems.endAbout(aConnection, orderId, now)),
  tx((t) => t.problems.endOfOrders(aConnection, [orderId], now)),
  tx((t) => t.reports.documents({ connectionId: aConnection, ...period }, { after: null, limit: 10 })),
  tx((t) => t.reports.documents({ connectionId: null, from: null, to: null }, { after: sent, limit: 10 })),
  tx((t) => t.reports.documents({ connectionId: null, from: null, to: null }, { after: undated, limit: 10 })),
  tx((t) => t.reports.order(orderId)),
  tx((t) => t.reports.ownNumbers(dossier, 'V5')),
  tx((t) => t.vatChecks.history('x')),
  tx((t) => {
    const check = {
      numberHash: 'x',
      requester: null,
      askedAt: now,
      answer: 'valid' as const,
      consultation: null,
      detail: null,
    }
    return t.vatChecks.save(check)
  }),
  tx((t) => t.crossBorder.save(dossier, aConnection, { orderIds: [orderId], sales: [sale] })),
  tx((t) => t.crossBorder.hold({ dossierId: dossier, vatNumber: 'BE0123456749' })),
  tx((t) => t.crossBorder.years({ dossierId: dossier, vatNumber: 'BE0123456749' })),
  tx((t) => t.crossBorder.connections({ dossierId: dossier, vatNumber: 'BE0123456749' })),
  tx((t) =>
    t.crossBorder.crossings({ dossierId: dossier, vatNumber: 'BE0123456749' }, new Map([['2026', 1]]), 1_000_000),
  ),
  tx((t) => t.crossBorder.before({ dossierId: dossier, vatNumber: 'BE0123456749' }, aConnection, [orderId])),
  tx((t) => t.orderLists.page(filter, null, 10)),
  tx((t) => t.orderLists.page({ ...filter, class: 'booked', from: null, to: null }, { placedOn: day, orderId }, 10)),
  tx((t) => t.orderLists.page({ ...filter, class: 'inDoubt' }, { placedOn: null, orderId }, 10)),
  tx((t) =>
    t.orderLists.page({ ...filter, search: { orderId, number: 1, amountCents: 1, words: ['lamp'] } }, null, 10),
  ),
  tx((t) =>
    t.orderLists.page(
      { ...filter, class: 'booked', search: { orderId, number: null, amountCents: null, words: ['groene', 'lamp'] } },
      null,
      10,
    ),
  ),
  tx((t) =>
    t.orderLists.page({ ...filter, search: { orderId, number: null, amountCents: null, words: [] } }, null, 10),
  ),
  tx((t) => t.orderLists.days(aConnection, period.from, period.to)),
  tx((t) => t.orderLists.vatSums(aConnection, period.from, period.to)),
  tx((t) => t.orderLists.classSums(aConnection, period.from)),
  tx((t) => t.orderLists.readBack(aConnection, period.from)),
  tx((t) => t.orderLists.vatSumsOf({ ...filter, class: 'booked', search: null })),
  tx((t) =>
    t.reports.documents(
      { connectionId: aConnection, from: null, to: null, orders: { ...filter, search: null } },
      { after: null, limit: 10 },
    ),
  ),
  tx((t) => t.orderLists.named(aConnection, [orderId])),
  tx((t) => t.orderLists.revisions(aConnection)),
  tx((t) => t.orderLists.documentsOfDay(dossier, now)),
  tx((t) => t.orderLists.bookedSince(aConnection, now)),
  tx((t) => t.orderLists.bookedSince(aConnection, now, later)),
]

const alarm = { connectionId: aConnection, kind: 'refused' as const, subject: 'x' }
const request = {
  requestId: anId(60),
  connectionId: aConnection,
  orderId,
  problemCode: null,
  madeBy: 'x',
  accountId: null,
  madeAt: now,
}

const people: Call[] = [
  tx((t) => t.alarms.setting(aConnection)),
  tx((t) => t.alarms.saveSetting(aConnection, { alarmsOff: [], digest: 'daily', language: 'nl' })),
  tx((t) => t.alarms.problems(aConnection, ['BTW-EAN'])),
  tx((t) => t.alarms.orderFlow(aConnection, now, 7)),
  tx((t) => t.alarms.raise(alarm, now)),
  tx((t) => t.alarms.open(aConnection)),
  tx((t) => t.alarms.clear({ ...alarm, episode: 1, raisedAt: now, clearedAt: null }, now)),
  tx((t) => t.alarms.episodes(alarm)),
  tx((t) => t.webhook.save({ url: 'https://example.org/', secret: 'x', at: now, accountId: anId(1), by: 'x' })),
  tx((t) => t.webhook.takeOver({ accountId: anId(1), by: 'x' })),
  tx((t) => t.webhook.isOf(anId(1))),
  tx((t) => t.webhook.rest(anId(1), now)),
  tx((t) => t.webhook.get()),
  tx((t) => t.webhook.addDelivery({ deliveryId: anId(61), event: 'x', dedupeKey: 'x', body: '{}' }, now)),
  tx((t) => t.webhook.take(now, later, 5)),
  tx((t) => t.webhook.record(anId(61), { kind: 'again', reason: 'x', nextTryAt: later }, now)),
  tx((t) => t.webhook.record(anId(61), { kind: 'sent' }, now)),
  tx((t) => t.webhook.putBack(anId(61), later)),
  tx((t) => t.webhook.switchOff('x', now, now)),
  tx((t) => t.webhook.forget(now)),
  tx((t) => t.webhook.remove()),
  tx((t) => t.support.add({ ...request, changedAt: now, state: 'open', evidence: {} })),
  tx((t) =>
    t.support.addMessage({ messageId: anId(62), requestId: anId(60), at: now, byOperator: false, who: 'x', text: 'x' }),
  ),
  tx((t) => t.support.setState(anId(60), 'closed', now)),
  tx((t) => t.support.get(anId(60))),
  tx((t) => t.support.list(5)),
  tx((t) => t.support.messages([anId(60)])),
  tx((t) => t.support.forget(later)),
  tx((t) => t.operatorActs.add({ actId: anId(63), at: now, who: 'x', act: 'x' }, null)),
  tx((t) => t.operatorActs.newest(5)),
  tx((t) => t.trail.seal(later, 100)),
  tx((t) => t.trail.sign({ links: 1, head: 'x', signature: 'x' }, later)),
  tx((t) => t.trail.newest()),
  tx((t) => t.trail.has('x', null)),
  tx(async (t) => t.trail.noteCheck(await t.trail.check(now), now)),
  tx((t) => t.figures()),
  tx((t) => t.wizardDrafts.save({ state: {}, secrets: {}, changedBy: 'x', changedAt: now })),
  tx((t) => t.wizardDrafts.get()),
  tx((t) => t.wizardDrafts.remove()),
  tx((t) => t.wizardDrafts.forget(now)),
  tx((t) => t.countCall(budget, now)),
]

/** At the end, when there is something to be removed or folded. */
const cleaning: Call[] = [
  // Differences enough to be made one row per day again.
  ({ owner }) =>
    owner.query(
      `insert into order_tally (tenant_id, connection_id, placed_on, class, credited, orders)
        select $1, $2, $3, 'booked', false, 0 from generate_series(1, 200)`,
      [firstTenant, aConnection, day],
    ),
  tx((t) => t.orders.foldTallies(aConnection)),
  tx((t) => t.personalData.orders('1')),
  tx((t) => t.personalData.buyers(null, 1)),
  tx((t) => t.personalData.buyers({ connectionId: aConnection, orderId: '1' }, 1)),
  tx((t) => t.personalData.kept({ connectionId: aConnection, orderId: 'unknown' })),
  tx((t) => t.personalData.documents({ connectionId: aConnection, orderId: '1' })),
  tx((t) => t.personalData.forget({ connectionId: aConnection, orderId: 'unknown' }, now)),
  tx((t) => t.personalData.remove('2031-01-01', 10)),
  ({ store }) => store.directory.removePersonalData('2031-01-01'),
]

export const callsOfReaders: Call[] = [...reading, ...people, ...cleaning]
