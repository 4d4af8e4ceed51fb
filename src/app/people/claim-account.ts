/**
 * The shop behind a connection's keys. It is active in one connection of the whole installation: two would book it twice.
 * Its number is part of every document's id, so it is known before the first order is read.
 */
import { message, messageText, type Message } from '../../domain/message/message.ts'
import { problemCodes } from '../../domain/problem/problem.ts'
import type { Refusal } from '../../ports/answer.ts'
import type { SellerAccount } from '../../ports/source.ts'
import type { ConnectionContext } from '../run/connection-context.ts'
import type { Ports } from '../run/ports.ts'
import { whenAllowed } from '../run/when-allowed.ts'

/** `otherShop`: the connection belongs to another shop already, whose orders it remembers. */
export type Claim =
  | { kind: 'claimed' }
  | { kind: 'taken' }
  | { kind: 'otherShop' }
  | { kind: 'removed'; connectionId: string }
  /** Other keys were saved since these were asked. */
  | { kind: 'otherKeys' }

/** May be repeated: a claim of the same shop by the same connection changes nothing. */
export async function claimAccount(
  ports: Ports,
  at: {
    tenantId: string
    connectionId: string
    /** Of the stored keys that were asked. Absent: the keys are not stored yet. */
    credentialsVersion?: number
  },
  account: SellerAccount,
): Promise<Claim> {
  const store = ports.store.forTenant(at.tenantId)
  const connection = await store.transaction((tx) => tx.connections.get(at.connectionId))
  if (connection === null) return { kind: 'taken' }
  if (connection.retailerId !== null && connection.retailerId !== account.retailerId) return { kind: 'otherShop' }
  const { directory } = ports.store
  if ((await directory.claimAccount(account.retailerId, at.tenantId, at.connectionId)) === 'taken')
    return { kind: 'taken' }
  const now = await ports.clock.now()
  const claim = await store.transaction(async (tx): Promise<Claim> => {
    // A removal that comes after this one gives the shop free itself.
    await tx.connections.holdRevision(at.connectionId)
    const current = await tx.connections.get(at.connectionId)
    if (current === null || current.state === 'removed') return { kind: 'removed', connectionId: at.connectionId }
    if (at.credentialsVersion !== undefined && at.credentialsVersion !== current.credentialsVersion)
      return { kind: 'otherKeys' }
    // The memory of earlier connections of this shop: orders, document keys, orders that are never to be booked.
    const before = (await tx.connections.list()).filter(
      (row) => row.state === 'removed' && row.retailerId === account.retailerId && row.connectionId !== at.connectionId,
    )
    for (const { connectionId } of before) {
      await tx.problems.endOwn(connectionId, problemCodes, now)
      await tx.connections.takeOver(connectionId, at.connectionId)
    }
    // The settings are other ones now; documents that were not sent yet follow them.
    if (before.length > 0) {
      await tx.orders.planAgain(at.connectionId, null)
      const { booking } = await tx.connections.settings(at.connectionId, connection.revision)
      if (booking.on === 'shipment') await tx.orders.wantShipments(at.connectionId)
    }
    const { retailerId, displayName: shopName } = account
    await tx.connections.change(at.connectionId, { retailerId, shopName })
    return { kind: 'claimed' }
  })
  if (claim.kind === 'removed') await directory.releaseAccount(at.connectionId)
  return claim
}

/**
 * Runs before anything is captured. Where keys were saved while the marketplace did not answer, the shop is not known yet (`shopName` is
 * null).
 */
export async function ensureAccount(context: ConnectionContext): Promise<Refusal | null> {
  const { connection, ports, tenantId, marketplace, signal } = context
  if (connection.retailerId !== null && connection.shopName !== null) return null
  const identity = await whenAllowed(ports, () => marketplace.identify(), signal)
  if (identity.kind === 'notFound')
    return { kind: 'later', cause: 'unreadable', until: null, detail: 'no account behind the keys' }
  if (identity.kind !== 'ok') return identity
  const { connectionId, credentialsVersion } = connection
  const claim = await claimAccount(ports, { tenantId, connectionId, credentialsVersion }, identity.value)
  if (claim.kind === 'otherKeys')
    return { kind: 'later', cause: 'unavailable', until: null, detail: 'other keys were saved meanwhile', rests: true }
  if (claim.kind !== 'claimed')
    return { kind: 'forbidden', at: 'shop', detail: messageText(claimMessage(claim, identity.value), 'en') }
  connection.retailerId = identity.value.retailerId
  connection.shopName = identity.value.displayName
  return null
}

export function claimMessage(claim: Claim, { displayName, retailerId, vatNumber }: SellerAccount): Message {
  const shop = { shop: displayName, retailer: retailerId }
  switch (claim.kind) {
    case 'claimed':
      return vatNumber === null ? message('shop', shop) : message('shopWithVat', { ...shop, vatNumber })
    case 'taken':
      return message('shopTaken', shop)
    case 'otherShop':
      return message('otherShop', shop)
    case 'removed':
      return message('removed', { connection: claim.connectionId })
    case 'otherKeys':
      return message('otherKeys')
  }
}
