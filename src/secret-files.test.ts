import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readConfig, type Config, type ConfigFault } from './config.ts'
import { secretNames } from './secret-files.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'tentakel-secrets-'))
const key = Buffer.alloc(32, 7).toString('base64')
const values: Record<(typeof secretNames)[number], string> = {
  DATABASE_URL: 'postgresql://tentakel:p%40ss@db.example/tentakel?sslmode=verify-full',
  TENTAKEL_SECRET_KEY: key,
  TENTAKEL_SECRET_KEY_OLD: `${Buffer.alloc(32, 1).toString('base64')},${Buffer.alloc(32, 2).toString('base64')}`,
  TENTAKEL_INSTALLATION_ID: '6f0c5c3e-9f4f-4f6e-8f9b-0a8f6a8b1c11',
  TENTAKEL_OCTOPUS_SOFTWARE_HOUSE: '01234567-89ab-cdef-0123-456789abcdef',
  TENTAKEL_SMTP_URL: 'smtps://mail:secret@mail.example',
}
const rest = { TENTAKEL_MAIL_FROM: 'Tentakel <tentakel@firma.example>' }

function file(name: string, text: string): string {
  const place = path.join(folder, name)
  writeFileSync(place, text)
  return place
}

function configOf(environment: Record<string, string>): Config {
  const answer = readConfig(environment)
  if (answer.kind === 'faults') throw new Error(JSON.stringify(answer.faults))
  return answer.config
}

function faultsOf(environment: Record<string, string>): ConfigFault[] {
  const answer = readConfig(environment)
  return answer.kind === 'faults' ? answer.faults : []
}

beforeAll(() => chmodSync(folder, 0o700))
afterAll(() => rmSync(folder, { recursive: true }))

describe('secrets in files', () => {
  it.each(['', '\n', '\r\n', '\n\n'])('are the same as in the environment, whatever ends the file (%j)', (end) => {
    const files = Object.fromEntries(secretNames.map((name) => [`${name}_FILE`, file(name, `${values[name]}${end}`)]))
    expect(configOf({ ...rest, ...files })).toEqual(configOf({ ...rest, ...values }))
  })

  it('may begin with the mark that some editors write', () => {
    expect(configOf({ TENTAKEL_SECRET_KEY_FILE: file('bom', `\uFEFF${key}\n`) }).secretKey).toEqual(Buffer.alloc(32, 7))
  })

  it.each(secretNames)('%s is refused when it is given twice, and no value is repeated', (name) => {
    const twice = { ...rest, ...values, [`${name}_FILE`]: file('twice', values[name]) }
    const faults = faultsOf(twice)
    expect(faults).toMatchObject([{ path: `${name}_FILE` }])
    expect(faults[0]?.message).toContain(name)
    expect(JSON.stringify(faults)).not.toContain(values[name])
  })

  it('a variable that is there and empty is not given', () => {
    expect(configOf({ TENTAKEL_SECRET_KEY: '', TENTAKEL_SECRET_KEY_FILE: file('one', key) }).secretKey).not.toBeNull()
    expect(configOf({ TENTAKEL_SECRET_KEY: key, TENTAKEL_SECRET_KEY_FILE: ' ' }).secretKey).not.toBeNull()
    // Compose writes an unset variable as an empty one: the key must not be made up beside a database of the operator's own.
    const { TENTAKEL_SECRET_KEY: _, ...others } = values
    expect(faultsOf({ ...rest, ...others, TENTAKEL_SECRET_KEY: '' })).toMatchObject([{ path: 'TENTAKEL_SECRET_KEY' }])
  })

  it.each([
    ['is absent', () => path.join(folder, 'absent'), /cannot be read \(ENOENT\)/u],
    [
      'is a folder',
      () => {
        mkdirSync(path.join(folder, 'folder'), { recursive: true })
        return path.join(folder, 'folder')
      },
      /cannot be read \(EISDIR\)/u,
    ],
    ['is empty', () => file('empty', '\n'), /is empty/u],
    ['holds two lines', () => file('two', `${key}\n${key}\n`), /more than one line/u],
    ['is no text', () => file('bytes', `a\0b`), /more than one line/u],
    ['is far too long', () => file('long', 'x'.repeat(70_000)), /more than one line/u],
  ])('one fault, which names the variable and the file, when it %s', (_, make, message) => {
    const place = make()
    const { TENTAKEL_SECRET_KEY: _key, ...others } = values
    const faults = faultsOf({ ...rest, ...others, TENTAKEL_SECRET_KEY_FILE: place })
    expect(faults).toMatchObject([{ path: 'TENTAKEL_SECRET_KEY_FILE' }])
    expect(faults[0]?.message).toMatch(message)
    expect(faults[0]?.message).toContain(place)
    expect(faults[0]?.message).not.toContain(key)
  })

  it('a value of the wrong form is a fault of its variable, as ever', () => {
    expect(faultsOf({ TENTAKEL_SECRET_KEY_FILE: file('short', 'c2hvcnQ=') })).toMatchObject([
      { path: 'TENTAKEL_SECRET_KEY' },
    ])
  })

  it.each(['running.md', 'draaien.md'])('%s lists each of them', (page) => {
    const text = readFileSync(path.join(import.meta.dirname, '../docs/operator', page), 'utf8')
    for (const name of secretNames) expect(text).toContain(`\`${name}_FILE\``)
  })
})
