/** Who asks the operator, and how often; and which tokens an owner wakes up. */
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { sendMails } from '../../src/app/tell/write-mail.ts'
import { openPeople, proof, type People } from '../support/people.ts'
import { clockSeen } from '../support/outside.ts'

let people: People
let owner: string
let operator: string
let company: string

beforeAll(async () => {
  people = await openPeople()
  company = people.shop.tenantId
  await people.add('baas@firma.example', 'owner')
  await people.add('tweede@firma.example', 'owner')
  await people.add('lezer@firma.example', 'reader')
  await people.add('beheer@dienst.example', 'operator')
})
afterAll(() => people.close())
beforeEach(async () => {
  await people.later(3_600_000)
  owner = await people.cookieOf('baas@firma.example')
  operator = await people.cookieOf('beheer@dienst.example')
})

const token = async (name: string, cookie = owner) => {
  const made = await people.ask('POST', '/tokens', { body: { name, scope: 'read', proof }, cookie, company })
  const { tokenId } = made.json['made'] as { tokenId: string }
  return { tokenId, headers: { authorization: `Bearer ${String(made.json['token'])}` } }
}
const answer = (id: unknown) =>
  people.ask('POST', `/operator/inbox/${String(id)}/answer`, { body: { text: 'Zo zit het.' }, cookie: operator })
const answersTo = async () => {
  await clockSeen()
  await sendMails(people.ports)
  const mails = people.box.filter(({ subject }) => subject.includes('ntwoord')).map(({ to }) => to)
  people.box.length = 0
  return mails
}

it('the operator’s answer goes to the account that asked, not to whom a token is named after', async () => {
  await answersTo()
  const { headers } = await token('slachtoffer@elders.example')
  const asked = await people.ask('POST', '/support', { body: { text: 'Help' }, headers })
  expect(asked.status).toBe(200)
  expect((await answer(asked.json['id'])).status).toBe(200)
  expect(await answersTo()).toEqual([])
  const cookie = await people.cookieOf('lezer@firma.example')
  const own = await people.ask('POST', '/support', { body: { text: 'Help' }, cookie, company })
  await answer(own.json['id'])
  expect(await answersTo()).toEqual(['lezer@firma.example'])
  const listed = await people.ask('GET', '/support', { cookie, company })
  expect(JSON.stringify(listed.json)).not.toContain('accountId')
})

it('a reader sends the operators twenty words an hour, reports and what he adds together', async () => {
  const cookie = await people.cookieOf('lezer@firma.example')
  const statuses: number[] = []
  let id = ''
  for (let n = 0; n < 30; n += 1) {
    const path = n % 2 === 0 ? '/support' : `/support/${id}/answer`
    const said = await people.ask('POST', path, { body: { text: `Nog een ${n}` }, cookie, company })
    if (n % 2 === 0 && said.status === 200) id = String(said.json['id'])
    statuses.push(said.status)
  }
  expect(statuses.filter((status) => status === 200)).toHaveLength(20)
  expect(statuses.slice(20)).toEqual(statuses.slice(20).map(() => 429))
})

it('a token whose maker is no owner any more is shown as such, and wakes up for nobody', async () => {
  const second = await people.cookieOf('tweede@firma.example')
  const { tokenId, headers } = await token('Blad', second)
  const alive = await token('Ander blad')
  const { accounts } = people.ports.store.directory
  const { accountId } = (await accounts.byEmail('tweede@firma.example')) ?? { accountId: '' }
  const demoted = { body: { role: 'reader', proof }, cookie: owner, company }
  expect((await people.ask('PUT', `/members/${accountId}`, demoted)).status).toBe(200)
  const listed = (await people.ask('GET', '/tokens', { cookie: owner, company })).json as unknown as {
    tokenId: string
    makerGone: boolean
  }[]
  const isGone = (id: string) => listed.find((row) => row.tokenId === id)?.makerGone
  expect([isGone(tokenId), isGone(alive.tokenId)]).toEqual([true, false])
  const confirm = (id: string) =>
    people.ask('POST', `/tokens/${id}/confirm`, { body: { proof }, cookie: owner, company })
  expect((await confirm(tokenId)).status).toBe(404)
  expect((await people.ask('GET', '/overview', { headers })).status).toBe(401)
  // Nor does one change hands that does not rest.
  expect((await confirm(alive.tokenId)).status).toBe(404)
})
