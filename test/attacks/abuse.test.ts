/** Mails are made to flood, another site asks in one's name, an owner is to see all with a password alone; and what is left of it to read. */
import { Client } from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { eraseCompany } from '../../src/adapters/postgres/copies/erase-company.ts'
import { forgetDecisions } from '../../src/app/people/security-events.ts'
import { sendMails, writeMail } from '../../src/app/tell/write-mail.ts'
import { openPeople, proof, type People } from '../support/people.ts'

let people: People
let owner: string

beforeAll(async () => {
  people = await openPeople()
  await people.add('baas@firma.example', 'owner')
  await people.add('beheer@dienst.example', 'operator')
  owner = await people.cookieOf('baas@firma.example')
})
afterAll(() => people.close())

it('sixty invitations: twenty leave in an hour, and an alarm goes before them', async () => {
  const statuses = []
  for (let n = 0; n < 60; n += 1) {
    const body = { email: `klant${n}@winkel.example`, role: 'reader', proof }
    statuses.push((await people.ask('POST', '/members', { body, cookie: owner, company: people.shop.tenantId })).status)
  }
  expect(statuses.filter((status) => status === 200)).toHaveLength(20)
  expect(statuses.at(-1)).toBe(429)
  const text = { subject: 'alarm', body: 'alarm' }
  await people.later(1000)
  await writeMail(people.ports, { kind: 'alarm', key: 'a', to: 'baas@firma.example', language: 'nl', text })
  await sendMails(people.ports)
  expect(people.box.slice(0, 20).map(({ subject }) => subject)).toContain('alarm')
})

it('strangers who ask for passwords of addresses that nobody has use up no mail of anybody', async () => {
  await people.later(3_600_000)
  const forgot = (email: string, from: string) =>
    people.ask('POST', '/session/new-password', { body: { email, language: 'nl' }, from })
  for (let n = 0; n < 320; n += 1)
    expect((await forgot(`vreemd${n}@x.example`, `198.51.100.${Math.trunc(n / 20)}`)).status).toBe(200)
  expect((await forgot('vreemd@x.example', '198.51.100.0')).status).toBe(429)
  // What the invitations left goes first, twenty at a time.
  for (let n = 0; n < 3; n += 1) await sendMails(people.ports)
  people.box.length = 0
  expect((await forgot('baas@firma.example', '203.0.113.9')).status).toBe(200)
  expect(await people.linkTo('baas@firma.example')).not.toBe('')
  expect(await people.proofCode('baas@firma.example', owner)).not.toBe('')
  // Nothing of it stays.
  expect(await people.ports.store.directory.askedPasswords.list(1)).toEqual([])
})

it("another site's page is refused, whatever header it brings", async () => {
  const asked = (headers: Record<string, string>) =>
    people.ask('DELETE', '/consent', { cookie: owner, headers, company: people.shop.tenantId })
  expect((await asked({ origin: 'https://elders.example' })).status).toBe(403)
  expect((await asked({ origin: 'null' })).status).toBe(403)
  expect((await asked({ 'sec-fetch-site': 'cross-site' })).status).toBe(403)
  expect((await asked({ 'sec-fetch-site': 'same-site' })).status).toBe(403)
  expect((await asked({ origin: 'https://tentakel.example', 'sec-fetch-site': 'same-origin' })).status).toBe(200)
  expect((await asked({})).headers.get('content-security-policy')).toContain("default-src 'none'")
  const events = await people.ports.store.directory.securityEvents.newest(null, 20)
  expect(events.filter(({ about }) => about === 'elsewhere DELETE /consent')).toHaveLength(4)
})

it('where there is a public address, our pages stand there or on this machine; a name that a stranger lets lead here is not served', async () => {
  const asked = async (headers: Record<string, string>) =>
    (await people.ask('DELETE', '/consent', { cookie: owner, headers, company: people.shop.tenantId })).status
  const statuses = {
    otherScheme: await asked({ host: 'tentakel.example', origin: 'http://tentakel.example' }),
    otherPort: await asked({ host: 'tentakel.example', origin: 'https://tentakel.example:8443' }),
    otherName: await asked({ host: '192.168.1.5:3000', origin: 'http://192.168.1.5:3000' }),
    otherProgram: await asked({ host: 'localhost:3000', origin: 'http://localhost:8080' }),
    rebound: await asked({ host: 'elders.example', origin: 'http://elders.example' }),
    reboundWithout: await asked({ host: 'elders.example:3000' }),
    nonsense: await asked({ host: 'a b' }),
    own: await asked({ host: 'tentakel.example', origin: 'https://tentakel.example' }),
    throughProxy: await asked({ host: 'web:3000', origin: 'https://tentakel.example' }),
    onTheMachine: await asked({ host: '127.0.0.1:3000', origin: 'http://127.0.0.1:3000' }),
  }
  expect(statuses).toEqual({
    otherScheme: 403,
    otherPort: 403,
    otherName: 403,
    otherProgram: 403,
    rebound: 421,
    reboundWithout: 421,
    nonsense: 421,
    own: 200,
    throughProxy: 200,
    onTheMachine: 200,
  })
  const looked = await people.ask('GET', '/session', { headers: { host: 'elders.example' } })
  expect([looked.status, looked.json]).toEqual([421, { faults: [] }])
})

it('where a second proof is asked, a password alone shows one company, and no operator anything', async () => {
  await people.add('veel@firma.example', 'owner')
  await people.add('veel@firma.example', 'owner', people.other).catch(() => undefined)
  const { accounts } = people.ports.store.directory
  const account = await accounts.byEmail('veel@firma.example')
  await accounts.setRole(people.other, account?.accountId ?? '', 'owner', await people.ports.clock.now())
  const many = await people.cookieOf('veel@firma.example')
  const operator = await people.cookieOf('beheer@dienst.example')
  people.signIn.secondProof = 'required'
  const session = (await people.ask('GET', '/session', { cookie: many })).json
  expect(session).toMatchObject({ secondProofMissing: true })
  expect(session['companies']).toHaveLength(1)
  const shown = (session['companies'] as { tenantId: string }[])[0]?.tenantId
  const hidden = [people.shop.tenantId, people.other].find((company) => company !== shown) ?? ''
  expect((await people.ask('GET', '/overview', { cookie: many, company: hidden })).status).toBe(404)
  expect((await people.ask('GET', '/operator', { cookie: operator })).status).toBe(403)
  // Asked of everyone: nobody sees anything of a company before, whatever his role; his own account is open, to make one.
  people.signIn.secondProof = 'everyone'
  await people.add('lezer@firma.example', 'reader')
  const reader = await people.cookieOf('lezer@firma.example')
  for (const cookie of [many, reader, operator]) {
    expect((await people.ask('GET', '/overview', { cookie })).status).toBe(404)
    expect((await people.ask('GET', '/overview', { cookie, company: people.shop.tenantId })).status).toBe(404)
    const seen = (await people.ask('GET', '/session', { cookie })).json
    expect(seen).toMatchObject({ secondProofMissing: true, companies: [] })
    expect((await people.ask('GET', '/sessions', { cookie })).status).toBe(200)
  }
  people.signIn.secondProof = 'optional'
  expect((await people.ask('GET', '/operator', { cookie: operator })).status).toBe(200)
})

it('each decision is written down, the log names nobody, and old ones go', async () => {
  const from = '203.0.113.77'
  await people.ask('POST', '/session', { body: { email: 'baas@firma.example', password: 'fout' }, from })
  await people.ask('POST', '/session', { body: { email: 'onbekend@x.example', password: 'fout' }, from })
  await people.ask('GET', '/operator', { cookie: owner, from })
  const operator = await people.cookieOf('beheer@dienst.example')
  const { json } = await people.ask('GET', '/operator/security', { cookie: operator })
  const seen = (json as unknown as { address: string; kind: string; who: string | null }[]).filter(
    ({ address }) => address === from,
  )
  // Three within a moment may stand in any order.
  expect(seen.toSorted((a, b) => `${a.kind}${a.who ?? ''}`.localeCompare(`${b.kind}${b.who ?? ''}`))).toMatchObject([
    { kind: 'access', outcome: 'refused', who: 'baas@firma.example', about: 'GET /operator' },
    { kind: 'signIn', outcome: 'refused', who: null, about: 'wrong' },
    { kind: 'signIn', outcome: 'refused', who: 'baas@firma.example', about: 'wrong' },
  ])
  const lines = people.logged.filter((line) => line.includes('"security"'))
  expect(lines.length).toBeGreaterThan(10)
  expect(lines.join('\n')).not.toMatch(/example|203\.0|een lang/u)
  await people.later(181 * 24 * 3_600_000)
  await forgetDecisions(people.ports)
  expect(await people.ports.store.directory.securityEvents.newest(null, 10)).toEqual([])
})

it('names that were tried once leave no counter behind, and a company that is erased leaves no account', async () => {
  const client = new Client({ connectionString: people.shop.ownerUrl })
  await client.connect()
  const counters = async () =>
    (await client.query<{ n: number }>(`select count(*)::int as n from call_counter where key like 'mailed:to:%'`))
      .rows[0]?.n
  for (let n = 0; n < 5; n += 1)
    await people.ask('POST', '/session/new-password', { body: { email: `weg${n}@x.example`, language: 'nl' } })
  expect(await counters()).toBeGreaterThanOrEqual(5)
  await people.later(3 * 24 * 3_600_000)
  await people.ports.store.directory.forgetCalls((await people.ports.clock.now()) - 2 * 24 * 3_600_000)
  expect(await counters()).toBe(0)
  await client.end()
  await eraseCompany(people.shop.ownerUrl, people.shop.tenantId)
  const left = (await people.ports.store.directory.accounts.all()).map(({ email }) => email)
  expect(left).toEqual(['beheer@dienst.example', 'veel@firma.example'])
})
