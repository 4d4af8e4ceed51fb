/** What was on its way when a password or a second proof changed, a device's mark written anew for each guess, and mails used up to stay. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { terminal } from '../../src/app/people/guard.ts'
import { tellOwners } from '../../src/app/people/owners-told.ts'
import { endAllOf, letIn } from '../../src/app/people/sessions.ts'
import { openPeople, password, proof, type People } from '../support/people.ts'

let people: People
let company: string
const email = 'jan@firma.example'

beforeAll(async () => {
  people = await openPeople()
  company = people.shop.tenantId
  await people.add('baas@firma.example', 'owner')
  await people.add(email, 'owner')
})
afterAll(() => people.close())

const accountOf = async (address: string) => {
  const found = await people.ports.store.directory.accounts.byEmail(address)
  if (found === null) throw new Error(address)
  return found
}
const sessions = async () => (await people.ports.signIns.sessions((await accountOf(email)).accountId)).length

it('a sign-in that was proven before the password changed opens nothing after it', async () => {
  const before = await accountOf(email)
  const next = 'een ander lang wachtwoord'
  await people.ports.signIns.setPassword(before.accountId, next)
  await endAllOf(people.ports, before)
  expect(await letIn(people.ports, before, terminal)).toEqual({ kind: 'wrong' })
  expect(await sessions()).toBe(0)
  expect(await letIn(people.ports, await accountOf(email), terminal)).toMatchObject({ kind: 'signedIn' })
  await people.ports.signIns.setPassword(before.accountId, password)
})

it('a token that a session was making while it ended works for nobody', async () => {
  const cookie = await people.cookieOf(email)
  const account = await accountOf(email)
  const { apiTokens } = people.ports.store.directory
  const { add } = apiTokens
  apiTokens.add = async (token) => {
    await endAllOf(people.ports, account)
    await add(token)
  }
  const made = await people.ask('POST', '/tokens', { body: { name: 'Blad', scope: 'write', proof }, cookie, company })
  apiTokens.add = add
  expect(made.status).toBe(401)
  const tokens = (await apiTokens.list(company)).filter(({ madeBy }) => madeBy === email)
  expect(tokens.length).toBeGreaterThan(0)
  expect(tokens.every(({ suspendedAt }) => suspendedAt !== null)).toBe(true)
})

it('a passkey that was begun in a session is added in no later one', async () => {
  const { passkeys } = people.ports.store.directory
  const account = await accountOf(email)
  const passkey = (n: number) => ({
    passkeyId: `00000000-0000-4000-8000-00000000000${n}`,
    accountId: account.accountId,
    credentialId: `key-${n}`,
    publicKey: 'a2V5',
    counter: 0,
    transports: [],
    maySync: false,
    synced: false,
    name: 'Telefoon',
    madeAt: Date.parse('2026-11-24T10:00:00Z'),
    lastUsedAt: null,
  })
  await people.cookieOf(email)
  const [session] = await people.ports.signIns.sessions(account.accountId)
  const sessionId = session?.id ?? ''
  expect(await passkeys.add(passkey(1), sessionId)).toBe(true)
  await passkeys.remove(account.accountId, passkey(1).passkeyId)
  const own = await accountOf('baas@firma.example')
  expect(await passkeys.add({ ...passkey(2), accountId: own.accountId }, sessionId)).toBe(false)
  await endAllOf(people.ports, account)
  expect(await passkeys.add(passkey(2), sessionId)).toBe(false)
  expect(await passkeys.ofAccount(account.accountId)).toEqual([])
})

it('a device is known by its mark as it was given: longer ones share no count of their own', async () => {
  await people.later(24 * 3_600_000)
  const known = await people.cookieOf(email)
  const statuses = []
  for (let n = 0; n < 12; n += 1) {
    const cookie = known.replace(/(tentakel_device=[0-9a-f]+\.[0-9a-f]+)/u, `$1.${n}`)
    expect(cookie).not.toBe(known)
    const body = { email, password: `fout nummer ${n}` }
    statuses.push((await people.ask('POST', '/session', { body, cookie })).status)
  }
  expect(statuses.filter((status) => status === 403).length).toBeLessThanOrEqual(6)
  expect(statuses).toContain(429)
})

it('an owner is removed also where he used up the mails that tell of it', async () => {
  await people.later(24 * 3_600_000)
  while (await tellOwners(people.ports, company, 'tokenMade'));
  const cookie = await people.cookieOf('baas@firma.example')
  const { accountId } = await accountOf(email)
  const removed = await people.ask('PUT', `/members/${accountId}`, { body: { role: null, proof }, cookie, company })
  expect(removed.status).toBe(200)
  expect(removed.json).not.toContainEqual(expect.objectContaining({ email }))
})
