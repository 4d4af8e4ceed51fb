/** Whoever has somebody's password and mailbox for a moment changes what the account is proven with: its owner reads of it. */
import { Secret, TOTP } from 'otpauth'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { changeAccount } from '../../src/app/people/manage-accounts.ts'
import { sendMails } from '../../src/app/tell/write-mail.ts'
import { Device, type Ask } from '../support/authenticator.ts'
import { openPeople, password, proof, type People } from '../support/people.ts'
import { clockSeen } from '../support/outside.ts'

let people: People
let email: string
let cookie: string
let count = 0

beforeAll(async () => {
  people = await openPeople()
  await people.add('medebaas@firma.example', 'owner')
})
beforeEach(async () => {
  await people.later(24 * 3_600_000)
  count += 1
  email = `mia${count}@firma.example`
  await people.add(email, 'owner')
  cookie = await people.cookieOf(email)
  await told()
})
afterAll(() => people.close())

/** Since it was asked last: to whom, and of what. Codes that were asked for are left out. */
async function told(): Promise<string[]> {
  await clockSeen()
  await sendMails(people.ports)
  const lines = people.box.map(({ to, subject }) => `${to} ${subject}`)
  people.box.length = 0
  return lines.filter((line) => !line.includes('Code voor'))
}

it('a new password, in a session and by a link; a wrong try is no change', async () => {
  const next = 'een heel ander woord'
  const gok = { next, proof: { password: 'gok' } }
  expect((await people.ask('PUT', '/password', { body: gok, cookie })).status).toBe(400)
  expect(await told()).toEqual([])
  expect((await people.ask('PUT', '/password', { body: { next, proof }, cookie })).status).toBe(200)
  expect(await told()).toEqual([`${email} Tentakel: Je wachtwoord is veranderd`])
  await people.ask('POST', '/session/new-password', { body: { email, language: 'nl' } })
  const link = await people.linkTo(email)
  people.box.length = 0
  const chosen = await people.ask('POST', '/session/link', {
    body: { link, password: 'nog een ander woord' },
  })
  expect(chosen.status).toBe(200)
  await clockSeen()
  await sendMails(people.ports)
  expect(people.box.map(({ to }) => to)).toEqual([email])
  const [mail] = people.box
  expect(mail?.text).toContain('https://tentakel.example/account')
  expect(mail?.text).not.toMatch(/mia|Mijn bedrijf|[0-9a-f]{32}/u)
})

it('a passkey that is added or removed, a device switched on or off, new recovery codes, and what the operator takes back', async () => {
  const mailed = await people.proofCode(email, cookie)
  const prepared = await people.ask('POST', '/two-factor', { body: { password, mailed }, cookie })
  expect(await told()).toEqual([])
  const totp = new TOTP({ secret: Secret.fromBase32(String(prepared.json['secret'])) })
  const code = async (): Promise<string> => totp.generate({ timestamp: await people.ports.clock.now() })
  ;({ cookie } = await people.ask('PUT', '/two-factor', { body: { code: await code() }, cookie }))
  expect(await told()).toEqual([`${email} Tentakel: De tweede stap staat aan`])

  const device = new Device('https://tentakel.example')
  await people.later(31_000)
  const start = await people.ask('POST', '/passkeys/start', { body: { password, code: await code() }, cookie })
  const passkey = device.make((start.json as unknown as { ask: Ask }).ask)
  ;({ cookie } = await people.ask('POST', '/passkeys', { body: { name: 'Telefoon', passkey }, cookie }))
  expect(await told()).toEqual([`${email} Tentakel: Er is een passkey bijgekomen`])

  await people.later(31_000)
  const renewed = await people.ask('POST', '/recovery-codes', { body: { password, code: await code() }, cookie })
  ;({ cookie } = renewed)
  expect(await told()).toEqual([`${email} Tentakel: Er zijn nieuwe herstelcodes`])

  const { passkeys } = (await people.ask('GET', '/sessions', { cookie })).json as { passkeys: { id: string }[] }
  await people.later(31_000)
  const gone = { body: { password, code: await code() }, cookie }
  ;({ cookie } = await people.ask('POST', `/passkeys/${passkeys[0]?.id}/end`, gone))
  expect(await told()).toEqual([`${email} Tentakel: Er is een passkey verwijderd`])
  await people.later(31_000)
  ;({ cookie } = await people.ask('POST', '/two-factor/end', { body: { password, code: await code() }, cookie }))
  expect(await told()).toEqual([`${email} Tentakel: De tweede stap staat uit`])
  await changeAccount(people.ports, email, 'reset-2fa')
  expect(await told()).toEqual([`${email} Tentakel: Je tweede stap is gewist`])
})

it('every owner reads of any access that is offered, to a stranger or to a member', async () => {
  const company = people.shop.tenantId
  const lid = `lid${count}@firma.example`
  await people.add(lid, 'reader')
  const account = await people.ports.store.directory.accounts.byEmail(lid)
  const owners = (await people.ports.store.directory.accounts.members(company)).filter(({ role }) => role === 'owner')
  const lines = owners.map((owner) => `${owner.email} Tentakel: Iemand krijgt toegang`).toSorted()
  expect(lines.length).toBeGreaterThan(1)
  const toOwners = async () => (await told()).filter((line) => line.includes('Iemand krijgt')).toSorted()
  for (const role of ['reader', 'accountant', 'member'] as const) {
    const body = { email: `dief-${role}@elders.example`, role, proof }
    expect((await people.ask('POST', '/members', { body, cookie, company })).status).toBe(200)
    expect(await toOwners()).toEqual(lines)
  }
  // Who has access already gets none by it, and nobody is told.
  const again = { email: lid, role: 'member', proof }
  expect((await people.ask('POST', '/members', { body: again, cookie, company })).status).toBe(400)
  expect(await toOwners()).toEqual([])
  const more = { body: { role: 'accountant', proof }, cookie, company }
  expect((await people.ask('PUT', `/members/${account?.accountId}`, more)).status).toBe(200)
  expect(await toOwners()).toEqual(lines)
  const less = { body: { role: null }, cookie, company }
  expect((await people.ask('PUT', `/members/${account?.accountId}`, less)).status).toBe(200)
  expect(await toOwners()).toEqual([])
})
