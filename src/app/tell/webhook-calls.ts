/** Calls to a company's own address: written together with their event, sent by a job, switched off when they are not accepted. */
import type { Instant } from '../../domain/calendar.ts'
import { pageLink } from '../../domain/tell/page-link.ts'
import { hour, takenForMs, webhookDelayMs } from '../../domain/delays.ts'
import type { Alarm, TryResult, Webhook, WebhookMaker } from '../../ports/tables/notices.ts'
import type { Connection } from '../../ports/tables/connections.ts'
import type { Tx } from '../../ports/store.ts'
import type { TrailCheck } from '../../ports/tables/trail.ts'
import type { AddressFault } from '../../ports/webhook.ts'
import type { Ports } from '../run/ports.ts'

export type { WebhookMaker } from '../../ports/tables/notices.ts'

const triesMax = 3
const callsAtOnce = 20
const keptMs = 30 * 24 * hour

/** Names that are looked up for one company in an hour: all of a process's are counted. */
const namesPerHour = 10
/** Test calls of one company in an hour: whoever owns an address does not ask for more. */
const testsPerHour = 10

/** Checks whether an address may be called at all, for a user who has given full proof. */
export async function addressFault(
  ports: Ports,
  tenantId: string,
  url: string,
): Promise<AddressFault | 'tooMany' | null> {
  const limit = { limit: namesPerHour, windowMs: hour }
  const counted = await ports.store.directory.accounts.count(`webhook:${tenantId}`, limit, await ports.clock.now())
  if (counted.kind !== 'granted') return 'tooMany'
  const found = await ports.webhooks.faultOf(url, tenantId)
  return found === 'noRoom' ? 'tooMany' : found
}

export interface CallTold {
  event: 'alarm.raised' | 'alarm.over'
  tenantId: string
  connection: Connection
  alarm: Alarm
  at: Instant
}

/** A webhook is not called when it was switched off, rests, or its maker has lost the right. */
function isCalled(webhook: Webhook | null): webhook is Webhook {
  return webhook !== null && webhook.offAt === null && webhook.restsAt === null && !webhook.makerGone
}

/** Runs in the transaction that notes the alarm. A call names no buyer, no order and no amount. */
export async function addCall(
  ports: Ports,
  tx: Tx,
  { event, tenantId, connection, alarm, at }: CallTold,
): Promise<void> {
  if (!isCalled(await tx.webhook.get())) return
  const { connectionId, name } = connection
  const { kind, subject, episode } = alarm
  const body = {
    event,
    at: ports.calendar.isoText(at),
    connection: { id: connectionId, name },
    alarm: { kind, subject, episode },
    url: pageLink(ports.publicUrl, tenantId, '/problems'),
  }
  const dedupeKey = `${event}:${connectionId}:${kind}:${subject}:${episode}`
  await tx.webhook.addDelivery({ deliveryId: ports.random.id(), event, dedupeKey, body: JSON.stringify(body) }, at)
}

/** Sends the head of the trail, daily: a receiver who keeps it can see later whether the end was cut off. */
export async function addTrailCall(
  ports: Ports,
  tx: Tx,
  { check, at }: { check: TrailCheck; at: Instant },
): Promise<void> {
  if (!isCalled(await tx.webhook.get())) return
  const { links, head, broken } = check
  const event = 'trail.head'
  const body = JSON.stringify({
    event,
    at: ports.calendar.isoText(at),
    trail: { links, head, broken: broken !== null },
  })
  const dedupeKey = `${event}:${ports.calendar.localDate(at)}`
  await tx.webhook.addDelivery({ deliveryId: ports.random.id(), event, dedupeKey, body }, at)
}

/** Sends what is due; after three failures of one call the address is switched off, and its owner sees why. */
export async function sendCalls(ports: Ports): Promise<void> {
  for (const { tenantId } of await ports.store.directory.tenants()) {
    // An address that does not answer holds up the other companies' once, not once for each of its calls.
    for (let count = 0; count < callsAtOnce; count += 1) if (!(await sendNext(ports, tenantId))) break
  }
}

/** @returns whether there was one, and it was taken */
async function sendNext(ports: Ports, tenantId: string): Promise<boolean> {
  const store = ports.store.forTenant(tenantId)
  const now = await ports.clock.now()
  const due = await store.transaction(async (tx) => {
    const webhook = await tx.webhook.get()
    if (!isCalled(webhook)) return null
    await tx.webhook.forget(now - keptMs)
    const [call] = await tx.webhook.take(now, now + takenForMs, 1)
    return call === undefined ? null : { webhook, call }
  })
  return due !== null && sendOne(ports, tenantId, due)
}

/** @returns whether it was taken */
async function sendOne(
  ports: Ports,
  tenantId: string,
  { webhook, call }: { webhook: Webhook; call: { deliveryId: string; body: string; tries: number } },
): Promise<boolean> {
  const { url, secret, madeAt } = webhook
  const outcome = await ports.webhooks.send({ of: tenantId, url, secret, body: call.body, at: await ports.clock.now() })
  const at = await ports.clock.now()
  const last = call.tries >= triesMax
  return ports.store.forTenant(tenantId).transaction(async (tx) => {
    // The address was not asked: it counts for nothing, and comes again.
    if (outcome.kind === 'noRoom') {
      await tx.webhook.putBack(call.deliveryId, at + webhookDelayMs)
      return false
    }
    // Another address was set meanwhile: it is not switched off for the one before, and gets the call.
    if (outcome.kind !== 'taken' && last && !(await tx.webhook.switchOff(outcome.reason, madeAt, at))) {
      await tx.webhook.putBack(call.deliveryId, at)
      return false
    }
    const result: TryResult =
      outcome.kind === 'taken'
        ? { kind: 'sent' }
        : { kind: last ? 'givenUp' : 'again', reason: outcome.reason, nextTryAt: at + webhookDelayMs * call.tries }
    await tx.webhook.record(call.deliveryId, result, at)
    return outcome.kind === 'taken'
  })
}

/** @param url that may be called. @returns the key of its signatures, shown this once */
export async function setWebhook(ports: Ports, tenantId: string, url: string, maker: WebhookMaker): Promise<string> {
  // 256 bits that cannot be computed without the installation's key.
  const secret = ports.secrets.fingerprint(`${ports.random.id()} ${ports.random.id()}`, 'webhook secret')
  const at = await ports.clock.now()
  await ports.store.forTenant(tenantId).transaction((tx) => tx.webhook.save({ url, secret, at, ...maker }))
  return secret
}

/** Makes one call at once, to test the address. It tells nothing about the books. */
export async function tryWebhook(
  ports: Ports,
  tenantId: string,
): Promise<{ taken: boolean; reason: string | null } | 'tooMany'> {
  const limit = { limit: testsPerHour, windowMs: hour }
  const counted = await ports.store.directory.accounts.count(`webhookTest:${tenantId}`, limit, await ports.clock.now())
  if (counted.kind !== 'granted') return 'tooMany'
  const webhook = await ports.store.forTenant(tenantId).transaction((tx) => tx.webhook.get())
  if (webhook === null) return { taken: false, reason: 'notSet' }
  if (webhook.makerGone) return { taken: false, reason: 'makerGone' }
  if (webhook.restsAt !== null) return { taken: false, reason: 'rests' }
  const at = await ports.clock.now()
  const body = JSON.stringify({ event: 'test', at: ports.calendar.isoText(at) })
  const outcome = await ports.webhooks.send({ of: tenantId, url: webhook.url, secret: webhook.secret, body, at })
  if (outcome.kind === 'noRoom') return 'tooMany'
  return outcome.kind === 'taken' ? { taken: true, reason: null } : { taken: false, reason: outcome.reason }
}
