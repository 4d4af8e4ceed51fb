/** One user uses up what all share: the time of the process, the mails of an hour, another's codes, the disk. */
import { Context } from 'hono'
import { Client } from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { bodyWithin } from '../../src/api/body.ts'
import { savesWait } from '../../src/app/setup/save-connection.ts'
import { changeAccount } from '../../src/app/people/manage-accounts.ts'
import { tellOwners } from '../../src/app/people/owners-told.ts'
import { toldOf } from '../../src/app/tell/watch-alarms.ts'
import { sendCalls } from '../../src/app/tell/webhook-calls.ts'
import { sendMails, writeMail } from '../../src/app/tell/write-mail.ts'
import type { MailKind } from '../../src/ports/tables/notices.ts'
import type { Member } from '../../src/ports/people/accounts.ts'
import type { WebhookOutcome } from '../../src/ports/webhook.ts'
import { openPeople, password, proof, type People } from '../support/people.ts'

let people: People
let owner: string
let carl: string
const operator = 'beheer@dienst.example'

beforeAll(async () => {
  people = await openPeople()
  await people.add('baas@firma.example', 'owner')
  await people.add('carl@ander.example', 'owner', people.other)
  await people.add(operator, 'operator')
})
beforeEach(async () => {
  await people.later(24 * 3_600_000)
  owner = await people.cookieOf('baas@firma.example')
  carl = await people.cookieOf('carl@ander.example')
  people.box.length = 0
})
afterEach(() => vi.restoreAllMocks())
afterAll(() => people.close())

/** As the owner of the database. */
async function inDatabase<T>(run: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: people.shop.ownerUrl })
  await client.connect()
  try {
    return await run(client)
  } finally {
    await client.end()
  }
}

async function counted(rows: string): Promise<number> {
  const answer = await inDatabase((client) => client.query<{ n: number }>(`select count(*)::int as n from ${rows}`))
  return answer.rows[0]?.n ?? 0
}

const signUp = (given: string, from: string) =>
  people.ask('POST', '/sign-up', {
    body: { email: 'nieuw@x.example', password: given, company: 'Nieuw', language: 'nl' },
    from,
  })

it('passwords that are too easy, without end: sixty are judged for one network in an hour, and others go on', async () => {
  const judged = vi.spyOn(people.ports.passwords, 'isEasy')
  const statuses = []
  for (let n = 0; n < 70; n += 1)
    statuses.push((await signUp('p@$$w0rd1!'.repeat(10), `2001:db8:1:2::${n.toString(16)}`)).status)
  expect(statuses.filter((status) => status === 400)).toHaveLength(60)
  expect(statuses.at(-1)).toBe(429)
  expect(judged).toHaveBeenCalledTimes(60)
  expect((await signUp(password, '198.51.100.4')).status).toBe(200)
})

it('a new password is judged for nobody who does not prove who he is', async () => {
  const judged = vi.spyOn(people.ports.passwords, 'isEasy')
  const body = { next: 'p@$$w0rd1!'.repeat(10), proof: { password: 'fout' } }
  const refused = await people.ask('PUT', '/password', { body, cookie: owner })
  expect(refused).toMatchObject({ status: 400, json: { faults: [{ path: 'password' }] } })
  expect(judged).not.toHaveBeenCalled()
  const easy = await people.ask('PUT', '/password', { body: { ...body, proof }, cookie: owner })
  expect(easy).toMatchObject({ status: 400, json: { faults: [{ path: 'next' }] } })
})

async function written(kind: MailKind, count: number): Promise<void> {
  for (let n = 0; n < count; n += 1) {
    const text = { subject: `${kind} ${n}`, body: kind }
    const key = `${kind} ${n} ${people.ports.random.id()}`
    await writeMail(people.ports, { kind, key, to: 'iemand@x.example', language: 'nl', text })
  }
}
/** Of the mails that leave in this minute, those of this kind. */
async function sentOf(kind: MailKind): Promise<number> {
  people.box.length = 0
  await people.later(60_000)
  await sendMails(people.ports)
  return people.box.filter(({ text }) => text === kind).length
}

it('a link to oneself leaves in the first minute, behind a hundred reports; an alarm leaves behind a hundred links', async () => {
  await written('support', 100)
  await people.ask('POST', '/session/new-password', { body: { email: 'carl@ander.example', language: 'nl' } })
  expect(await people.linkTo('carl@ander.example')).not.toBe('')
  await written('account', 100)
  await written('alarm', 1)
  people.box.length = 0
  expect(await sentOf('alarm')).toBe(1)
  expect(await sentOf('account')).toBeGreaterThanOrEqual(16)
})

it('reports of many companies: thirty mails an hour to the operator, and every report stands in the list', async () => {
  const report = (cookie: string, company: string) =>
    people.ask('POST', '/support', { body: { order: null, problem: null, text: 'Help' }, cookie, company })
  const before = await counted('support_request')
  for (let n = 0; n < 20; n += 1)
    for (const [cookie, company] of [
      [owner, people.shop.tenantId],
      [carl, people.other],
    ] as const)
      expect((await report(cookie, company)).status).toBe(200)
  expect((await counted('support_request')) - before).toBe(40)
  expect(await counted(`mail where kind = 'support' and sent_at is null and dedupe_key like '%${operator}'`)).toBe(30)
})

it('a company that invites a person again and again uses up neither his codes nor the invitations of another', async () => {
  const invite = async (cookie: string, company: string) => {
    const body = { email: 'dora@derde.example', role: 'reader', proof }
    return (await people.ask('POST', '/members', { body, cookie, company })).status
  }
  await people.add('dora@derde.example', 'reader')
  const { accounts } = people.ports.store.directory
  const dora = await accounts.byEmail('dora@derde.example')
  await accounts.changeMember(people.shop.tenantId, dora?.accountId ?? '', null)
  const statuses = []
  for (let n = 0; n < 12; n += 1) statuses.push(await invite(owner, people.shop.tenantId))
  expect(statuses.filter((status) => status === 200)).toHaveLength(10)
  expect(statuses.at(-1)).toBe(429)
  const cookie = await people.cookieOf('dora@derde.example')
  expect((await people.ask('POST', '/second-proof/mail', { cookie })).status).toBe(200)
  expect(await invite(carl, people.other)).toBe(200)
})

it.each([
  ['too long by its head', { 'content-length': '99' }, 'x'],
  ['too long', {}, 'x'.repeat(99)],
  ['empty', {}, null],
  ['read', {}, 'x'],
])('a body that is %s is no longer under way', async (_, headers, body) => {
  const request = new Request('https://tentakel.example/', { method: 'POST', headers, body })
  const end = vi.fn()
  const reading = { abandoned: new Promise<'abandoned'>(() => undefined), given: () => undefined, end }
  await bodyWithin(new Context(request), 10, reading)
  expect(end).toHaveBeenCalled()
})

it('settings that are saved without end: sixty in an hour, and a person reads what to do', async () => {
  const company = people.shop.tenantId
  const at = (await people.ask('GET', '/notices', { cookie: owner, company })).json['connections'] as { id: string }[]
  const path = `/connections/${at[0]?.id}/file`
  const { file } = (await people.ask('GET', path, { cookie: owner, company })).json
  const before = await counted('mapping_revision')
  for (let n = 0; n < 57; n += 1) expect(await savesWait(people.ports, company)).toBeNull()
  const answers = []
  for (let n = 0; n < 5; n += 1) {
    const body = { file: { ...(file as object), name: `Winkel ${n}` } }
    answers.push(await people.ask('PUT', path, { body, cookie: owner, company }))
  }
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 429, 429])
  expect(answers.at(-1)).toMatchObject({ json: { faults: [{ code: 'tooManySaves' }] } })
  expect((await counted('mapping_revision')) - before).toBe(3)
})

it('one account decides the same two hundred times: each is counted, in sixty rows, and the first of another kind has its own', async () => {
  const before = await counted('security_event')
  const company = people.shop.tenantId
  for (let n = 0; n < 200; n += 1) await people.ask('DELETE', '/webhook', { cookie: owner, company })
  expect((await counted('security_event')) - before).toBe(60)
  await people.ask('DELETE', '/webhook', { cookie: owner, company, from: '203.0.113.9' })
  await people.ask('DELETE', '/consent', { cookie: owner, company })
  expect((await counted('security_event')) - before).toBe(62)
  const cookie = await people.cookieOf(operator)
  const events = (await people.ask('GET', '/operator/security', { cookie })).json as unknown as {
    kind: string
    times: number
    address: string | null
  }[]
  const removals = events.filter(({ kind }) => kind === 'webhook')
  expect(removals.reduce((sum, { times }) => sum + times, 0)).toBe(201)
  expect(removals.find(({ address }) => address === '203.0.113.9')).toMatchObject({ times: 1 })
})

it('test calls of a webhook: ten an hour of a company', async () => {
  const company = people.shop.tenantId
  const statuses = []
  for (let n = 0; n < 12; n += 1)
    statuses.push((await people.ask('POST', '/webhook/test', { cookie: owner, company })).status)
  expect(statuses).toEqual([...Array<number>(10).fill(200), 429, 429])
  expect((await people.ask('POST', '/webhook/test', { cookie: carl, company: people.other })).status).toBe(200)
})

it('a call for which there was no room counts for nothing: the address is not switched off, and the call arrives later', async () => {
  const tenant = people.ports.store.forTenant(people.shop.tenantId)
  const maker = (await people.ports.store.directory.accounts.byEmail('baas@firma.example'))?.accountId ?? ''
  const at = await people.ports.clock.now()
  const url = 'https://winkel.example/haak'
  await tenant.transaction(async (tx) => {
    await tx.webhook.save({ url, secret: 'x', at, accountId: maker, by: 'baas' })
    await tx.webhook.addDelivery({ deliveryId: people.ports.random.id(), event: 'x', dedupeKey: 'x', body: '{}' }, at)
  })
  const outcomes: WebhookOutcome[] = []
  const webhooks = {
    ...people.ports.webhooks,
    send: () => {
      outcomes.push(outcomes.length < 5 ? { kind: 'noRoom' } : { kind: 'taken' })
      return Promise.resolve(outcomes.at(-1) ?? { kind: 'noRoom' as const })
    },
  }
  for (let n = 0; n < 8; n += 1) {
    await sendCalls({ ...people.ports, webhooks })
    await people.later(3_600_000)
  }
  expect(outcomes.map(({ kind }) => kind)).toEqual(['noRoom', 'noRoom', 'noRoom', 'noRoom', 'noRoom', 'taken'])
  expect((await tenant.transaction((tx) => tx.webhook.get()))?.offAt).toBeNull()
})

it('a thousand readers hide no owner: the other owners see, reach and remove them', async () => {
  const company = people.shop.tenantId
  await people.add('zoe@firma.example', 'owner')
  const readers = `with made as (insert into account (account_id, email, created_at, changed_at)
      select gen_random_uuid(), 'a' || lpad(n::text, 4, '0') || '@x.example', now(), now() from generate_series(1, 1100) n returning account_id)
    insert into membership (tenant_id, account_id, role, added_at) select '${company}', account_id, 'reader', now() from made`
  await inDatabase((client) => client.query(readers))
  const members = (await people.ask('GET', '/members', { cookie: owner, company })).json as unknown as Member[]
  expect(members.slice(0, 2).map(({ email }) => email)).toEqual(['baas@firma.example', 'zoe@firma.example'])
  await tellOwners(people.ports, company, 'webhookSet')
  await sendMails(people.ports)
  expect(people.box.map(({ to }) => to)).toContain('zoe@firma.example')
  const last = await people.ports.store.directory.accounts.member(company, { email: 'a1100@x.example' })
  for (const one of [members[1], last]) {
    const path = `/members/${one?.accountId}`
    expect((await people.ask('PUT', path, { body: { role: null, proof }, cookie: owner, company })).status).toBe(200)
  }
})

it('an owner whose account is disabled gets neither alarms nor warnings any more', async () => {
  const company = people.shop.tenantId
  await people.add('uit@firma.example', 'owner')
  expect(await toldOf(people.ports, { tenantId: company, name: 'x' })).toContain('uit@firma.example')
  await changeAccount(people.ports, 'uit@firma.example', 'disable')
  await sendMails(people.ports)
  people.box.length = 0
  await tellOwners(people.ports, company, 'webhookSet')
  await sendMails(people.ports)
  expect(people.box.map(({ to }) => to)).toEqual(['baas@firma.example'])
  expect(await toldOf(people.ports, { tenantId: company, name: 'x' })).toEqual(['baas@firma.example'])
})

it('an address that is held back adds no row with the names that it goes on with', async () => {
  const before = await counted('guess')
  const statuses = []
  for (let n = 0; n < 80; n += 1) {
    const body = { email: `klant${n}@winkel.example`, password: 'fout' }
    statuses.push((await people.ask('POST', '/session', { body, from: '203.0.113.7' })).status)
  }
  expect(statuses.filter((status) => status === 429).length).toBeGreaterThan(50)
  expect((await counted('guess')) - before).toBe(statuses.filter((status) => status === 403).length + 1)
})
