/** The code that `start` prints is read by somebody else, or used again. */
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { newTerminalCode, terminalCodeMinutes, type TerminalCode } from '../../src/app/people/terminal-code.ts'
import { openPeople, password, type People } from '../support/people.ts'

let people: People
let code: TerminalCode

beforeAll(async () => {
  people = await openPeople()
})
beforeEach(async () => {
  code = (await newTerminalCode(people.ports)) as TerminalCode
  people.signIn.code = code
})
afterAll(() => people.close())

const enter = (given = code.code, from?: string) =>
  people.ask('POST', '/session', { body: { code: given }, ...(from === undefined ? {} : { from }) })
const isIn = async (cookie: string) => (await people.ask('GET', '/operator', { cookie })).status === 200

it('works once', async () => {
  const first = await enter()
  expect(await isIn(first.cookie)).toBe(true)
  expect((await enter()).status).toBe(403)
})

it('works for minutes', async () => {
  await people.later(terminalCodeMinutes * 60_000)
  expect((await enter()).status).toBe(403)
})

it('is slowed down for who guesses', async () => {
  const statuses = []
  for (let n = 0; n < 40; n += 1) statuses.push((await enter('0'.repeat(20), '203.0.113.9')).status)
  expect(statuses.filter((status) => status === 403).length).toBeLessThanOrEqual(20)
})

it('its session ends with signing out, and with a restart or new keys', async () => {
  const { cookie } = await enter()
  await people.ask('DELETE', '/session', { cookie })
  expect(await isIn(cookie)).toBe(false)
  people.signIn.code = (await newTerminalCode(people.ports)) as TerminalCode
  const again = await enter(people.signIn.code.code)
  await people.ports.store.directory.accounts.closeTerminal()
  expect(await isIn(again.cookie)).toBe(false)
})

it('makes the first operator, who takes its place: no code, and no session of one, is worth anything then', async () => {
  const spare = await enter()
  const other = (await newTerminalCode(people.ports)) as TerminalCode
  const body = { email: 'beheer@dienst.example', password }
  const made = await people.ask('POST', '/first-operator', { body, cookie: spare.cookie })
  expect(await isIn(made.cookie)).toBe(true)
  expect(await isIn(spare.cookie)).toBe(false)
  people.signIn.code = other
  expect((await enter(other.code)).status).toBe(403)
  expect(await newTerminalCode(people.ports)).toBeNull()
  const second = { email: 'tweede@dienst.example', password }
  expect((await people.ask('POST', '/first-operator', { body: second, cookie: made.cookie })).status).toBe(403)
  await people.ports.store.directory.accounts.remove(
    (await people.ports.store.directory.accounts.byEmail(body.email))?.accountId ?? '',
  )
})
