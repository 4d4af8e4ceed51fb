/** Whoever invites wants the account of the invited one. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { addAccount } from '../../src/app/people/manage-accounts.ts'
import { openPeople, password, proof, type People } from '../support/people.ts'

let people: People
let inviter: string
const victim = 'kantoor@boekhouder.example'

beforeAll(async () => {
  people = await openPeople()
  await people.add('baas@firma.example', 'owner')
  await people.add(victim, 'owner', people.other)
  inviter = await people.cookieOf('baas@firma.example')
})
afterAll(() => people.close())

const offered = (email: string, role = 'reader') =>
  people.ask('POST', '/members', { body: { email, role, proof }, cookie: inviter, company: people.shop.tenantId })

async function companiesOf(cookie: string): Promise<string[]> {
  const session = await people.ask('GET', '/session', { cookie })
  return (session.json['companies'] as { name: string }[]).map(({ name }) => name)
}

it('learns nothing of whether there is an account, and is handed no link', async () => {
  const known = await offered(victim)
  const unknown = await offered('nieuw@elders.example')
  expect(known.json).toEqual({ email: victim, mailed: true })
  expect(unknown.json).toEqual({ email: 'nieuw@elders.example', mailed: true })
  expect(JSON.stringify([known, unknown])).not.toMatch(/[0-9a-f]{64}/u)
  // Its mail goes before the next one is written.
  await people.linkTo(victim)
})

it('opens no account, even with the link of the mail', async () => {
  await offered(victim, 'owner')
  const link = await people.linkTo(victim)
  expect((await people.ask('POST', '/session/link/look', { body: { link } })).json).toMatchObject({ purpose: 'offer' })
  const taken = await people.ask('POST', '/session/link', { body: { link, password: 'van de aanvaller zelf' } })
  expect([taken.status, taken.cookie]).toEqual([400, ''])
  expect(await companiesOf(await people.cookieOf(victim))).toEqual(['Andere firma'])
})

it('gets no member who did not accept; the owner of the address accepts, and nobody else', async () => {
  await offered(victim, 'reader')
  const members = await people.ask('GET', '/members', { cookie: inviter, company: people.shop.tenantId })
  expect(JSON.stringify(members.json)).not.toContain(victim)
  const session = await people.cookieOf(victim)
  const offers = await people.ask('GET', '/offers', { cookie: session })
  const [offer] = offers.json as unknown as { id: string; company: string }[]
  expect(offer).toMatchObject({ company: 'Mijn bedrijf', role: 'reader', invitedBy: 'baas@firma.example' })
  expect((await people.ask('POST', `/offers/${offer?.id}/accept`, { cookie: inviter })).status).toBe(404)
  expect((await people.ask('POST', `/offers/${offer?.id}/accept`, { cookie: session })).status).toBe(200)
  expect((await companiesOf(session)).toSorted()).toEqual(['Andere firma', 'Mijn bedrijf'])
  expect((await people.ask('POST', `/offers/${offer?.id}/accept`, { cookie: session })).status).toBe(404)
})

it('does not become the operator by inviting the one whom the terminal is adding', async () => {
  const ops = { email: 'ops@dienst.example', password: null, role: 'operator', tenantId: null } as const
  await addAccount(people.ports, ops)
  await offered(ops.email)
  const joined = await people.ask('POST', '/session/link', { body: { link: await people.linkTo(ops.email), password } })
  expect(joined.status).toBe(200)
  expect((await people.ask('GET', '/operator', { cookie: joined.cookie })).status).toBe(403)
})

it('cannot prepare an account for an address that another company invites later', async () => {
  const email = 'later@elders.example'
  await offered(email, 'owner')
  // Mails of one moment leave in any order.
  await people.linkTo(email)
  const second = await people.cookieOf(victim)
  await people.ask('POST', '/members', {
    body: { email, role: 'reader', proof },
    cookie: second,
    company: people.other,
  })
  const link = await people.linkTo(email)
  const joined = await people.ask('POST', '/session/link', { body: { link, password } })
  // He followed the second link, and accepted that offer alone.
  expect(await companiesOf(joined.cookie)).toEqual(['Andere firma'])
})

it('invited twice: only the last link works, and after it neither', async () => {
  const email = 'twee@elders.example'
  await offered(email)
  const first = await people.linkTo(email)
  await offered(email)
  const last = await people.linkTo(email)
  expect(last).not.toBe(first)
  expect((await people.ask('POST', '/session/link', { body: { link: first, password } })).status).toBe(403)
  expect((await people.ask('POST', '/session/link', { body: { link: last, password } })).status).toBe(200)
  for (const link of [first, last])
    expect(
      (await people.ask('POST', '/session/link', { body: { link, password: 'van iemand anders hier' } })).status,
    ).toBe(403)
})

it('a wider role is an offer too: nobody is made owner who does not want to answer for it', async () => {
  const email = 'rol@firma.example'
  await people.add(email, 'reader')
  const session = await people.cookieOf(email)
  const company = people.shop.tenantId
  const roleNow = async () => {
    const { json } = await people.ask('GET', '/session', { cookie: session })
    return (json['companies'] as { role: string }[])[0]?.role
  }
  const { accountId } = (await people.ports.store.directory.accounts.byEmail(email)) ?? { accountId: '' }
  const give = (role: string | null) =>
    people.ask('PUT', `/members/${accountId}`, { body: { role, proof }, cookie: inviter, company })
  const offers = async () =>
    (await people.ask('GET', '/offers', { cookie: session })).json as unknown as { id: string; role: string }[]
  const accept = async () => people.ask('POST', `/offers/${(await offers())[0]?.id}/accept`, { cookie: session })

  expect((await give('owner')).status).toBe(200)
  expect(await roleNow()).toBe('reader')
  expect(await people.linkTo(email)).toMatch(/^[0-9a-f]{64}$/u)
  expect(await offers()).toMatchObject([{ role: 'owner' }])
  await give('member')
  expect(await offers()).toMatchObject([{ role: 'member' }])
  expect((await accept()).status).toBe(200)
  expect(await roleNow()).toBe('member')

  // Less counts at once, and takes back what was offered before it.
  await give('owner')
  await give('reader')
  expect([await roleNow(), await offers()]).toEqual(['reader', []])
  await give('owner')
  await give(null)
  expect([await roleNow(), await offers()]).toEqual([undefined, []])
})

it('an old offer of less takes nothing away from whoever has more meanwhile', async () => {
  const email = 'meer@firma.example'
  await people.add(email, 'owner', people.other)
  await offered(email, 'reader')
  await addAccount(people.ports, { email, password: null, role: 'owner', tenantId: people.shop.tenantId })
  const session = await people.cookieOf(email)
  const [offer] = (await people.ask('GET', '/offers', { cookie: session })).json as unknown as { id: string }[]
  await people.ask('POST', `/offers/${offer?.id}/accept`, { cookie: session })
  const members = await people.ports.store.directory.accounts.members(people.shop.tenantId)
  expect(members.find((one) => one.email === email)?.role).toBe('owner')
})

it('an offer ends after three days, and when it is taken back', async () => {
  const email = 'traag@elders.example'
  await offered(email)
  const pending = await people.ask('GET', '/invitations', { cookie: inviter, company: people.shop.tenantId })
  const mine = (pending.json as unknown as { id: string; email: string }[]).find((row) => row.email === email)
  const back = `/invitations/${mine?.id}`
  expect((await people.ask('DELETE', back, { cookie: inviter, company: people.shop.tenantId })).status).toBe(200)
  expect(
    (await people.ask('POST', '/session/link', { body: { link: await people.linkTo(email), password } })).status,
  ).toBe(403)
  await offered(email)
  const link = await people.linkTo(email)
  await people.later(72 * 3_600_000)
  expect((await people.ask('POST', '/session/link', { body: { link, password } })).status).toBe(403)
})
