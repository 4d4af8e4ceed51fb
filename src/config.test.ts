import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { dropForeignSettings, readConfig } from './config.ts'

const key = Buffer.alloc(32, 7).toString('base64')

function faultsOf(environment: Record<string, string>): string[] {
  const answer = readConfig(environment)
  return answer.kind === 'faults' ? answer.faults.map((fault) => fault.path) : []
}

describe('the environment', () => {
  it('keeps what belongs to libraries from them', () => {
    const environment: Record<string, string | undefined> = {
      PGSSLMODE: 'disable',
      PGOPTIONS: '-c x=y',
      NODE_TLS_REJECT_UNAUTHORIZED: '0',
      PATH: '/bin',
    }
    dropForeignSettings(environment)
    expect(environment).toEqual({ PATH: '/bin' })
  })

  it.each([
    ['?sslmode=require', 'sslmode=verify-full'],
    ['?sslmode=no-verify', 'sslmode=no-verify'],
    ['', '/books'],
  ])('takes a database address with %j', (query, part) => {
    const own = { TENTAKEL_SECRET_KEY: key, TENTAKEL_INSTALLATION_ID: 'one' }
    const answer = readConfig({ ...own, DATABASE_URL: `postgresql://u:p@db.example/books${query}` })
    expect(answer.kind === 'ok' && answer.config.databaseUrl).toContain(part)
  })

  it('refuses a database address whose encryption it does not know, or whose authority cannot be read', () => {
    const own = { TENTAKEL_SECRET_KEY: key, TENTAKEL_INSTALLATION_ID: 'one' }
    const query = 'sslmode=sometimes&sslrootcert=/nowhere/ca.pem'
    expect(faultsOf({ ...own, DATABASE_URL: `postgresql://u:p@db.example/books?${query}` })).toEqual([
      'DATABASE_URL',
      'DATABASE_URL',
    ])
  })

  it('needs nothing', () => {
    expect(readConfig({})).toMatchObject({
      kind: 'ok',
      config: {
        databaseUrl: null,
        web: { port: 3000, host: '127.0.0.1' },
        metrics: { port: 9464 },
        signup: 'closed',
        logLevel: 'info',
        bol: { apiUrl: 'https://api.bol.com' },
      },
    })
  })

  it('tells all faults together, each with an example', () => {
    const environment = {
      TENTAKEL_PORT: '99999',
      TENTAKEL_BOL_API_URL: 'http://api.bol.com',
      TENTAKEL_SIGNUP: 'maybe',
      TENTAKEL_OCTOPUS_SOFTWARE_HOUSE: 'abc',
      TENTAKEL_SECRET_KEY: 'short',
    }
    expect(faultsOf(environment).toSorted()).toEqual(Object.keys(environment).toSorted())
    const answer = readConfig(environment)
    expect(
      answer.kind === 'faults' && answer.faults.every((fault) => /e\.g\.|such as|one of/u.test(fault.message)),
    ).toBe(true)
  })

  it('lets base addresses have a path and be plain only on this machine', () => {
    const answer = readConfig({
      TENTAKEL_BOL_API_URL: 'http://127.0.0.1:4000/bol/',
      TENTAKEL_OCTOPUS_API_URL: 'https://ledger.example/v1/',
    })
    expect(answer).toMatchObject({
      config: { bol: { apiUrl: 'http://127.0.0.1:4000/bol' }, octopus: { apiUrl: 'https://ledger.example/v1' } },
    })
    expect(faultsOf({ TENTAKEL_BOL_API_URL: 'http://localhost.example.com/' })).toEqual(['TENTAKEL_BOL_API_URL'])
  })

  it.each(['https://ledger.example/v1#', 'https://ledger.example/v1?', 'https://ledger.example/#/'])(
    'refuses %s as a base address: what is joined to it would not be its path',
    (address) => {
      expect(faultsOf({ TENTAKEL_OCTOPUS_API_URL: address })).toEqual(['TENTAKEL_OCTOPUS_API_URL'])
    },
  )

  it('takes a test clock only when no real API can be reached', () => {
    const clock = { TENTAKEL_TEST_CLOCK: 'http://127.0.0.1:4000/clock' }
    expect(faultsOf(clock)).toContain('TENTAKEL_TEST_CLOCK')
    const local = Object.fromEntries(
      ['BOL_LOGIN', 'BOL_API', 'OCTOPUS_API'].map((name) => [`TENTAKEL_${name}_URL`, 'http://127.0.0.1:4000/x']),
    )
    expect(faultsOf({ ...clock, ...local })).toEqual([])
    expect(faultsOf({ ...clock, ...local, TENTAKEL_OCTOPUS_API_URL: 'https://service.inaras.be/x' })).toEqual([
      'TENTAKEL_TEST_CLOCK',
    ])
  })

  it('wants a key and an installation id beside a database of the operator’s own', () => {
    const database = { DATABASE_URL: 'postgresql://tentakel@db.example/tentakel' }
    expect(faultsOf(database)).toEqual(['TENTAKEL_SECRET_KEY', 'TENTAKEL_INSTALLATION_ID'])
    expect(faultsOf({ ...database, TENTAKEL_SECRET_KEY: key, TENTAKEL_INSTALLATION_ID: 'one' })).toEqual([])
    expect(faultsOf({ ...database, TENTAKEL_SECRET_KEY: ' , ', TENTAKEL_INSTALLATION_ID: 'one' })).toEqual([
      'TENTAKEL_SECRET_KEY',
    ])
  })

  it('reads a limits file, and names what is wrong in it', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'tentakel-config-'))
    const file = path.join(folder, 'limits.json')
    writeFileSync(file, '{"scope":"user","invoicesEnforceNumber":"yes"}')
    expect(readConfig({ TENTAKEL_LIMITS: file })).toMatchObject({
      config: { limits: { scope: 'user', invoicesEnforceNumber: 'yes' } },
    })
    writeFileSync(file, '{"scop":"user","invoicesEnforceNumber":"perhaps"}')
    expect(faultsOf({ TENTAKEL_LIMITS: file })).toEqual([
      'TENTAKEL_LIMITS scop',
      'TENTAKEL_LIMITS invoicesEnforceNumber',
    ])
    writeFileSync(file, 'limits')
    expect(faultsOf({ TENTAKEL_LIMITS: file })).toEqual(['TENTAKEL_LIMITS'])
    writeFileSync(file, '{"octopus":{"POST /invoices":1,"POST /invoices":9}}')
    expect(faultsOf({ TENTAKEL_LIMITS: file })).toEqual(['TENTAKEL_LIMITS octopus.POST /invoices'])
    expect(faultsOf({ TENTAKEL_LIMITS: path.join(folder, 'absent.json') })).toEqual(['TENTAKEL_LIMITS'])
  })

  it('never repeats a key', () => {
    const answer = readConfig({ TENTAKEL_SECRET_KEY: 'SECRET-not-base64', TENTAKEL_SECRET_KEY_OLD: 'SECRET-2' })
    expect(JSON.stringify(answer)).not.toContain('SECRET-')
  })
})
