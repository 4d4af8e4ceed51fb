/** What people are told without asking: at once and once what stops the books, once a day how they stand. */
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addAccount } from '../../src/app/people/manage-accounts.ts'
import type { Ports } from '../../src/app/run/ports.ts'
import { watchAlarms } from '../../src/app/tell/watch-alarms.ts'
import { sendCalls, setWebhook } from '../../src/app/tell/webhook-calls.ts'
import { writeDigests } from '../../src/app/tell/write-digests.ts'
import { sendMails, writeMail } from '../../src/app/tell/write-mail.ts'
import type { Mail, MailOutcome } from '../../src/ports/mail.ts'
import type { WebhookCall, WebhookOutcome } from '../../src/ports/webhook.ts'
import { openInside, type Inside } from '../support/inside.ts'

const minute = 60_000
const hour = 60 * minute
const email = 'eigenaar@firma.example'

let shop: Inside
let ports: Ports
const sent: Mail[] = []
const calls: WebhookCall[] = []
let mailServer: (mail: Mail) => MailOutcome = () => ({ kind: 'sent' })
let listener: () => Promise<WebhookOutcome> = () => Promise.resolve({ kind: 'taken' })

beforeAll(async () => {
  shop = await openInside({ file: { booking: { startDate: '2026-11-22' } } })
  ports = {
    ...shop.ports,
    publicUrl: 'https://tentakel.example',
    mailer: {
      send(mail) {
        const outcome = mailServer(mail)
        if (outcome.kind === 'sent') sent.push(mail)
        return Promise.resolve(outcome)
      },
    },
    webhooks: {
      faultOf: () => Promise.resolve(null),
      send(call) {
        calls.push(call)
        return listener()
      },
    },
  }
  const wanted = { password: 'een lang wachtwoord', tenantId: shop.tenantId }
  await addAccount(ports, { ...wanted, email, role: 'owner' })
  await addAccount(ports, { ...wanted, email: 'lezer@firma.example', role: 'reader' })
})
afterAll(() => shop.close())

async function later(ms: number): Promise<void> {
  await shop.outside.advance(ms)
  await delay(150)
}

/** As the jobs do. */
async function watch(): Promise<Mail[]> {
  const before = sent.length
  await watchAlarms(ports)
  await sendCalls(ports)
  await writeDigests(ports)
  await sendMails(ports)
  return sent.slice(before)
}

async function refuse(open: boolean): Promise<void> {
  const store = ports.store.forTenant(shop.tenantId)
  const now = await ports.clock.now()
  const problem = { connectionId: shop.connectionId, subject: 'connection', orderId: null, documentId: null }
  await store.transaction((tx) =>
    open
      ? tx.problems.raise([{ ...problem, code: 'OCT-LOGIN', params: { dossier: 49_555 } }], now)
      : tx.problems.endOwn(shop.connectionId, ['OCT-LOGIN'], now),
  )
}

it('says nothing of a morning on which all is well, but for the digest of a day with bookings', async () => {
  const order = await shop.place({ country: 'BE', items: [{ quantity: 1, unitCents: 2_550 }] })
  await shop.act(order, 'ship')
  await shop.sync()
  await watch()
  sent.length = 0
  expect(await watch()).toEqual([])
  await later(24 * hour)
  const [digest, ...more] = await watch()
  expect(more).toEqual([])
  expect(digest).toMatchObject({ to: email })
  expect(digest?.text).toContain('1 boeking, € 25,50')
  expect(digest?.text).not.toContain(order)
  expect(await watch()).toEqual([])
})

it('a refused login is one mail, however often it is seen, also after a crash; solved and refused anew is another', async () => {
  await refuse(true)
  // The mail is written, and the process dies before it notes the alarm.
  const store = ports.store.forTenant
  let dies = true
  const dying: Ports = {
    ...ports,
    store: {
      ...ports.store,
      forTenant(tenantId) {
        const own = store.call(ports.store, tenantId)
        return {
          ...own,
          transaction: (work) =>
            own.transaction((tx) =>
              work({
                ...tx,
                alarms: {
                  ...tx.alarms,
                  raise: (alarm, at) => {
                    if (!dies) return tx.alarms.raise(alarm, at)
                    throw new Error('gone')
                  },
                },
              }),
            ),
        }
      },
    },
  }
  await expect(watchAlarms(dying)).rejects.toThrow('gone')
  dies = false
  const first = await watch()
  expect(first.map(({ to }) => to)).toEqual([email])
  expect(first[0]?.subject).toContain('Octopus')
  expect(first[0]?.text).toContain(`https://tentakel.example/@${shop.tenantId}/problems`)
  for (let times = 0; times < 6; times += 1) {
    await later(10 * minute)
    expect(await watch()).toEqual([])
  }
  await refuse(false)
  await watch()
  await refuse(true)
  expect(await watch()).toHaveLength(1)
  await refuse(false)
  await watch()
})

it('what is switched off is not told', async () => {
  const store = ports.store.forTenant(shop.tenantId)
  const setting = { digest: 'off', language: 'fr', alarmsOff: ['refused'] } as const
  await store.transaction((tx) => tx.alarms.saveSetting(shop.connectionId, { ...setting, alarmsOff: ['refused'] }))
  await refuse(true)
  await later(24 * hour)
  expect(await watch()).toEqual([])
  await refuse(false)
  await watch()
  await store.transaction((tx) =>
    tx.alarms.saveSetting(shop.connectionId, { ...setting, digest: 'daily', alarmsOff: [] }),
  )
  await later(24 * hour)
  const [digest] = await watch()
  expect(digest?.text).toContain('Rien n’a été comptabilisé')
})

it('a mail waits for a server that is down and goes once; one that nobody takes is given up, and is shown', async () => {
  const text = { subject: 'proef', body: 'proef\n' }
  mailServer = () => ({ kind: 'later', reason: 'ECONNREFUSED' })
  await writeMail(ports, { kind: 'test', key: 'proef 1', to: email, language: 'nl', text })
  await writeMail(ports, { kind: 'test', key: 'proef 1', to: email, language: 'nl', text })
  expect(await watch()).toEqual([])
  mailServer = () => ({ kind: 'sent' })
  expect(await watch()).toEqual([])
  await later(2 * minute)
  expect((await watch()).map(({ subject }) => subject)).toEqual(['proef'])
  expect(await watch()).toEqual([])
  mailServer = () => ({ kind: 'refused', reason: 'EENVELOPE 550' })
  await writeMail(ports, { kind: 'test', key: 'proef 2', to: email, language: 'nl', text })
  await watch()
  const [newest] = await ports.store.directory.mails.newest(null, 1)
  expect(newest).toMatchObject({ lastFailure: 'EENVELOPE 550', sentAt: null })
  expect(newest?.givenUpAt).not.toBeNull()
  mailServer = () => ({ kind: 'sent' })
})

it('an address of the company is called once for each alarm and its end, and switched off after three failures', async () => {
  const maker = (await ports.store.directory.accounts.members(shop.tenantId)).find(({ role }) => role === 'owner')
  const by = { accountId: maker?.accountId ?? '', by: maker?.email ?? '' }
  await setWebhook(ports, shop.tenantId, 'https://winkel.example/haak', by)
  await refuse(true)
  await watch()
  await refuse(false)
  await watch()
  const told = calls.map(({ body }) => JSON.parse(body) as { event: string; connection: object; url: string })
  expect(told.map(({ event }) => event)).toEqual(['alarm.raised', 'alarm.over'])
  expect(told[0]?.connection).toMatchObject({ id: shop.connectionId })
  expect(told[0]?.url).toBe(`https://tentakel.example/@${shop.tenantId}/problems`)
  calls.length = 0
  listener = () => Promise.resolve({ kind: 'failed', reason: 'status 500' })
  await refuse(true)
  for (let times = 0; times < 5; times += 1) {
    await watch()
    await later(31 * minute)
  }
  expect(calls).toHaveLength(3)
  const webhook = await ports.store.forTenant(shop.tenantId).transaction((tx) => tx.webhook.get())
  expect(webhook).toMatchObject({ offReason: 'status 500' })
})

it('an address that was set while the one before failed for the last time is called, and not switched off', async () => {
  const maker = await ports.store.directory.accounts.byEmail(email)
  const by = { accountId: maker?.accountId ?? '', by: email }
  await setWebhook(ports, shop.tenantId, 'https://oud.example/haak', by)
  const at = await ports.clock.now()
  const delivery = { deliveryId: ports.random.id(), event: 'test', dedupeKey: 'nieuw adres', body: '{}' }
  await ports.store.forTenant(shop.tenantId).transaction((tx) => tx.webhook.addDelivery(delivery, at))
  calls.length = 0
  const failed = { kind: 'failed', reason: 'status 500' } as const
  listener = () => Promise.resolve(failed)
  for (let times = 0; times < 2; times += 1) {
    await sendCalls(ports)
    await later(31 * minute)
  }
  listener = async () => {
    await setWebhook(ports, shop.tenantId, 'https://nieuw.example/haak', by)
    return failed
  }
  await sendCalls(ports)
  listener = () => Promise.resolve({ kind: 'taken' })
  await sendCalls(ports)
  expect(calls.map(({ url }) => new URL(url).hostname)).toEqual([
    ...Array<string>(3).fill('oud.example'),
    'nieuw.example',
  ])
  const webhook = await ports.store.forTenant(shop.tenantId).transaction((tx) => tx.webhook.get())
  expect(webhook).toMatchObject({ url: 'https://nieuw.example/haak', offAt: null })
})

it('an address that does not answer is tried once in a round, however much waits for it; one that does gets all', async () => {
  const maker = await ports.store.directory.accounts.byEmail(email)
  const by = { accountId: maker?.accountId ?? '', by: email }
  await setWebhook(ports, shop.tenantId, 'https://traag.example/haak', by)
  const at = await ports.clock.now()
  for (let n = 0; n < 5; n += 1) {
    const delivery = { deliveryId: ports.random.id(), event: 'test', dedupeKey: `ronde ${n}`, body: '{}' }
    await ports.store.forTenant(shop.tenantId).transaction((tx) => tx.webhook.addDelivery(delivery, at))
  }
  calls.length = 0
  listener = () => Promise.resolve({ kind: 'failed', reason: 'no answer in time' })
  await sendCalls(ports)
  expect(calls).toHaveLength(1)
  listener = () => Promise.resolve({ kind: 'taken' })
  await sendCalls(ports)
  expect(calls).toHaveLength(5)
})

describe('a settlement of bol.com', () => {
  const settlementsIn = (mails: Mail[]): Mail[] => mails.filter(({ subject }) => subject.includes('écompte'))

  it('is told once where it still differs after a day, and where none comes, once', async () => {
    // Where bol.com's limits make a page wait, a second of ours is a minute.
    await shop.outside.control('POST', '/clock', { speed: 60 })
    const order = await shop.place({ country: 'BE', items: [{ quantity: 1, unitCents: 12_100 }] })
    await shop.act(order, 'ship')
    await shop.sync()
    const today = ports.calendar.localDate(await ports.clock.now())
    const seller = { country: 'BE', vatNumber: 'BE0123456749', name: 'Voorbeeld BV', retailerId: '1234567' }
    const line = { type: 'TURNOVER', category: 'O', percent: 0, amount: -120, order }
    const invoice = { invoiceId: '3990000000001', invoiceType: 'ALL_IN_ONE', issueDate: today }
    const period = { from: '2026-11-22', to: today }
    await shop.outside.control('POST', '/settlements', { facts: { ...invoice, ...period, seller, lines: [line] } })
    await later(7 * hour)
    await shop.sync()
    expect((await shop.problems()).map(({ code }) => code)).toContain('UIT-VERSCHIL')
    expect(settlementsIn(await watch())).toEqual([])
    await later(25 * hour)
    await shop.sync()
    const mails = await watch()
    const [differs, ...more] = settlementsIn(mails)
    // The digest of the day on which it was read says how it ties out.
    expect(mails.map(({ text }) => text).join('\n')).toContain('- Décompte 3990000000001: 1,00 d’écart, 1 commande')
    expect(more).toEqual([])
    expect(differs?.subject).toContain('3990000000001')
    expect(differs?.text).not.toContain(order)
    expect(settlementsIn(await watch())).toEqual([])

    const sold = await shop.place({ country: 'BE', items: [{ quantity: 1, unitCents: 2100 }] })
    await shop.act(sold, 'ship')
    await shop.sync()
    await later(30 * 24 * hour)
    await shop.sync()
    const missing = settlementsIn(await watch())
    expect(missing).toHaveLength(1)
    expect(missing[0]?.subject).toContain('Un décompte de bol.com manque')
    expect(settlementsIn(await watch())).toEqual([])
  })
})
