/** What somebody made or was offered is used after his access ended, or in the same moment. */
import { Client } from 'pg'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { addAccount, changeAccount } from '../../src/app/people/manage-accounts.ts'
import type { CompanyRole } from '../../src/domain/role.ts'
import { openPeople, password, proof, type People } from '../support/people.ts'

let people: People
let owner: string
let company: string
let count = 0

beforeAll(async () => {
  people = await openPeople()
  company = people.shop.tenantId
  await people.add('baas@firma.example', 'owner')
})
afterAll(() => people.close())
// Of one company, 20 mails an hour.
beforeEach(async () => {
  await people.later(3_600_000)
  owner = await people.cookieOf('baas@firma.example')
})

const accountsOf = () => people.ports.store.directory.accounts
const idOf = async (email: string) => (await accountsOf().byEmail(email))?.accountId ?? ''
const roleOf = async (email: string) =>
  (await accountsOf().members(company)).find((member) => member.email === email)?.role
const give = async (email: string, role: CompanyRole | null, cookie = owner) =>
  people.ask('PUT', `/members/${await idOf(email)}`, { body: { role, proof }, cookie, company })
const offersTo = async (cookie: string) =>
  (await people.ask('GET', '/offers', { cookie })).json as unknown as { id: string; role: string }[]
const accept = (id: string | undefined, cookie: string) => people.ask('POST', `/offers/${id}/accept`, { cookie })
const pending = async () =>
  (await people.ask('GET', '/invitations', { cookie: owner, company })).json as unknown as { email: string }[]

async function person(role: CompanyRole, at = company): Promise<{ email: string; cookie: string }> {
  count += 1
  const email = `persoon${count}@firma.example`
  await people.add(email, role, at)
  return { email, cookie: await people.cookieOf(email, `198.51.100.${count}`) }
}

/** A second owner, who offers ownership to somebody with an account, to a member, and to somebody without. */
async function insider() {
  const second = await person('owner')
  const accomplice = await person('reader', people.other)
  const reader = await person('reader')
  const unknown = `vreemd${count}@elders.example`
  for (const email of [accomplice.email, unknown])
    await people.ask('POST', '/members', { body: { email, role: 'owner', proof }, cookie: second.cookie, company })
  await give(reader.email, 'owner', second.cookie)
  const link = await people.linkTo(unknown)
  expect(link).not.toBe('')
  const offers = [(await offersTo(accomplice.cookie))[0]?.id, (await offersTo(reader.cookie))[0]?.id]
  expect(offers).not.toContain(undefined)
  return { second, accomplice, reader, unknown, link, offers }
}

const ends: Record<string, (email: string) => Promise<unknown>> = {
  'was made a reader': (email) => give(email, 'reader'),
  'was removed from the company': (email) => give(email, null),
  'was disabled': (email) => changeAccount(people.ports, email, 'disable'),
  'was disabled and enabled again': async (email) => {
    await changeAccount(people.ports, email, 'disable')
    await changeAccount(people.ports, email, 'enable')
  },
  'was removed from the installation': (email) => changeAccount(people.ports, email, 'remove'),
  'was removed, and added again as an owner': async (email) => {
    await changeAccount(people.ports, email, 'remove')
    await people.add(email, 'owner')
  },
}

it.each(Object.entries(ends))('no offer of an owner who %s makes anybody an owner', async (_, end) => {
  const { second, accomplice, reader, unknown, link, offers } = await insider()
  await end(second.email)
  expect(await offersTo(accomplice.cookie)).toEqual([])
  expect((await accept(offers[0], accomplice.cookie)).status).toBe(404)
  expect((await accept(offers[1], reader.cookie)).status).toBe(404)
  expect((await people.ask('POST', '/session/link/look', { body: { link } })).status).toBe(404)
  expect((await people.ask('POST', '/session/link', { body: { link, password } })).status).toBe(403)
  expect([await roleOf(accomplice.email), await roleOf(reader.email), await roleOf(unknown)]).toEqual([
    undefined,
    'reader',
    undefined,
  ])
  expect((await pending()).filter(({ email }) => email === unknown)).toEqual([])
})

it('an offer to an account does not become one to its mailbox, once the account is removed', async () => {
  const kim = await person('member')
  await give(kim.email, 'owner')
  const link = await people.linkTo(kim.email)
  expect((await people.ask('POST', '/session/link/look', { body: { link } })).json).toMatchObject({ purpose: 'offer' })
  expect(await changeAccount(people.ports, kim.email, 'remove')).toBeNull()
  expect((await people.ask('POST', '/session/link/look', { body: { link } })).status).toBe(404)
  expect((await people.ask('POST', '/session/link', { body: { link, password } })).status).toBe(403)
  expect(await roleOf(kim.email)).toBeUndefined()
})

it('the terminal takes back what it offered to an address without an account', async () => {
  const wanted = { email: 'vergist@elders.example', password: null, role: 'owner', tenantId: company } as const
  const added = await addAccount(people.ports, wanted)
  const link = added.kind === 'added' ? (added.link ?? '') : ''
  expect((await people.ask('POST', '/session/link/look', { body: { link } })).status).toBe(200)
  expect(await changeAccount(people.ports, wanted.email, 'remove')).toBeNull()
  expect((await people.ask('POST', '/session/link', { body: { link, password } })).status).toBe(403)
  expect(await changeAccount(people.ports, wanted.email, 'remove')).toMatchObject({ path: 'email' })
})

it('given less by the terminal, somebody accepts no more than that', async () => {
  const lowered = await person('member')
  await give(lowered.email, 'owner')
  const [offer] = await offersTo(lowered.cookie)
  await addAccount(people.ports, { email: lowered.email, password: null, role: 'reader', tenantId: company })
  expect((await accept(offer?.id, lowered.cookie)).status).toBe(404)
  expect(await roleOf(lowered.email)).toBe('reader')
})

it('who is let in by an owner is out once that one is no owner any more', async () => {
  await people.add('beheer@dienst.example', 'operator')
  const operator = await people.cookieOf('beheer@dienst.example', '198.51.100.200')
  const isIn = async () => (await people.ask('GET', '/overview', { cookie: operator, company })).status === 200
  for (const end of [(email: string) => give(email, 'member'), ends['was removed from the installation']]) {
    const second = await person('owner')
    await people.ask('PUT', '/consent', { body: { days: 30 }, cookie: second.cookie, company })
    expect(await isIn()).toBe(true)
    await end?.(second.email)
    expect(await isIn()).toBe(false)
    expect((await people.ask('GET', '/consent', { cookie: owner, company })).json).toMatchObject({ consent: null })
  }
})

it('an operator’s offer of the time without an owner ends when the company has one', async () => {
  const operator = await people.cookieOf('beheer@dienst.example', '198.51.100.201')
  const { directory } = people.ports.store
  const bare = people.ports.random.id()
  await directory.addTenant('Zonder baas', bare, { now: await people.ports.clock.now(), trialUntil: null })
  const guest = await person('reader', people.other)
  const body = { email: guest.email, role: 'owner', proof }
  await people.ask('POST', '/members', { body, cookie: operator, company: bare })
  const [offer] = await offersTo(guest.cookie)
  expect(offer).toBeDefined()
  await people.add('eerste@zonder.example', 'owner', bare)
  expect((await accept(offer?.id, guest.cookie)).status).toBe(404)
  expect(await directory.accounts.members(bare)).toHaveLength(1)
})

/** Nobody writes the offer until `work` was begun: what asks first comes first, as far as it can. */
async function whileOfferIsHeld(offerId: string, work: () => Promise<unknown>[]): Promise<void> {
  const client = new Client({ connectionString: people.shop.ownerUrl })
  await client.connect()
  await client.query('begin')
  await client.query('select from invitation where invitation_id = $1 for update', [offerId])
  const begun: Promise<unknown>[] = []
  for (const one of work()) {
    begun.push(one)
    await new Promise((resolve) => setTimeout(resolve, 150))
  }
  await client.query('commit')
  await client.end()
  await Promise.all(begun)
}

it.each([
  ['accepts first', null],
  ['accepts first', 'reader'],
  ['is removed first', null],
  ['is given less first', 'reader'],
] as const)('who %s, in the same moment as he gets %s, has that', async (order, less) => {
  const racer = await person('member')
  await give(racer.email, 'owner')
  const [offer] = await offersTo(racer.cookie)
  expect(offer).toBeDefined()
  const answers: string[] = []
  const accepts = async () => answers.push(`accept ${(await accept(offer?.id, racer.cookie)).status}`)
  const takes = async () => answers.push(`take ${(await give(racer.email, less)).status}`)
  await whileOfferIsHeld(offer?.id ?? '', () => {
    return order === 'accepts first' ? [accepts(), after(takes)] : [takes(), after(accepts)]
  })
  expect(answers).toContain('take 200')
  expect(await roleOf(racer.email)).toBe(less ?? undefined)
})

async function after(work: () => Promise<unknown>): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 100))
  await work()
}
