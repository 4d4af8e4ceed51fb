/** How people come in by themselves, how they get help, and what the operator may do in their company. */
import { Hono } from 'hono'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { mountWebApp } from '../src/api/web-app.ts'
import { addAccount } from '../src/app/people/manage-accounts.ts'
import { signIn } from '../src/app/people/accounts.ts'
import type { Ports } from '../src/app/run/ports.ts'
import { mailAskedPasswords } from '../src/app/people/sign-up.ts'
import { sendMails } from '../src/app/tell/write-mail.ts'
import type { Mail } from '../src/ports/mail.ts'
import { openInside, type Inside } from './support/inside.ts'
import { clockSeen } from './support/outside.ts'

const password = 'een lang wachtwoord'
const own = { 'x-tentakel': '1', 'content-type': 'application/json' }
let shop: Inside
let ports: Ports
let app: Hono
const box: Mail[] = []

beforeAll(async () => {
  shop = await openInside({ file: { booking: { startDate: '2026-11-22' } } })
  ports = {
    ...shop.ports,
    publicUrl: 'https://tentakel.example',
    signUp: { mode: 'open', trialDays: 30 },
    mailer: {
      send(mail) {
        box.push(mail)
        return Promise.resolve({ kind: 'sent' })
      },
    },
  }
  app = new Hono()
  mountWebApp(app, ports, { folder: '/nowhere', signIn: { secure: false, testClock: true } })
  await addAccount(ports, { email: 'eigenaar@firma.example', password, role: 'owner', tenantId: shop.tenantId })
  await addAccount(ports, { email: 'beheer@dienst.example', password, role: 'operator', tenantId: null })
})
afterAll(() => shop.close())

async function ask(method: string, path: string, body: object = {}, cookie = '') {
  const headers = { ...own, cookie }
  const init = method === 'GET' ? { headers } : { method, headers, body: JSON.stringify(body) }
  const answer = await app.request(`/api${path}`, init)
  const json: unknown = await answer.json().catch(() => null)
  return { status: answer.status, json: json as Record<string, unknown>, cookie: cookieIn(answer) }
}

function cookieIn(answer: Response): string {
  return (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
}

async function cookieOf(email: string): Promise<string> {
  return (await ask('POST', '/session', { email, password })).cookie
}

const linkIn = (mail: Mail | undefined): string => /\/welcome#([0-9a-f]{64})/u.exec(mail?.text ?? '')?.[1] ?? ''

/** The link in the newest mail to this address that has one: notices of the same moment come in any order. */
async function linkTo(email: string): Promise<string> {
  await clockSeen()
  await mailAskedPasswords(ports)
  await sendMails(ports)
  return linkIn(box.findLast((mail) => mail.to === email && linkIn(mail) !== ''))
}

const wanted = { email: 'Nieuw@Winkel.example', password, company: 'Nieuwe winkel', language: 'nl' }

describe('signing up', () => {
  it('makes nothing before the address is proven, with the password that was chosen', async () => {
    const tenants = (await ports.store.directory.tenants()).length
    expect((await ask('POST', '/sign-up', wanted)).status).toBe(200)
    expect((await signIn(ports, wanted.email, { password, code: null })).kind).toBe('wrong')
    expect(await ports.store.directory.tenants()).toHaveLength(tenants)
    const link = await linkTo('nieuw@winkel.example')
    expect((await ask('POST', '/session/link/look', { link })).json).toMatchObject({ purpose: 'verify' })
    expect((await ask('POST', '/session/link', { link, password: 'van een ander iemand' })).status).toBe(403)
    const proven = await ask('POST', '/session/link', { link, password })
    expect(proven.status).toBe(200)
    const session = await ask('GET', '/session', {}, proven.cookie)
    expect(session.json).toMatchObject({
      account: 'nieuw@winkel.example',
      companies: [{ name: 'Nieuwe winkel', role: 'owner' }],
    })
    expect((await ask('POST', '/session/link', { link, password })).status).toBe(403)
    const made = (await ports.store.directory.tenants()).find(({ name }) => name === 'Nieuwe winkel')
    expect(made?.trialUntil).toBe('2026-12-24')
  })

  it('answers the same for an address that is known, and its mail leads to a new password', async () => {
    const answer = await ask('POST', '/sign-up', { ...wanted, email: 'eigenaar@firma.example' })
    expect(answer).toMatchObject({ status: 200, json: { mailed: true } })
    const link = await linkTo('eigenaar@firma.example')
    expect((await ask('POST', '/session/link/look', { link })).json).toMatchObject({ purpose: 'password' })
  })

  it('another company of the same name is another company', async () => {
    await ask('POST', '/sign-up', { ...wanted, email: 'tweede@winkel.example' })
    await ask('POST', '/session/link', { link: await linkTo('tweede@winkel.example'), password })
    const names = (await ports.store.directory.tenants()).map(({ name }) => name)
    expect(names.filter((name) => name.startsWith('Nieuwe winkel'))).toEqual(['Nieuwe winkel', 'Nieuwe winkel'])
  })

  it('names the field that is wrong, and is closed where the operator closed it', async () => {
    for (const [field, value] of Object.entries({ email: 'geen adres', company: ' ', password: 'kort' }))
      expect((await ask('POST', '/sign-up', { ...wanted, [field]: value })).json).toMatchObject({
        faults: [{ path: field }],
      })
    const { mode } = ports.signUp
    ports.signUp.mode = 'closed'
    expect((await ask('POST', '/sign-up', wanted)).status).toBe(403)
    ports.signUp.mode = mode
  })

  it('the operator sees who waits for a mail, and lets in nobody in whose place: only a mailbox proves an address', async () => {
    const operator = await cookieOf('beheer@dienst.example')
    await ask('POST', '/sign-up', { ...wanted, email: 'derde@winkel.example', company: 'Derde' })
    const seen = await ask('GET', '/operator', {}, operator)
    const [pending] = seen.json['pendingSignUps'] as Record<string, string>[]
    expect(pending).toEqual({ email: 'derde@winkel.example', company: 'Derde', by: null })
    expect((await signIn(ports, 'derde@winkel.example', { password, code: null })).kind).toBe('wrong')
  })

  it('the operator invites', async () => {
    const operator = await cookieOf('beheer@dienst.example')
    await ask('POST', '/operator/invitations?language=fr', { email: 'vierde@winkel.example' }, operator)
    const waits = (await ask('GET', '/operator', {}, operator)).json['pendingSignUps'] as object[]
    expect(waits).toContainEqual({ email: 'vierde@winkel.example', company: null, by: 'beheer@dienst.example' })
    const link = await linkTo('vierde@winkel.example')
    expect(box.findLast(({ to }) => to === 'vierde@winkel.example')?.subject).toContain('Invitation')
    expect((await ask('POST', '/session/link', { link, password })).json).toMatchObject({
      faults: [{ path: 'company' }],
    })
    const accepted = await ask('POST', '/session/link', { link, password, company: 'Vierde' })
    const { companies } = (await ask('GET', '/session', {}, accepted.cookie)).json as {
      companies: { tenantId: string }[]
    }
    expect(companies).toMatchObject([{ name: 'Vierde' }])
    // Who invited stands in the company's trail, where its owner reads it, and among the security events.
    const own = await ask('GET', `/consent?company=${companies[0]?.tenantId}`, {}, accepted.cookie)
    expect(own.json['acts']).toMatchObject([{ who: 'beheer@dienst.example', act: 'POST /operator/invitations' }])
    const events = (await ask('GET', '/operator/security', {}, operator)).json as unknown as object[]
    expect(events).toContainEqual(
      expect.objectContaining({ who: 'beheer@dienst.example', kind: 'invitation', about: 'offered a company' }),
    )
  })
})

it('a new password by mail: once, and the old sessions end', async () => {
  const before = await cookieOf('eigenaar@firma.example')
  expect((await ask('POST', '/session/new-password', { email: 'onbekend@x.example', language: 'nl' })).status).toBe(200)
  await ask('POST', '/session/new-password', { email: 'eigenaar@firma.example', language: 'nl' })
  const link = await linkTo('eigenaar@firma.example')
  expect((await ask('POST', '/session/link', { link, password: 'een ander wachtwoord' })).status).toBe(200)
  expect((await ask('GET', '/overview', {}, before)).status).toBe(401)
  expect((await ask('POST', '/session/link', { link, password })).status).toBe(403)
  await ask('POST', '/session/new-password', { email: 'eigenaar@firma.example', language: 'nl' })
  await ask('POST', '/session/link', { link: await linkTo('eigenaar@firma.example'), password })
})

describe('the operator in a company of others', () => {
  it('sees nothing without the consent of its owner, and leaves a trail with it', async () => {
    const operator = await cookieOf('beheer@dienst.example')
    const owner = await cookieOf('eigenaar@firma.example')
    const at = `?company=${shop.tenantId}`
    expect((await ask('GET', `/overview${at}`, {}, operator)).status).toBe(403)
    expect((await ask('PUT', `/consent${at}`, { days: 7 }, operator)).status).toBe(403)
    expect((await ask('PUT', `/consent${at}`, { days: 7 }, owner)).status).toBe(200)
    expect((await ask('GET', `/overview${at}`, {}, operator)).status).toBe(200)
    expect((await ask('PUT', `/consent${at}`, { days: 30 }, operator)).status).toBe(403)
    await ask('POST', `/retry${at}`, { all: true }, operator)
    const { json } = await ask('GET', `/consent${at}`, {}, owner)
    expect((json['acts'] as { act: string }[]).map(({ act }) => act).toSorted()).toEqual([
      'GET /overview',
      'POST /retry',
    ])
    await ask('DELETE', `/consent${at}`, {}, owner)
    expect((await ask('GET', `/overview${at}`, {}, operator)).status).toBe(403)
  })
})

describe('Meld probleem', () => {
  it('reaches the operator with its evidence, and the answer reaches who asked', async () => {
    const order = await shop.place({ country: 'BE' })
    await shop.act(order, 'ship')
    await shop.sync()
    const owner = await cookieOf('eigenaar@firma.example')
    const operator = await cookieOf('beheer@dienst.example')
    const at = `?company=${shop.tenantId}`
    const { json } = await ask('POST', `/support${at}`, { order, text: 'Waarom 21 %?' }, owner)
    const id = String(json['id'])
    await linkTo('')
    expect(box.findLast(({ to }) => to === 'beheer@dienst.example')?.subject).toContain('Mijn bedrijf')
    expect((await ask('GET', '/operator/inbox', {}, operator)).json).toMatchObject([{ requestId: id, state: 'open' }])
    const seen = await ask('GET', `/operator/inbox/${id}`, {}, operator)
    expect(seen.json).toMatchObject({
      orderId: order,
      evidence: { order, status: 'POST' },
      messages: [{ text: 'Waarom 21 %?' }],
    })
    await ask('POST', `/operator/inbox/${id}/answer`, { text: 'Dat is het tarief van het artikel.' }, operator)
    const [answered] = (await ask('GET', `/support${at}`, {}, owner)).json as unknown as { messages: object[] }[]
    expect(answered).toMatchObject({ state: 'answered' })
    expect(answered?.messages).toMatchObject([{ byOperator: false }, { byOperator: true }])
    await linkTo('')
    expect(box.at(-1)).toMatchObject({ to: 'eigenaar@firma.example' })
    expect(box.at(-1)?.text).not.toContain('tarief')
    const stranger = await cookieOf('nieuw@winkel.example')
    expect((await ask('POST', `/support/${id}/answer`, { text: 'x' }, stranger)).status).toBe(404)
  })
})

it('after the trial orders are captured and nothing is posted; what is extended is booked then', async () => {
  const { directory } = ports.store
  await directory.setTrial(shop.tenantId, '2026-11-23')
  const order = await shop.place({ country: 'BE' })
  await shop.act(order, 'ship')
  expect(await shop.sync()).toMatchObject({ captured: 1, waiting: 1 })
  expect((await shop.problems()).map(({ code }) => code)).toContain('SYS-PROEF')
  expect(await shop.entries(order)).toEqual([])
  await directory.setTrial(shop.tenantId, '2026-11-24')
  await shop.sync()
  expect(await shop.entries(order)).toHaveLength(1)
  expect((await shop.problems()).map(({ code }) => code)).not.toContain('SYS-PROEF')
})
