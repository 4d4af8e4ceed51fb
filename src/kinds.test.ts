/** What both kinds count a login's calls under. */
import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import { json, memoryLimits, standingClock, brusselsCalendar, TOKEN_BODY } from './adapters/bol/testkit.ts'
import { readConfig } from './config.ts'
import { readLimits, rowsOf } from './kinds.ts'
import type { Secrets } from './ports/secrets.ts'

const apis = {
  TENTAKEL_BOL_LOGIN_URL: 'http://127.0.0.1:1',
  TENTAKEL_BOL_API_URL: 'http://127.0.0.1:2',
  TENTAKEL_OCTOPUS_API_URL: 'http://127.0.0.1:3',
  TENTAKEL_OCTOPUS_SOFTWARE_HOUSE: '00000000-0000-4000-8000-000000000000',
}

/** Both sides under one user with this password, and the keys that their calls were counted under. */
async function countedUnder(password: string): Promise<{ calls: string[]; logins: string[] }> {
  const read = readConfig(apis)
  if (read.kind !== 'ok') throw new Error('no config')
  const limits = readLimits(read.config)
  if (limits.kind !== 'ok') throw new Error('no limits')
  const callLimits = memoryLimits()
  const hash = (text: string): string => createHash('sha256').update(text).digest('hex')
  const { sources, ledgers } = rowsOf({
    config: read.config,
    http: {
      send: ({ url }) =>
        Promise.resolve(
          json(
            200,
            url.endsWith('token') ? TOKEN_BODY : { token: 'a', Dossiertoken: 'b', retailerId: '1', accounts: [] },
          ),
        ),
    },
    clock: standingClock(),
    calendar: brusselsCalendar(),
    secrets: { fingerprint: hash } as unknown as Secrets,
    digest: hash,
    callLimits,
    tokensOf: () => ({ get: (_name, _options, login) => login() }),
    limits: limits.limits,
  })
  const tenantId = 't'
  const shop = sources[0]?.open({ tenantId, keys: { clientId: 'shop', clientSecret: password } })
  const books = ledgers[0]?.open({
    tenantId,
    keys: { user: 'u@books.example', password },
    dossierId: 49555,
    book: () => {
      throw new Error('no book is read')
    },
  })
  await shop?.identify()
  await books?.readVatCodes()
  const keys = callLimits.taken.map(({ key }) => key)
  const isLogin = (key: string): boolean => /login|authentication/.test(key)
  return { calls: keys.filter((key) => !isLogin(key)), logins: keys.filter(isLogin) }
}

it('calls count on under another password of the same user; a login that was not let in counts for itself', async () => {
  const [before, after] = [await countedUnder('een-geheim'), await countedUnder('ander-geheim')]
  expect(before.calls.length).toBeGreaterThanOrEqual(3)
  expect(after.calls).toEqual(before.calls)
  expect(after.logins).not.toEqual(before.logins)
})
