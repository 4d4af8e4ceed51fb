/** Goal: what a script can rely on when it uses the commands wrongly. Method: the program as a process; no database is started for it. */
import { execFile, spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'

// A dozen processes at the same moment: on a busy machine each takes longer than a test usually may.
vi.setConfig({ testTimeout: 120_000 })

const main = path.resolve(import.meta.dirname, '../main.ts')
let folder: string

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'tentakel-usage-'))
})

afterAll(() => {
  // Nothing of all this started a database or made a key.
  expect(readdirSync(folder).filter((name) => !name.endsWith('.json'))).toEqual([])
  rmSync(folder, { recursive: true })
})

function run(
  args: string[],
  environment: Record<string, string> = {},
): Promise<{ code: number; stdout: string; stderr: string }> {
  const env = { PATH: process.env['PATH'], TENTAKEL_DATA_DIR: path.join(folder, 'data'), ...environment }
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [main, ...args],
      { env, timeout: 110_000, killSignal: 'SIGKILL' },
      (error, stdout, stderr) => resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr }),
    )
    child.stdin?.end()
  })
}

describe.concurrent('wrong usage', () => {
  it.each([
    ['no command', [], 'Usage: tentakel'],
    ['a command that is none', ['synch'], "unknown command 'synch'"],
    ['an option that is none', ['sync', '--dryrun'], "unknown option '--dryrun'"],
    ['an option without its value', ['connection', 'add', '--file'], "option '--file <file>' argument missing"],
    ['a missing option', ['skip', '--order', 'X'], "required option '--reason <text>'"],
    ['a duration without a unit', ['sync', '--wait', '90'], '"90" is not a duration'],
    ['a day that does not exist', ['report', '--from', '2026-02-30'], '--from "2026-02-30" is no date'],
    ['a role that is none', ['start', '--role', 'boss'], 'Allowed choices are all, web, worker'],
    [
      'days the wrong way round',
      ['report', '--from', '2026-11-20', '--to', '2026-11-19'],
      '--from 2026-11-20 lies after',
    ],
    ['a language that is none', ['problems', '--lang', 'de'], 'Allowed choices are nl, fr, en'],
    ['nothing to try again', ['retry'], 'Name one of --document, --order, --problem or --all.'],
    ['two things to try again', ['retry', '--all', '--order', 'X'], 'Name one of'],
    ['a file that is not there', ['connection', 'add', '--file', '/no/such/file'], '/no/such/file cannot be read.'],
    ['orders that are no number', ['demo', '--orders', 'many'], '--orders "many" is no whole number'],
  ])('%s: exit 2, a sentence on standard error, nothing on standard output', async (_, args, sentence) => {
    const ran = await run(args)
    expect(ran).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining(sentence) as string })
    expect(ran.stderr).not.toContain('    at ')
  })
})

describe.concurrent('wrong usage by a script that asks for JSON', () => {
  it.each([
    [
      'a missing option',
      ['skip', '--json', '--order', 'X'],
      'reason',
      "required option '--reason <text>' not specified",
    ],
    ['an option that is none', ['sync', '--json', '--often'], 'often', "unknown option '--often'"],
    ['a sentence of ours', ['sync', '--json', '--wait', '90'], '', '"90" is not a duration: 90s, 10m, 2h or 1d.'],
    ['no order at all', ['retry', '--json', '--order', ''], 'order', '--order names no order.'],
    ['a command that is none', ['nowhere', '--json'], '', "unknown command 'nowhere'"],
  ])('%s: exit 2, and the fault on standard output', async (_, args, place, message) => {
    const ran = await run(args)
    expect(ran.code).toBe(2)
    expect(JSON.parse(ran.stdout)).toEqual({ done: false, faults: [{ path: place, message }] })
    expect(ran.stderr).not.toBe('')
  })
})

it('whose messages nobody reads any more ends all the same, and does not turn in circles', async () => {
  const env = { PATH: process.env['PATH'], TENTAKEL_PORT: 'none', TENTAKEL_DATA_DIR: path.join(folder, 'data') }
  const child = spawn(process.execPath, [main, 'config', 'check'], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  child.stderr.destroy()
  child.stdout.destroy()
  try {
    expect(await new Promise((resolve) => child.once('exit', resolve))).toBe(78)
  } finally {
    child.kill('SIGKILL')
  }
})

describe.concurrent('a command', () => {
  it('has a help text', async () => {
    const ran = await run(['connection', 'add', '--help'])
    expect(ran).toMatchObject({ code: 0, stdout: expect.stringContaining('--file <file>') as string })
  })
})

describe.concurrent('config check', () => {
  it('is content with an empty environment, and starts nothing', async () => {
    const ran = await run(['config', 'check', '--json'])
    expect(ran).toMatchObject({ code: 0, stdout: '{"done":true,"faults":[]}\n' })
  })

  it('tells every fault at once, each with its variable: exit 78', async () => {
    const limits = path.join(folder, 'limits.json')
    const ran = await run(['config', 'check', '--json'], {
      DATABASE_URL: 'mysql://x',
      TENTAKEL_PORT: '70000',
      TENTAKEL_BOL_API_URL: 'http://api.example',
      TENTAKEL_SECRET_KEY: 'short',
    })
    expect(ran.code).toBe(78)
    const { done, faults } = JSON.parse(ran.stdout) as { done: boolean; faults: { path: string }[] }
    expect(done).toBe(false)
    const paths = faults.map((fault) => fault.path)
    for (const name of ['DATABASE_URL', 'TENTAKEL_PORT', 'TENTAKEL_BOL_API_URL', 'TENTAKEL_SECRET_KEY'])
      expect(paths).toContain(name)
    expect(`${ran.stdout}${ran.stderr}`).not.toContain('short')
    writeFileSync(limits, '{"octopus":{"POST /nothing":1},"bol":{"GET /retailer/orders":[0,"1s"]}}')
    const wrong = await run(['config', 'check', '--json'], { TENTAKEL_LIMITS: limits })
    expect(wrong.code).toBe(78)
    expect((JSON.parse(wrong.stdout) as { faults: object[] }).faults.length).toBeGreaterThan(1)
  })

  it('is not needed: any command refuses a wrong environment with the same words', async () => {
    const ran = await run(['sync'], { TENTAKEL_PORT: 'x' })
    expect(ran).toMatchObject({ code: 78, stdout: '', stderr: expect.stringContaining('TENTAKEL_PORT') as string })
  })
})

describe.concurrent('a machine that does not play along', () => {
  it('a data folder that is a file: exit 78 and a sentence', async () => {
    const file = path.join(folder, 'file.json')
    writeFileSync(file, '')
    const ran = await run(['connection', 'list', '--json'], { TENTAKEL_DATA_DIR: file })
    expect(ran).toMatchObject({ code: 78, stderr: expect.stringContaining('cannot be used') as string })
    expect(ran.stderr).not.toContain('    at ')
    const faults = [{ path: '', message: expect.stringContaining('cannot be used') as string }]
    expect(JSON.parse(ran.stdout)).toEqual({ done: false, faults })
  })

  it('a database that is not there: exit 70 and a sentence', async () => {
    const ran = await run(['connection', 'list', '--json'], {
      DATABASE_URL: 'postgresql://x:y@127.0.0.1:1/z',
      TENTAKEL_SECRET_KEY: Buffer.alloc(32, 7).toString('base64'),
      TENTAKEL_INSTALLATION_ID: 'test',
    })
    expect(ran).toMatchObject({ code: 70, stderr: expect.stringContaining('cannot be reached') as string })
    expect(ran.stderr).not.toMatch(/ {4}at |x:y/u)
    const faults = [{ path: '', message: expect.stringContaining('cannot be reached') as string }]
    expect(JSON.parse(ran.stdout)).toEqual({ done: false, faults })
  })
})
