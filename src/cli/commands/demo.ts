/** `demo`: the sandbox, a company with a connection, and orders that flow; `--once` ends with a check of the books. */
import { join } from 'node:path'
import { rm } from 'node:fs/promises'
import { Command } from 'commander'
import { addAccount } from '../../app/people/manage-accounts.ts'
import { parseConnectionFile } from '../../app/setup/connection-file.ts'
import { addConnection } from '../../app/setup/save-connection.ts'
import { runSync, type SyncReport } from '../../app/run/sync.ts'
import type { Language } from '../../domain/language.ts'
import type { Credentials } from '../../ports/tables/connections.ts'
import { companyToMake } from '../choose.ts'
import { languageOption, resultWords } from '../result-words.ts'
import { CommandEnd, exitCodes, type Run, type Shell } from '../shell.ts'
import { checkBooks } from '../demo-check.ts'
import { demoFile, environmentOf, readSandbox, settleHalves, type Access } from '../demo-world.ts'
import { forPeople } from './sync.ts'

interface Options {
  once?: boolean
  orders: string
  seed: string
  port?: string
  lang: Language
  json?: boolean
}

/** A run that is not settled after so many passes has met something that no further pass will change. */
const passesMax = 40
const flowEveryMs = 20_000
const demoDays = 32

export function demoCommand(run: Run): Command {
  return new Command('demo')
    .description('try it: a simulated bol.com and Octopus, a company with a connection, orders that flow')
    .option('--once', 'run until every order is booked, skipped, waiting for its shipment, or explained by a problem')
    .option('--orders <n>', 'orders to begin with', '40')
    .option('--seed <n>', 'the same seed gives the same orders', '1')
    .option('--port <port>', 'port of the sandbox')
    .addOption(languageOption())
    .option('--json')
    .action((options: Options, self: Command) => run(self, (shell) => demo(shell, options)))
}

async function demo(shell: Shell, options: Options): Promise<number> {
  for (const [name, value] of [
    ['--orders', options.orders],
    ['--seed', options.seed],
  ] as const) {
    if (!/^\d{1,6}$/u.test(value)) throw new CommandEnd(exitCodes.usage, `${name} "${value}" is no whole number.`)
  }
  // A demo that goes on has settlements to look at: of halves of months that are over.
  const flow = options.once === true ? [] : ['--flow', '4', '--days', String(demoDays)]
  const port = options.port === undefined ? [] : ['--port', options.port]
  const sandbox = await shell.spawnSandbox(['--orders', options.orders, '--seed', options.seed, ...flow, ...port])
  const access = sandbox.access as unknown as Access
  // Beside a demo that keeps running, a passing one has a folder of its own, so that neither takes the other's database.
  const dataDir = join(shell.dataDir, options.once === true ? `demo-${new URL(access.control).port}` : 'demo')
  await rm(dataDir, { recursive: true, force: true })
  const environment = { ...environmentOf(access), TENTAKEL_DATA_DIR: dataDir, TENTAKEL_METRICS_PORT: '0' }
  const inner = shell.withEnvironment(environment)
  try {
    return await withConnection(inner, access, options)
  } finally {
    await inner.close()
    await sandbox.stop()
    if (options.once === true) await rm(dataDir, { recursive: true, force: true })
  }
}

async function withConnection(shell: Shell, access: Access, options: Options): Promise<number> {
  const ports = await shell.ports()
  const company = await companyToMake(shell, undefined)
  const world = await readSandbox(access)
  const today = ports.calendar.localDate(await ports.clock.now())
  const parsed = parseConnectionFile(demoFile(access, world, today), {
    today,
    secrets: 'required',
    kinds: ports.kinds,
  })
  if (parsed.kind === 'faults')
    throw new CommandEnd(exitCodes.defect, `The demo's own file is wrong: ${JSON.stringify(parsed.faults)}`)
  const added = await addConnection(ports, company, {
    settings: parsed.settings,
    credentials: parsed.credentials as Credentials,
    by: 'demo',
  })
  if (added.kind !== 'saved')
    throw new CommandEnd(exitCodes.defect, `The demo's connection is refused: ${JSON.stringify(added.faults)}`)
  if (options.once !== true) await settleHalves(access, world, today)
  const targets = [{ tenantId: company.tenantId, connectionId: added.view.id }]
  shell.say(`demo: sandbox at ${access.control}, connection ${added.view.id}`)
  return options.once === true ? once(shell, access, { targets, options }) : goOn(shell, access, { targets, options })
}

interface Stage {
  targets: { tenantId: string; connectionId: string }[]
  options: Options
}

async function once(shell: Shell, access: Access, { targets, options }: Stage): Promise<number> {
  const ports = await shell.ports()
  let report = await runSync(ports, { targets, waitMs: 0, dryRun: false, signal: shell.signal })
  const captured = report.connections[0]?.captured ?? 0
  const now = await ports.clock.now()
  for (let pass = 1; pass < passesMax && !settled(report, now) && !shell.signal.aborted; pass += 1) {
    report = await runSync(ports, { targets, waitMs: 180_000, dryRun: false, signal: shell.signal })
  }
  for (const connection of report.connections) connection.captured = Math.max(connection.captured, captured)
  if (shell.signal.aborted) throw new CommandEnd(exitCodes.attention, 'Interrupted before the books were complete.')
  const words = resultWords[options.lang]
  const differences = await checkBooks(ports, access, targets)
  for (const difference of differences) shell.say(difference)
  if (options.json === true) shell.print(JSON.stringify(report))
  else
    shell.print(`${forPeople(report, options.lang)}\n\n${differences.length === 0 ? words.demoRight : words.demoWrong}`)
  return settled(report, now) && differences.length === 0 ? exitCodes.done : exitCodes.attention
}

/** A document that goes on later than this waits for its shipment: a doubt, a limit and a rest are over within a day. */
const waitsMs = 48 * 3_600_000

/** Nothing is in doubt, and what waits waits for its shipment or is explained. */
function settled(report: SyncReport, now: number): boolean {
  return report.connections.every(
    ({ inDoubt, next }) => inDoubt === 0 && (next === null || Date.parse(next) - now > waitsMs),
  )
}

/** The web app beside the flow. Its pages show what the flow books. */
async function goOn(shell: Shell, access: Access, { targets, options }: Stage): Promise<number> {
  const connection = targets[0]?.connectionId
  const login = await demoLogin(shell, targets[0]?.tenantId ?? null)
  const serving = shell.serve('web', ({ url }) => {
    if (options.json === true) shell.print(JSON.stringify({ url, ...login, connection, sandbox: access.control }))
    else shell.say(`demo: ${url} with ${login.email} and ${login.password}`)
  })
  const [served] = await Promise.all([serving, flow(shell, targets, options.lang)])
  return served
}

/** The operator of the demo, with a password of this demo only. */
async function demoLogin(shell: Shell, tenantId: string | null): Promise<{ email: string; password: string }> {
  const ports = await shell.ports()
  const login = { email: 'demo@tentakel.example', password: ports.random.id().slice(0, 18) }
  for (const role of ['owner', 'operator'] as const) {
    const password = role === 'owner' ? login.password : null
    const added = await addAccount(ports, { email: login.email, password, role, tenantId })
    if (added.kind === 'fault') throw new CommandEnd(exitCodes.defect, added.fault.message)
  }
  return login
}

async function flow(shell: Shell, targets: Stage['targets'], language: Language): Promise<void> {
  const ports = await shell.ports()
  while (!shell.signal.aborted) {
    const report = await runSync(ports, { targets, waitMs: 0, dryRun: false, signal: shell.signal })
    shell.say(forPeople(report, language))
    await ports.clock.sleepUntil((await ports.clock.now()) + flowEveryMs, shell.signal)
  }
}
