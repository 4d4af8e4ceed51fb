import { expect, it } from 'vitest'
import { configWarnings } from './config-warnings.ts'
import { readConfig } from './config.ts'

const database = {
  TENTAKEL_SECRET_KEY: Buffer.alloc(32, 7).toString('base64'),
  TENTAKEL_INSTALLATION_ID: 'an installation',
}

function warned(environment: Record<string, string>): string[] {
  const answer = readConfig(environment)
  if (answer.kind !== 'ok') throw new Error(JSON.stringify(answer.faults))
  return configWarnings(answer.config).map(({ path }) => path)
}

it('this machine alone, and https before it, need no warning', () => {
  expect(warned({})).toEqual([])
  expect(warned({ TENTAKEL_URL: 'https://tentakel.example', TENTAKEL_HOST: '0.0.0.0' })).toEqual([])
  expect(warned({ ...database, DATABASE_URL: 'postgresql://t@127.0.0.1/t' })).toEqual([])
  expect(warned({ ...database, DATABASE_URL: 'postgresql://t@db.example/t?sslmode=verify-full' })).toEqual([])
})

it.each([
  ['TENTAKEL_URL', { TENTAKEL_URL: 'http://tentakel.example' }],
  ['TENTAKEL_HOST', { TENTAKEL_HOST: '0.0.0.0' }],
  ['TENTAKEL_METRICS_HOST', { TENTAKEL_METRICS_HOST: '0.0.0.0' }],
  [
    'TENTAKEL_SMTP_URL',
    {
      TENTAKEL_URL: 'https://tentakel.example',
      TENTAKEL_SMTP_URL: 'smtp://mail.example',
      TENTAKEL_MAIL_FROM: 't@firma.example',
    },
  ],
  // Links in mails would lead nowhere.
  ['TENTAKEL_URL', { TENTAKEL_SMTP_URL: 'smtps://mail.example', TENTAKEL_MAIL_FROM: 't@firma.example' }],
  ['DATABASE_URL', { ...database, DATABASE_URL: 'postgresql://t@db.example/t?sslmode=disable' }],
])('what others can read along with is named: %s', (path, environment) => {
  expect(warned(environment)).toEqual([path])
})

it('a key of zeros is refused where others reach the database, and named where nobody does; the second proof is asked for where the address is public', () => {
  const zeros = { ...database, TENTAKEL_SECRET_KEY: Buffer.alloc(32).toString('base64') }
  const elsewhere = { ...zeros, DATABASE_URL: 'postgresql://t@db.example/t?sslmode=verify-full' }
  expect(readConfig(elsewhere)).toMatchObject({ kind: 'faults', faults: [{ path: 'TENTAKEL_SECRET_KEY' }] })
  expect(warned({ ...zeros, DATABASE_URL: 'postgresql://t@127.0.0.1/t' })).toEqual(['TENTAKEL_SECRET_KEY'])
  expect(readConfig({ TENTAKEL_URL: 'https://tentakel.example' })).toMatchObject({
    config: { secondProof: 'required' },
  })
  expect(readConfig({})).toMatchObject({ config: { secondProof: 'optional' } })
})
