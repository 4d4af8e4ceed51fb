/** Calls of the store of one company, in an order in which each finds what it needs: see test/statements.test.ts. */
import type { Client } from 'pg'
import type { Decision } from '../../src/domain/document/document.ts'
import type { Progress } from '../../src/domain/document/progress.ts'
import type { ReturnItem } from '../../src/domain/order/return.ts'
import { anOrder, someSettings } from '../../src/domain/testkit.ts'
import type { LimitRequest } from '../../src/ports/call-limits.ts'
import type { BuyerRelation, KnownRelation } from '../../src/ports/tables/relations.ts'
import type { NewDocument, StoredDocument } from '../../src/ports/tables/documents.ts'
import type { Tx } from '../../src/ports/store.ts'
import { aConnection, firstTenant, type TestStore } from './test-store.ts'

export type Call = (at: TestStore & { owner: Client }) => Promise<unknown>

export const now = Date.parse('2026-11-24T10:00:00Z')
export const later = now + 3_600_000
export const dossier = 1
export const day = '2026-11-20'
export const period = { from: '2026-11-01', to: '2026-11-30' }
export const orderId = 'C1'
export const budget: LimitRequest = { key: 'octopus:dossier:1:POST', limit: 400, windowMs: 86_400_000 }
const buyer = 'buyer-hash'

export function anId(number: number): string {
  return `40000000-0000-4000-8000-${String(number).padStart(12, '0')}`
}
const journalId = anId(1)
const [total, member, other] = [anId(10), anId(11), anId(13)] as const
export const [sent, undated] = [anId(12), anId(14)] as const
const keyed = anId(53)

/** Runs in a transaction of the first company. */
export function tx(work: (tx: Tx) => Promise<unknown>): Call {
  return ({ store }) => store.forTenant(firstTenant).transaction(work)
}

function planned(documentId: string, change: Partial<NewDocument> = {}): NewDocument {
  return {
    documentId,
    connectionId: aConnection,
    dossierId: dossier,
    kind: 'booking',
    businessKey: documentId,
    version: 1,
    reference: documentId.slice(-12),
    orderId,
    target: 'bookings',
    journalId,
    journalKey: 'V5',
    bookYearId: 1,
    period: 202611,
    documentDate: day,
    amountCents: 4999,
    buyerHash: buyer,
    revision: 1,
    orderVersion: 1,
    plan: { linesHash: '', shipmentId: null, supplyDate: day, lines: [], flags: [] },
    templateSealed: null,
    templateHash: 'x',
    mustLook: false,
    priority: 0,
    queueAt: now,
    state: 'ready',
    notBefore: null,
    at: now,
    ...change,
  }
}

const relation: BuyerRelation = {
  buyerHash: buyer,
  central: false,
  state: 'wanted',
  externalId: 1_000_000_001,
  relationId: null,
  contentSealed: 'x',
}
const known: KnownRelation = {
  relationId: 7,
  externalId: null,
  active: true,
  nameHash: 'n',
  emailHash: 'e',
  vatHash: 'v',
  addressHash: 'a',
}
const returned: ReturnItem = {
  rmaId: 'R1',
  returnId: 'T1',
  orderId,
  ean: null,
  fulfilment: 'seller',
  registeredAt: now,
  expectedQuantity: 1,
  handled: false,
  mainReason: null,
  results: [],
}
const resting = { call: 'accounts' as const, failures: 1, failedAt: now, until: later }
const seen = {
  orderId,
  placedAt: now,
  placedOn: day,
  seenAt: now,
  changedAt: now,
  listHash: 'x',
  listedItems: [],
  wantsDetail: true,
  detailFailed: false,
  version: { order: anOrder({ orderId }), hash: 'x', buyerSealed: null, rawSealed: null as unknown as string },
  wantsShipments: true,
}

const connections: Call[] = [
  tx((t) =>
    t.connections.add({
      connectionId: aConnection,
      name: 'Winkel',
      source: 'bol',
      ledger: 'octopus',
      dossierId: dossier,
      createdAt: now,
    }),
  ),
  tx((t) => t.connections.change(aConnection, { revision: 1, retailerId: '1' })),
  tx((t) => t.connections.change(aConnection, { state: 'active', pauseCause: null })),
  tx((t) =>
    t.connections.saveRevision({
      connectionId: aConnection,
      revision: 1,
      settings: someSettings(),
      savedAt: now,
      savedBy: 'x',
      reason: null,
    }),
  ),
  tx((t) => t.connections.list()),
  tx((t) => t.connections.get(aConnection)),
  tx((t) => t.connections.holdRevision(aConnection)),
  tx((t) => t.connections.lockRevision(aConnection)),
  tx((t) => t.connections.settings(aConnection, 1)),
  tx((t) => t.connections.opened(aConnection)),
  tx((t) => t.connections.holdRevision(aConnection)),
  tx((t) => t.connections.lockRevision(aConnection)),
  tx((t) => {
    const credentials = { marketplace: { clientId: 'a', clientSecret: 'b' }, ledger: { user: 'c', password: 'd' } }
    return t.connections.saveCredentials(aConnection, credentials, now)
  }),
  tx((t) => t.connections.credentials(aConnection)),
  tx((t) => t.connections.forgetCredentials(aConnection)),
  tx((t) => t.connections.forgetTokens(['bol'], 'refusals')),
  tx((t) => t.connections.takeOver(anId(90), aConnection)),
]

const heldRecords: Call[] = [
  tx((t) => {
    const bad = { key: orderId, named: true, orderId, listedOn: day, fault: 'orderItems' }
    return t.heldRecords.hold(aConnection, [{ kind: 'order', ...bad }], now, true)
  }),
  tx((t) => t.heldRecords.resting(aConnection, 'order', [orderId], now)),
  tx((t) => t.heldRecords.due(aConnection, 'order', later, 10)),
  tx((t) => t.heldRecords.list(aConnection)),
  tx((t) => t.heldRecords.ofOrder(aConnection, orderId)),
  tx((t) => t.heldRecords.endRests(aConnection, null)),
  tx((t) => t.heldRecords.endRests(aConnection, [orderId])),
  tx((t) => t.heldRecords.releaseUnseen(aConnection, 'orderRow', later, null)),
  tx((t) => t.heldRecords.releaseUnseen(aConnection, 'orderRow', later, [day])),
  tx((t) => t.heldRecords.release(aConnection, 'order', [orderId])),
]

const orders: Call[] = [
  tx((t) => t.orders.saveSeen(aConnection, [seen])),
  tx((t) => t.orders.known(aConnection, [orderId])),
  tx((t) => t.orders.wantingDetail(aConnection, 10, now)),
  tx((t) => t.orders.wantReread(aConnection, [orderId])),
  tx((t) => t.orders.wantingReread(aConnection, 10)),
  tx((t) => t.orders.rereadDone(aConnection, orderId)),
  tx((t) => t.orders.blockedBy(aConnection, ['BTW-EAN'], 10)),
  tx((t) => t.orders.block(aConnection, ['none'], 'BOL-ONLEESBAAR')),
  ...heldRecords,
  tx((t) => t.orders.wantingShipments(aConnection)),
  tx((t) => t.orders.toPlan(aConnection, 10)),
  tx((t) => t.orders.toPlan(aConnection, 10, orderId)),
  tx((t) => t.orders.holdToPlan(aConnection, 10)),
  tx((t) => t.orders.hold(aConnection, orderId)),
  tx((t) => t.orders.recent(aConnection, day, 10)),
  tx((t) => {
    const plan = { orderId, standing: 'planned' as const, reason: null, revision: 1, explanation: null, version: 1 }
    return t.orders.markPlanned(aConnection, [{ ...plan, planAgainAt: null, creditWaits: false }])
  }),
  tx((t) => t.orders.planDue(aConnection, now)),
  tx((t) => t.orders.versions(aConnection, [{ orderId, version: 1 }])),
  tx((t) => t.orders.wakeCredits(aConnection)),
  tx((t) => t.orders.planAgain(aConnection, null)),
  tx((t) => t.orders.planAgain(aConnection, [orderId])),
  tx((t) => t.orders.wantShipments(aConnection)),
  tx((t) => t.orders.beginAs(aConnection, [orderId], 'order')),
  tx((t) => t.orders.setShipmentsWanted(aConnection, [{ orderId, wanted: false }])),
  tx((t) => t.orders.wantDetail(aConnection, [orderId])),
  tx((t) => {
    const row = { orderId: 'C2', placedAt: now, placedOn: day }
    return t.orders.addUnknown(aConnection, [row], { foundBy: 'return', at: now })
  }),
  tx((t) => t.orders.setSaleElsewhere(aConnection, 'C2')),
  tx((t) => t.orders.dropUnknown(aConnection, ['C2'])),
  tx((t) => t.orders.placedIn(aConnection, period.from, period.to)),
  tx((t) => t.orders.skip(aConnection, 'C2', 'x', now)),
  tx((t) => t.orders.undo(aConnection, ['C2'], 'x', now)),
  tx((t) => t.orders.explanation(aConnection, orderId)),
  tx((t) => t.orders.count(aConnection, period.from)),
  tx((t) => t.schedule.ask([aConnection], now)),
  tx((t) => t.schedule.pollSoon([aConnection], now)),
  tx((t) => t.schedule.noLaterThan(aConnection, now)),
  tx((t) => t.schedule.of(aConnection)),
  tx((t) =>
    t.schedule.worked(aConnection, { seen: { workAt: now, askedAt: now }, next: { workAt: null, askedAt: null } }),
  ),
  tx((t) => t.history.ask(aConnection, { ...period, firstRead: period.from, at: now })),
  tx((t) => t.history.list(aConnection)),
  tx((t) => t.history.advance(aConnection, period, { nextDay: day, captured: 1, done: false, at: now })),
  tx((t) => t.history.setState(aConnection, period, 'paused')),
  tx((t) => t.completeness.addGap(aConnection, { from: now, until: later, closedAt: later })),
  tx((t) => t.completeness.gaps(aConnection, now, later)),
  tx((t) => t.completeness.classes(aConnection, { period, orderIds: [orderId] })),
  tx((t) => {
    const counts = { orders: 1, booked: 1, waiting: 0, blocked: 0, skipped: 0 }
    return t.completeness.save(aConnection, { ...period, checkedAt: now, counts, missing: [] })
  }),
  tx((t) => t.completeness.newest(aConnection)),
  tx((t) => {
    const shipment = {
      shipmentId: 'S1',
      orderId,
      shippedAt: now,
      shippedOn: day,
      fulfilment: 'seller' as const,
      items: [],
    }
    return t.shipments.save(aConnection, [{ shipment, hasDetail: true, rawSealed: null, seenAt: now }])
  }),
  tx((t) => t.shipments.stocks(aConnection)),
  tx((t) => t.shipments.ofOrders(aConnection, [orderId])),
  tx((t) =>
    t.returns.save(aConnection, [{ item: returned, hash: 'x', rawSealed: null as unknown as string, seenAt: now }]),
  ),
  tx((t) => t.returns.ofOrders(aConnection, [orderId])),
  tx((t) => t.returns.byIds(aConnection, ['R1'])),
  tx((t) => t.returns.between(aConnection, now, later)),
  tx((t) => t.returns.unhandled(aConnection, 'seller')),
  tx((t) =>
    t.returns.decide(aConnection, 'R1', { decision: 'refunded', orderItemId: null, reason: 'x', at: now, by: 'x' }),
  ),
  tx((t) => t.returns.listsRead(aConnection)),
  tx((t) => t.returns.forgetListsRead(aConnection)),
  tx((t) => t.returns.setListRead(aConnection, { fulfilment: 'seller', handled: true, readAt: now, sweptAt: null })),
]

const account = { bookYearId: 1, account: 700000, name: 'Verkopen' }

const ledger: Call[] = [
  tx((t) => t.ledger.saveList(dossier, 'bookYears', [], now)),
  tx((t) => t.ledger.saveList(dossier, 'vatCodes', [], now)),
  tx((t) => t.ledger.saveList(dossier, 'accounts:1', [account], now)),
  tx((t) => t.ledger.changeAccounts(dossier, { changed: [account], deleted: [{ ...account, account: 2 }] })),
  tx((t) => t.ledger.doubtLists(dossier, ['vatCodes'])),
  tx((t) => {
    const journal = { bookYearId: 1, journalKey: 'V5', name: 'Verkoop', mode: 'bookings' as const, closed: false }
    const row = { ...journal, lastNumber: 6, protectedPeriod: 0, closedPeriod: 0 }
    return t.ledger.saveJournals(dossier, [row], { newId: () => journalId, readAt: now, wholeYear: 1 })
  }),
  tx((t) => t.ledger.copy(dossier)),
  tx((t) => t.ledger.bookYears(dossier)),
  tx((t) => t.ledger.lists(dossier)),
  tx((t) => t.ledger.book(aConnection)),
  tx((t) => t.ledger.lockJournal(journalId)),
  tx((t) => t.ledger.releaseJournal(journalId, sent)),
  tx((t) => t.ledger.setJournal(journalId, { lastNumber: 6, heldBy: null })),
  tx((t) => t.ledger.journal(journalId)),
  tx((t) => t.ledger.swept(dossier)),
  tx((t) => t.ledger.setSwept(dossier, 'relations', now)),
  tx((t) => t.ledger.saveRest(dossier, resting)),
  tx((t) => t.ledger.resting(aConnection)),
  tx((t) => t.ledger.endRest(dossier, 'accounts')),
  tx((t) => t.ledger.endRests()),
  tx((t) => t.relations.saveKnown(dossier, [known], [8])),
  tx((t) => t.relations.withExternalId(dossier, 1)),
  tx((t) => t.relations.matching(dossier, 'vat', 'v')),
  tx((t) => t.relations.externalIdInUse(dossier, 1)),
  tx((t) => t.relations.anyOwnLost(dossier)),
  tx((t) => t.relations.addBuyer(dossier, relation, now)),
  tx((t) => t.relations.buyerMade(dossier, buyer, 7, now)),
  tx((t) => t.relations.onlyUndone(aConnection, dossier, 10)),
  tx((t) => t.relations.retired(dossier, buyer, now)),
  tx((t) => t.relations.wantAgain(dossier, buyer, 'x', now)),
  tx((t) => t.relations.buyerMade(dossier, buyer, 7, now)),
  tx((t) => t.relations.loseBuyer(sent, now)),
  tx((t) => t.relations.replaceBuyer(dossier, relation, now)),
]

async function documentOf(t: Tx, documentId: string): Promise<StoredDocument> {
  const found = await t.documents.get(documentId)
  if (found === null) throw new Error(`no document ${documentId}`)
  return found
}

function onItsWay(document: StoredDocument, number: number | null): Progress {
  return { ...document.progress, state: 'sending', number, sendsOfNumber: 1, lastSentAt: now }
}

async function claimOf(t: Tx, documentId: string, number: number | null) {
  const document = await documentOf(t, documentId)
  const progress = onItsWay(document, number)
  return { document, progress, journalId, newAttemptId: anId(50), bytesHash: 'x', sentBy: 'x', at: now }
}

/** A document goes out and is answered; a total of a day is taken apart again. */
const documents: Call[] = [
  tx((t) => t.documents.savePlanned([planned(sent), planned(other, { mustLook: true, priority: 0 })])),
  tx((t) =>
    t.documents.savePlanned([
      planned(total, { kind: 'dayTotal', orderId: null }),
      planned(member, { state: 'inDay', notBefore: now }),
    ]),
  ),
  tx((t) => t.documents.savePlanned([planned(undated, { state: 'blocked', documentDate: null })])),
  tx((t) => t.documents.ofOrders(aConnection, [orderId])),
  tx((t) => t.documents.next(journalId, budget, now)),
  tx((t) => t.documents.peek(journalId, now, 5)),
  tx((t) => t.documents.journalsWithWork(dossier, now)),
  tx((t) => t.documents.releaseHistory(dossier, { target: 'bookings', limit: 10, now, nextAt: later })),
  tx((t) => t.documents.prioritise([other], null)),
  tx((t) => t.documents.notFoundFirst([other], now)),
  tx((t) => t.documents.inState(aConnection, ['ready', 'sending'])),
  tx((t) => t.documents.anyInState(aConnection, ['ready'])),
  tx((t) => t.documents.anyUnsettled(aConnection)),
  tx((t) => t.documents.nextAttention(aConnection)),
  tx((t) => t.documents.nextMoments(aConnection)),
  tx((t) => t.documents.toReadBack(aConnection)),
  tx((t) => t.documents.toLookFor(aConnection)),
  tx((t) => t.documents.toVerify(dossier)),
  tx((t) => t.documents.byReferences(['x'])),
  tx((t) => t.documents.byPlace(dossier, [{ bookYearId: 1, journalKey: 'V5', number: 6 }])),
  tx((t) => t.documents.bookAnyway(other)),
  tx(async (t) => t.documents.nextPrepared(await claimOf(t, other, 99), budget)),
  tx(async (t) => {
    // Under a key of ours.
    await t.documents.savePlanned([planned(keyed)])
    await t.documents.claim({ ...(await claimOf(t, keyed, null)), newAttemptId: anId(52) })
  }),
  tx(async (t) => t.documents.claim(await claimOf(t, sent, 7))),
  tx((t) => t.documents.lastSends([sent])),
  tx((t) => t.documents.firstSentAt([sent])),
  tx(async (t) => t.documents.others(await documentOf(t, sent))),
  tx((t) => t.documents.lookFirst(['x'])),
  tx((t) => t.documents.attemptsOfOrder(aConnection, orderId)),
  tx(async (t) => {
    const document = await documentOf(t, sent)
    const progress: Progress = { ...document.progress, state: 'confirmed', lastAnswer: 'none' }
    const decision: Decision = { progress, notBefore: null, returnsNumber: false, confirmedNumber: 7 }
    const expected = { state: 'sending' as const, sendsOfNumber: 1 }
    const journal = { heldBy: null, lastNumber: 7 }
    const answer = {
      document,
      attemptId: anId(50),
      expected,
      decision,
      outcome: 'created',
      detail: '',
      at: now,
      journal,
    }
    return t.documents.record(answer)
  }),
  tx((t) => t.documents.closeAttempt(sent, 'answered')),
  tx(async (t) => {
    const { progress } = await documentOf(t, sent)
    const step = { documentId: sent, notBefore: null, event: 'readBack', actor: 'tentakel', at: now, verifiedAt: now }
    await t.documents.step({ ...step, expected: { state: 'confirmed' }, progress: { ...progress, state: 'verified' } })
    const expected = { state: 'confirmed' as const, sendsOfNumber: 1 }
    return t.documents.step({ ...step, expected, progress: { ...progress, state: 'verified' } })
  }),
  tx((t) => t.days.addMembers(total, { memberIds: [member], treatment: 'DOMESTIC', vatCountry: 'BE', rateBp: 2100 })),
  tx((t) => t.days.close(aConnection, [member], now)),
  tx((t) => t.days.confirm(aConnection, now)),
  tx((t) => t.days.totalsOf(aConnection, [orderId])),
  tx((t) => t.days.ordersOf([total])),
  tx((t) => t.days.lastSequence(aConnection, 'booking', 'x')),
  tx((t) => t.days.dissolve(aConnection, [member], now)),
  tx((t) => t.days.dissolve(aConnection, null, now)),
  tx((t) => t.days.dissolveOf(aConnection, total, now)),
  tx((t) => t.days.dissolved(aConnection)),
  tx((t) => t.days.lookAgain([member], now)),
  tx((t) => t.days.lookedFor({ absent: [member], foreign: [] }, now)),
  tx((t) => t.documents.withdraw([other], 'blocked', 'x', now)),
  tx((t) => t.documents.discard([other], 'planAgain', now)),
  tx((t) => t.documents.anyGoneOn([other])),
  tx((t) => t.documents.unnumberedLike(other)),
  tx((t) => t.documents.journalsOf(aConnection, ['deferred'])),
  tx((t) => t.documents.takeUp([other], now)),
]

/** Connections, orders, the ledger's data and documents. */
export const callsOfBooks: Call[] = [...connections, ...ledger, ...orders, ...documents]
