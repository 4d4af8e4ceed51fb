/** Goal: one login per credential, over all callers; a refused one is never repeated by itself. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { firstTenant, openTestStore, type TestStore } from '../../../../test/support/test-store.ts'
import type { TokenAnswer } from '../../../ports/tokens.ts'
import { createTokens } from './tokens.ts'

let test: TestStore
beforeAll(async () => {
  test = await openTestStore()
  await test.store.directory.findOrAddTenant('Eerste', firstTenant, now)
})
afterAll(() => test.close())

const now = Date.parse('2026-11-24T10:00:00Z')

function counted(answer: TokenAnswer): { login: () => Promise<TokenAnswer>; times: () => number } {
  let times = 0
  return {
    login: () => {
      times += 1
      return Promise.resolve(answer)
    },
    times: () => times,
  }
}

it('logs in once for many callers in two processes, and again when the token was refused or is about to end', async () => {
  const [one, two] = [
    createTokens(test.database, firstTenant, test.secrets),
    createTokens(test.database, firstTenant, test.secrets),
  ]
  const first = counted({ kind: 'token', token: { token: 'a', expiresAt: now + 600_000 } })
  const answers = await Promise.all([one, two, one, two].map((tokens) => tokens.get('bol:1', { now }, first.login)))
  expect(answers.every((answer) => answer.kind === 'token' && answer.token.token === 'a')).toBe(true)
  expect(first.times()).toBe(1)
  const next = counted({ kind: 'token', token: { token: 'b', expiresAt: now + 900_000 } })
  expect(await one.get('bol:1', { now, stale: 'a' }, next.login)).toMatchObject({ token: { token: 'b' } })
  expect(await two.get('bol:1', { now: now + 545_000 }, next.login)).toMatchObject({ token: { token: 'b' } })
  expect(next.times()).toBe(1)
})

it('hands out a token that lives for less than its margin for half its life: no login per call', async () => {
  const tokens = createTokens(test.database, firstTenant, test.secrets)
  const short = counted({ kind: 'token', token: { token: 'short', expiresAt: now + 30_000 } })
  for (const passed of [0, 1, 14]) {
    const other = createTokens(test.database, firstTenant, test.secrets)
    for (const each of [tokens, other])
      expect(await each.get('bol:short', { now: now + passed * 1_000 }, short.login)).toMatchObject({ kind: 'token' })
  }
  expect(short.times()).toBe(1)
  await tokens.get('bol:short', { now: now + 16_000 }, short.login)
  expect(short.times()).toBe(2)
})

it('remembers a refused login until the keys are saved again', async () => {
  const tokens = createTokens(test.database, firstTenant, test.secrets)
  const refused = counted({ kind: 'failed', refusal: { kind: 'loginRefused', detail: 'wrong password' } })
  for (let call = 0; call < 3; call += 1)
    expect(await tokens.get('octopus:user:1', { now }, refused.login)).toMatchObject({ kind: 'failed' })
  expect(refused.times()).toBe(1)
  await test.store.forTenant(firstTenant).transaction((tx) => tx.connections.forgetTokens(['octopus:user:1'], 'all'))
  await tokens.get('octopus:user:1', { now }, refused.login)
  expect(refused.times()).toBe(2)
})

it('keeps no token in plain text', async () => {
  const tokens = createTokens(test.database, firstTenant, test.secrets)
  const secret = counted({ kind: 'token', token: { token: 'SECRET-TOKEN-1', expiresAt: now + 600_000 } })
  await tokens.get('bol:2', { now }, secret.login)
  const { Client } = await import('pg')
  const owner = new Client({ connectionString: test.ownerUrl })
  await owner.connect()
  const { rows } = await owner.query<{ text: string }>('select t::text as text from access_token t')
  await owner.end()
  expect(rows.length).toBeGreaterThan(0)
  expect(rows.filter((row) => row.text.includes('SECRET-TOKEN'))).toEqual([])
})
