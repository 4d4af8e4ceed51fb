/** Goal: tokens live 600 seconds, prove what they were given for, and failed logins are counted. */

import { describe, expect, it } from 'vitest'
import { bodyOf, testOctopus } from './test-client.ts'
import type { ErrorBody } from './test-client.ts'

describe('tokens', () => {
  it('end after 600 seconds, both of them', () => {
    const test = testOctopus()
    const headers = { token: test.userToken() }
    const dossierHeaders = { dossiertoken: test.dossierToken() }
    const statuses = (): number[] => [
      test.send('GET /dossiers', { headers }).status,
      test.send(`GET /dossiers/${test.dossier}/bookyears`, { headers: dossierHeaders }).status,
    ]
    test.advance(599_999)
    expect(statuses()).toEqual([200, 200])
    test.advance(1)
    expect(statuses()).toEqual([401, 401])
  })

  it('of one dossier open no other', () => {
    const test = testOctopus({ dossiers: 2 })
    const headers = { dossiertoken: test.dossierToken() }
    const answer = test.send(`GET /dossiers/${test.dossier + 1}/bookyears`, { headers })
    expect([answer.status, bodyOf(answer)]).toEqual([
      401,
      { technicalInfo: 'Invalid or expired token presented, unauthorized' },
    ])
  })

  it('work several at a time', () => {
    const test = testOctopus()
    const open = (): string => {
      const answer = test.send(`POST /dossiers?dossierId=${test.dossier}`, { headers: { token: test.userToken() } })
      return bodyOf<{ Dossiertoken: string }>(answer).Dossiertoken
    }
    const [first, second] = [open(), open()]
    expect(first).not.toBe(second)
    for (const dossiertoken of [first, second]) {
      expect(test.send(`GET /dossiers/${test.dossier}/vatcodes`, { headers: { dossiertoken } }).status).toBe(200)
    }
  })

  it('are missed with -79, also when the other kind is sent, and that breaks the document', () => {
    const test = testOctopus()
    const answer = test.send(`GET /dossiers/${test.dossier}/vatcodes`, { headers: { token: test.userToken() } })
    expect(answer.status).toBe(401)
    expect(bodyOf<ErrorBody>(answer)).toMatchObject({ errorCode: -79, errorMessage: 'Empty access token' })
    expect(test.world.violations.map((violation) => violation.rule)).toEqual([
      'header dossiertoken is required and missing',
    ])
  })
})

describe('logging in', () => {
  it('with a software house that does not exist is refused with -68 and is no failed password', () => {
    const test = testOctopus({ settings: { lockAfterFailures: 1 } })
    const { user, userPassword: password } = test.octopus.access
    const headers = { softwarehouseuuid: '00000000-0000-4000-8000-000000000000' }
    const answer = test.send('POST /authentication', { headers, body: { user, password } })
    expect([answer.status, bodyOf<ErrorBody>(answer).errorCode]).toEqual([401, -68])
    expect(test.logIn().status).toBe(200)
  })

  it('locks the user after n failures in a row, until somebody unlocks him', () => {
    const test = testOctopus({ settings: { lockAfterFailures: 2 } })
    test.logIn('wrong')
    expect(test.logIn().status).toBe(200)
    test.logIn('wrong')
    test.logIn('wrong')
    expect(test.logIn().status).toBe(401)
    expect(test.octopus.admin('GET', '/counters', undefined)).toMatchObject({ failedLogins: 3, userLocked: true })
    test.byHand({ action: 'unlockUser' })
    expect(test.logIn().status).toBe(200)
  })

  it('fails after the password was changed; tokens that are out go on', () => {
    const test = testOctopus()
    const headers = { token: test.userToken() }
    test.byHand({ action: 'changePassword', password: 'Ander-1' })
    expect([test.logIn().status, test.logIn('Ander-1').status]).toEqual([401, 200])
    expect(test.send('GET /dossiers', { headers }).status).toBe(200)
  })
})

describe('opening a dossier', () => {
  it('is refused when it is disabled or does not exist, and a disabled one is listed without its key', () => {
    const test = testOctopus({ dossiers: 2 })
    test.byHand({ action: 'setDossier', dossier: test.dossier + 1, disabled: true })
    const headers = { token: test.userToken() }
    const statuses = [test.dossier, test.dossier + 1, 1].map(
      (id) => test.send(`POST /dossiers?dossierId=${id}`, { headers }).status,
    )
    expect(statuses).toEqual([200, 403, 404])
    const rows = bodyOf<{ dossierKey?: { id: number } }[]>(test.send('GET /dossiers', { headers }))
    expect(rows.map((row) => row.dossierKey?.id)).toEqual([test.dossier, undefined])
  })

  it('chooses the language of messages', () => {
    const test = testOctopus()
    const message = (localeId: number): string | undefined => {
      const opened = test.send(`POST /dossiers?dossierId=${test.dossier}&localeId=${localeId}`, {
        headers: { token: test.userToken() },
      })
      const dossiertoken = bodyOf<{ Dossiertoken: string }>(opened).Dossiertoken
      const answer = test.send(`GET /dossiers/${test.dossier}/bookyears/9`, { headers: { dossiertoken } })
      return bodyOf<ErrorBody>(answer).errorMessage
    }
    expect(message(0)).toBe('Het boekjaar bestaat niet.')
    expect(message(3)).toBe('The bookyear does not exist.')
  })
})
