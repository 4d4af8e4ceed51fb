/**
 * Finds the relation that an order is booked on, before its bytes are frozen. Known buyers come from our own index of
 * keyed hashes; a new one gets our external number now and is made in the ledger just before the first document.
 */
import type { NewRelation, Relation, RelationReference, RelationVatType } from '../../domain/ledger/ledger.ts'
import type { Instant } from '../../domain/calendar.ts'
import { treatedAsBusiness, type RegisterAnswer } from '../../domain/order/buyer.ts'
import { ledgerClockMs, minute, planAgainMs, relationsFreshMs } from '../../domain/delays.ts'
import type { Settings } from '../../domain/settings/mapping.ts'
import type { Buyer, Order } from '../../domain/order/order.ts'
import type { ProblemCode } from '../../domain/problem/problem.ts'
import {
  addressKey,
  addressKeyOfStreet,
  bookingAddress,
  buyerKey,
  buyerRelation,
  centralName,
  centralRelation,
  displayName,
  externalIdFrom,
  ledgerVatNumber,
  normalisedEmail,
  plain,
} from '../../domain/plan/relation.ts'
import type { Accounting } from '../../ports/accounting.ts'
import type { Refusal } from '../../ports/answer.ts'
import type { BuyerRelation, KnownRelation } from '../../ports/tables/relations.ts'
import type { NewProblem } from '../../ports/tables/problems.ts'
import type { Tx } from '../../ports/store.ts'
import type { ConnectionContext } from '../run/connection-context.ts'
import { problemOfRefusal } from '../run/connection-refusal.ts'
import { relationContext } from '../book/make-relation.ts'
import { whenAllowed } from '../run/when-allowed.ts'

export type ResolvedRelation =
  | { kind: 'relation'; buyerHash: string; reference: RelationReference }
  /** `waits`: the ledger could not be asked for it, and is asked again by itself. */
  | { kind: 'problem'; code: ProblemCode; params: NewProblem['params']; waits?: true }

/** Free numbers are found at the first or second step; more means something is wrong with the digest. */
const collisionsMax = 1000

/** Whether this order is booked on a relation of its own buyer. */
export function ownRelation(settings: Settings, order: Order, register?: RegisterAnswer): boolean {
  return settings.relations.consumers === 'perBuyer' || treatedAsBusiness(order.buyer, settings.booking, register)
}

// ── Central relations ──────────────────────────────────────────────────────────────────────────────────────────────

/**
 * Looks each needed central relation up by its name, once; makes a row for it either way. Of countries that may need one, only a relation
 * that went away is looked up.
 * @returns `unread`: those that could not be looked up, by hash. `answered`: the ledger answered a look
 */
export async function prepareCentralRelations(
  context: ConnectionContext,
  accounting: Accounting,
  countries: { needed: ReadonlySet<string>; perhaps: ReadonlySet<string> },
): Promise<{ unread: Map<string, Refusal>; answered: boolean }> {
  const { store, ports, connection, settings } = context
  const unread = new Map<string, Refusal>()
  let answered = false
  for (const country of new Set([...countries.needed, ...countries.perhaps])) {
    const buyerHash = centralHash(context, country)
    const known = await store.transaction((tx) => tx.relations.ofBuyer(connection.dossierId, buyerHash))
    if (known === null ? !countries.needed.has(country) : known.state !== 'lost') continue
    // A refusal of the one call would meet the next call too.
    const [refused] = unread.values()
    if (refused !== undefined) {
      unread.set(buyerHash, refused)
      continue
    }
    const name = centralName(settings.relations.centralName, country)
    const answer = await whenAllowed(ports, () => accounting.findRelationsByName(name), context.signal)
    if (answer.kind !== 'ok' && answer.kind !== 'notFound') {
      unread.set(buyerHash, answer)
      continue
    }
    answered = true
    const found =
      answer.kind === 'ok'
        ? answer.value.find((relation) => relation.active && relation.relationId !== known?.relationId)
        : undefined
    const now = await ports.clock.now()
    await store.transaction(async (tx) => {
      const externalId = known?.externalId ?? (await freeExternalId(tx, context, `central:${name}`))
      const row =
        found === undefined
          ? wanted(context, buyerHash, {
              relation: centralRelation(settings.relations.centralName, country, externalId),
              central: true,
            })
          : { ...foundRow(buyerHash, found), central: true }
      context.centralRelations.delete(buyerHash)
      if (known === null) await tx.relations.addBuyer(connection.dossierId, row, now)
      else await tx.relations.replaceBuyer(connection.dossierId, row, now)
    })
  }
  return { unread, answered }
}

/** @param refusal null: it was not looked up in this run, and is in the next one */
function unreadRelation(context: ConnectionContext, refusal: Refusal | null): ResolvedRelation {
  const problem = refusal === null ? null : problemOfRefusal(context, 'ledger', refusal)
  return { kind: 'problem', code: problem?.code ?? 'OCT-STORING', params: problem?.params ?? {}, waits: true }
}

/** When a relation that could not be looked up may be asked for. */
export function relationsAskedAgainAt({ unreadRelations }: ConnectionContext, now: Instant): Instant | null {
  const refusals = [...unreadRelations.central.values(), unreadRelations.index].filter((refusal) => refusal !== null)
  if (refusals.length === 0) return null
  const moments = refusals.map((refusal) => (refusal.kind === 'later' ? refusal.until : null) ?? now + planAgainMs)
  return Math.max(Math.min(...moments), now + minute)
}

export function centralHash(context: ConnectionContext, country: string): string {
  const name = centralName(context.settings.relations.centralName, country)
  return context.ports.secrets.fingerprint(`central:${plain(name)}`, `${context.tenantId}|relation`)
}

// ── Relations of buyers ────────────────────────────────────────────────────────────────────────────────────────────

/** Whether a relation of one buyer's own went away in the ledger: only the list of relations tells which one took its place. */
export function anyOwnLost({ store, connection }: ConnectionContext): Promise<boolean> {
  return store.transaction((tx) => tx.relations.anyOwnLost(connection.dossierId))
}

/** Brings the index of the dossier's relations up to date, when it is older than an hour. */
export async function refreshRelationIndex(
  context: ConnectionContext,
  accounting: Accounting,
): Promise<Refusal | 'read' | null> {
  const { store, ports, connection } = context
  const ledgerId = connection.dossierId
  const now = await ports.clock.now()
  const { relations: since = null } = await store.transaction((tx) => tx.ledger.swept(ledgerId))
  if (since !== null && now - since < relationsFreshMs) return null
  const answer = await whenAllowed(
    ports,
    () => accounting.relationsModifiedSince(since === null ? null : since - ledgerClockMs),
    context.signal,
  )
  if (answer.kind !== 'ok' && answer.kind !== 'notFound') return answer
  const changes = answer.kind === 'ok' ? answer.value : { changed: [], deleted: [] }
  const hashes = changes.changed.map((relation) => hashesOf(context, relation))
  await store.transaction(async (tx) => {
    await tx.relations.saveKnown(ledgerId, hashes, changes.deleted)
    await tx.ledger.setSwept(ledgerId, 'relations', now)
  })
  return 'read'
}

function hashesOf(context: ConnectionContext, relation: Relation): KnownRelation {
  const hash = (kind: string, text: string | null): string | null =>
    text === null || text === '' ? null : hashOf(context, kind, text)
  const fullName = [relation.firstName, relation.name].filter((part) => part !== null && part !== '').join(' ')
  return {
    relationId: relation.relationId,
    externalId: relation.externalId,
    active: relation.active,
    nameHash: hash('name', plain(relation.name)),
    emailHash: hash('email', normalisedEmail(relation.email)),
    vatHash: hash('vat', plain(relation.vatNumber)),
    addressHash: hash('address', addressKeyOfStreet(fullName, relation.postcode, relation.street)),
  }
}

export function hashOf(context: ConnectionContext, kind: string, text: string): string {
  return context.ports.secrets.fingerprint(`${kind}:${text}`, `${context.tenantId}|relation`)
}

export interface RelationWish {
  order: Order
  /** A relation of the buyer's own, and not the one of all consumers of the country. */
  own: boolean
  /** Null when the buyer's data was deleted. */
  buyer: Buyer | null
  vatNumber: string | null
  vatType: RelationVatType
  now: Instant
}

/** Looks a relation that went away up again, or makes it anew: the buyer's own, or the one of all consumers. Null: these books never had it. */
export type FindAgain = (lost: Pick<BuyerRelation, 'central'> | null) => Promise<ResolvedRelation | null>

/** The relation that a document was booked on before. @param findAgain puts another in its place, where the ledger no longer knows it */
export async function relationOfBuyer(
  tx: Tx,
  context: ConnectionContext,
  buyerHash: string,
  findAgain: FindAgain,
): Promise<ResolvedRelation> {
  const known = (): Promise<BuyerRelation | null> => tx.relations.ofBuyer(context.connection.dossierId, buyerHash)
  let row = await known()
  if (row === null) return (await findAgain(null)) ?? unreadRelation(context, null)
  if (row?.state === 'lost') {
    const found = await findAgain(row)
    if (found?.kind === 'problem' && found.waits === true) return found
    row = await known()
  }
  return row === null || row.state === 'lost' ? unreadRelation(context, null) : resolved(row)
}

export async function resolveRelation(
  tx: Tx,
  context: ConnectionContext,
  wish: RelationWish,
): Promise<ResolvedRelation> {
  const { connection } = context
  if (!wish.own) {
    const country = wish.order.destination.country
    if (country === null) return { kind: 'problem', code: 'BTW-GEBIED', params: {} }
    return centralReference(tx, context, country)
  }
  if (wish.buyer === null) return { kind: 'problem', code: 'BOL-FACTUURGEG', params: { date: wish.order.placedOn } }
  const key = buyerKey(wish.buyer, wish.vatNumber)
  if (key === null) return { kind: 'problem', code: 'REL-NAAM', params: {} }
  const buyerHash = hashOf(context, 'buyer', key)
  const known = await tx.relations.ofBuyer(connection.dossierId, buyerHash)
  if (known?.state === 'retired') return backAgain(tx, context, wish, known)
  if (known !== null && known.state !== 'lost') return resolved(known)
  // Without the dossier's current list, a buyer whom a user added meanwhile would get a second relation.
  if (context.unreadRelations.index !== null) return unreadRelation(context, context.unreadRelations.index)
  const match = await matchKnown(tx, context, wish, known)
  if (match === 'several') return { kind: 'problem', code: 'REL-DUBBEL', params: {} }
  const row =
    match === null ? await newBuyer(tx, context, wish, { key, buyerHash, lost: known }) : knownRow(buyerHash, match)
  if (row === null) return { kind: 'problem', code: 'REL-NAAM', params: {} }
  const { relations } = tx
  return resolved(
    await (known === null
      ? relations.addBuyer(connection.dossierId, row, wish.now)
      : relations.replaceBuyer(connection.dossierId, row, wish.now)),
  )
}

/** Makes the relation active again, with the buyer's first new document, when the buyer's orders were taken out of the books before. */
async function backAgain(
  tx: Tx,
  context: ConnectionContext,
  wish: RelationWish,
  known: BuyerRelation,
): Promise<ResolvedRelation> {
  const { dossierId } = context.connection
  const relation = contentOf(wish, known.externalId as number)
  if (relation === null) return { kind: 'problem', code: 'REL-NAAM', params: {} }
  const { contentSealed } = wanted(context, known.buyerHash, { relation, central: false })
  await tx.relations.wantAgain(dossierId, known.buyerHash, contentSealed as string, wish.now)
  return resolved(known)
}

/** Asked of the database once a run: neither number of a central relation ever changes. */
async function centralReference(tx: Tx, context: ConnectionContext, country: string): Promise<ResolvedRelation> {
  const buyerHash = centralHash(context, country)
  const known = context.centralRelations.get(buyerHash)
  if (known !== undefined) return { kind: 'relation', buyerHash, reference: known }
  const row = await tx.relations.ofBuyer(context.connection.dossierId, buyerHash)
  if (row === null || row.state === 'lost')
    return unreadRelation(context, context.unreadRelations.central.get(buyerHash) ?? null)
  const found = resolved(row)
  context.centralRelations.set(buyerHash, found.reference)
  return found
}

/** In this order: VAT number, our own number, mail address, name with postcode and house number. Never a guess between two. */
async function matchKnown(
  tx: Tx,
  context: ConnectionContext,
  wish: RelationWish,
  lost: BuyerRelation | null,
): Promise<KnownRelation | 'several' | null> {
  const { dossierId } = context.connection
  const { address } = bookingAddress(wish.buyer as Buyer)
  const email = normalisedEmail(address.email ?? wish.buyer?.shipping.email ?? null)
  const place = addressKey(displayName(address), address.postcode, address.houseNumber)
  const steps: ['vat' | 'email' | 'address' | 'name', string | null][] = [
    ['vat', wish.vatNumber === null ? null : hashOf(context, 'vat', plain(wish.vatNumber))],
    ['email', email === null ? null : hashOf(context, 'email', email)],
    ['address', place === null ? null : hashOf(context, 'address', place)],
  ]
  // Where a user merged two relations of one buyer, the remaining one has the buyer's name.
  const name = displayName(address)
  if (lost !== null) steps.push(['name', name === null ? null : hashOf(context, 'name', plain(name))])
  for (const [by, hash] of steps) {
    const found = hash === null ? [] : await tx.relations.matching(dossierId, by, hash)
    const [first, second] = found.filter((relation) => relation.relationId !== lost?.relationId)
    if (second !== undefined) return 'several'
    if (first !== undefined) return first
    if (by === 'vat' && lost === null) {
      const own = await knownByOwnNumber(tx, context, wish)
      if (own !== null) return own
    }
  }
  return null
}

/** Finds a relation that we made before our database was lost: it has our number for this buyer, and the buyer's name. */
async function knownByOwnNumber(tx: Tx, context: ConnectionContext, wish: RelationWish): Promise<KnownRelation | null> {
  const key = buyerKey(wish.buyer as Buyer, wish.vatNumber)
  const name = displayName(bookingAddress(wish.buyer as Buyer).address)
  if (key === null || name === null) return null
  const found = await tx.relations.withExternalId(context.connection.dossierId, firstExternalId(context, key))
  return found !== null && found.active && found.nameHash === hashOf(context, 'name', plain(name)) ? found : null
}

async function newBuyer(
  tx: Tx,
  context: ConnectionContext,
  wish: RelationWish,
  at: { key: string; buyerHash: string; lost: BuyerRelation | null },
): Promise<BuyerRelation | null> {
  const externalId = at.lost?.externalId ?? (await freeExternalId(tx, context, at.key))
  const relation = contentOf(wish, externalId)
  return relation === null ? null : wanted(context, at.buyerHash, { relation, central: false })
}

function contentOf(wish: RelationWish, externalId: number): NewRelation | null {
  const vatNumber = wish.vatNumber === null ? null : ledgerVatNumber(wish.vatNumber)
  return buyerRelation(wish.order, wish.buyer as Buyer, { externalId, vatNumber, vatType: wish.vatType })
}

/** Out of outside facts only, so that a re-made connection finds its own relations; the next free one on a collision. */
export async function freeExternalId(tx: Tx, context: ConnectionContext, key: string): Promise<number> {
  const first = firstExternalId(context, key)
  for (let step = 0; step < collisionsMax; step += 1) {
    if (!(await tx.relations.externalIdInUse(context.connection.dossierId, first + step))) return first + step
  }
  return first + collisionsMax
}

function firstExternalId(context: ConnectionContext, key: string): number {
  return externalIdFrom(context.ports.digest(`${context.connection.retailerId ?? ''}|${key}`))
}

export function wanted(
  context: ConnectionContext,
  buyerHash: string,
  { relation, central }: { relation: NewRelation; central: boolean },
): BuyerRelation {
  const contentSealed = context.ports.secrets.seal(
    JSON.stringify(relation),
    relationContext(context.tenantId, buyerHash),
  )
  return { buyerHash, central, state: 'wanted', externalId: relation.externalId, relationId: null, contentSealed }
}

function foundRow(buyerHash: string, relation: Relation): BuyerRelation {
  return {
    buyerHash,
    central: false,
    state: 'found',
    externalId: null,
    relationId: relation.relationId,
    contentSealed: null,
  }
}

function knownRow(buyerHash: string, relation: KnownRelation): BuyerRelation {
  return {
    buyerHash,
    central: false,
    state: 'found',
    externalId: null,
    relationId: relation.relationId,
    contentSealed: null,
  }
}

export function resolved(row: BuyerRelation): Extract<ResolvedRelation, { kind: 'relation' }> {
  const reference =
    row.relationId !== null && row.state === 'found'
      ? { relationId: row.relationId }
      : { externalId: row.externalId as number }
  return { kind: 'relation', buyerHash: row.buyerHash, reference }
}
