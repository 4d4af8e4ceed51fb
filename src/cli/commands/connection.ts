import { Command } from 'commander'
import { parseConnectionFile, readJson, type ParsedFile } from '../../app/connection-file.ts'
import {
  addConnection,
  connectionAsFile,
  listConnections,
  pauseConnection,
  removeConnection,
  resumeConnection,
  testConnection,
  updateConnection,
  type AddResult,
  type ConnectionView,
} from '../../app/connections.ts'
import type { SideLine } from '../../app/try-sides.ts'
import type { Credentials } from '../../ports/store.ts'
import {
  chooseCompanies,
  chooseCompany,
  columns,
  CommandEnd,
  companyOf,
  exitCodes,
  type Run,
  type Shell,
} from '../shell.ts'

interface Options {
  file?: string | true
  company?: string
  json?: boolean
  reason?: string
}

export function connectionCommand(run: Run): Command {
  const command = new Command('connection').description('connections between a bol.com shop and an Octopus dossier')
  addAndUpdate(command, run)
  command
    .command('list')
    .description('all connections')
    .option('--company <name>')
    .option('--json')
    .action((options: Options, self: Command) => run(self, (shell) => list(shell, options)))
  command
    .command('show <id>')
    .description('one connection; with --file the file of it, without its secrets')
    .option('--file')
    .option('--json')
    .action((id: string, options: Options, self: Command) => run(self, (shell) => show(shell, id, options)))
  command
    .command('test <id>')
    .description('what both sides say, line by line')
    .option('--json')
    .action((id: string, options: Options, self: Command) => run(self, (shell) => test(shell, id, options)))
  const simple = { pause: pauseConnection, resume: resumeConnection }
  for (const [name, work] of Object.entries(simple)) {
    command
      .command(`${name} <id>`)
      .description(`${name} a connection`)
      .option('--json')
      .action((id: string, options: Options, self: Command) =>
        run(self, async (shell) => {
          printView(shell, await work(await shell.ports(), await companyOf(shell, id), id), options)
          return exitCodes.done
        }),
      )
  }
  command
    .command('remove <id>')
    .description('remove a connection; order numbers, document keys and tombstones stay')
    .option('--json')
    .action((id: string, options: Options, self: Command) => run(self, (shell) => remove(shell, id, options)))
  return command
}

function addAndUpdate(command: Command, run: Run): void {
  command
    .command('add')
    .description('make a connection from a file ("-" reads standard input)')
    .requiredOption('--file <file>')
    .option('--company <name>')
    .option('--json')
    .action((options: Options, self: Command) => run(self, (shell) => add(shell, options)))
  command
    .command('update <id>')
    .description('change a connection by a file; keys that are left out of it stay as they are')
    .requiredOption('--file <file>')
    .option('--reason <text>')
    .option('--json')
    .action((id: string, options: Options, self: Command) => run(self, (shell) => update(shell, id, options)))
}

async function readFile(
  shell: Shell,
  options: Options,
  secrets: 'required' | 'optional',
): Promise<Extract<ParsedFile, { kind: 'ok' }> | null> {
  const ports = await shell.ports()
  const json = readJson(await shell.readInput(String(options.file)))
  const today = ports.calendar.localDate(await ports.clock.now())
  const parsed = json.kind === 'ok' ? parseConnectionFile(json.json, { today, secrets }) : json
  if (parsed.kind === 'ok') return parsed
  if (options.json === true) shell.print(JSON.stringify({ faults: parsed.faults }))
  for (const fault of parsed.faults) shell.say(`${fault.path === '' ? 'the file' : fault.path} ${fault.message}`)
  shell.say('Nothing was saved.')
  return null
}

async function add(shell: Shell, options: Options): Promise<number> {
  const file = await readFile(shell, options, 'required')
  if (file === null) return exitCodes.usage
  const company = await chooseCompany(shell, options.company, { make: true })
  const ports = await shell.ports()
  return showResult(
    shell,
    options,
    await addConnection(ports, company, {
      settings: file.settings,
      credentials: file.credentials as Credentials,
      by: 'operator',
    }),
  )
}

async function update(shell: Shell, id: string, options: Options): Promise<number> {
  const company = await companyOf(shell, id)
  const file = await readFile(shell, options, 'optional')
  if (file === null) return exitCodes.usage
  const ports = await shell.ports()
  const result = await updateConnection(ports, company, id, {
    settings: file.settings,
    credentials: file.credentials,
    by: 'operator',
    reason: options.reason ?? null,
  })
  return showResult(shell, options, result)
}

function showResult(shell: Shell, options: Options, result: AddResult): number {
  if (result.kind === 'accountTaken') {
    const message = `The bol.com account of "${result.shop}" is active in another connection of this installation.`
    if (options.json === true) shell.print(JSON.stringify({ faults: [{ path: 'bol', message }] }))
    shell.say(message)
    return exitCodes.usage
  }
  sayLines(shell, result.lines)
  printView(shell, result.view, options)
  return result.attention ? exitCodes.attention : exitCodes.done
}

async function list(shell: Shell, options: Options): Promise<number> {
  const ports = await shell.ports()
  const views: ConnectionView[] = []
  for (const company of await chooseCompanies(shell, options.company))
    views.push(...(await listConnections(ports, company)))
  if (options.json === true) shell.print(JSON.stringify(views))
  else if (views.length === 0) shell.print('No connections yet.')
  else
    shell.print(columns(views.map((view) => [view.id, view.name, view.company, view.state, view.problems.join(' ')])))
  return exitCodes.done
}

async function show(shell: Shell, id: string, options: Options): Promise<number> {
  const ports = await shell.ports()
  const company = await companyOf(shell, id)
  if (options.file === true) {
    shell.print(JSON.stringify(await connectionAsFile(ports, company, id), null, 2))
    return exitCodes.done
  }
  const view = (await listConnections(ports, company)).find((row) => row.id === id)
  if (view === undefined) throw new CommandEnd(exitCodes.usage, `Connection ${id} was removed.`)
  printView(shell, view, options)
  return exitCodes.done
}

async function test(shell: Shell, id: string, options: Options): Promise<number> {
  const result = await testConnection(await shell.ports(), await companyOf(shell, id), id)
  const faults = result.lines.filter((line) => !line.ok).map((line) => ({ path: line.side, message: line.text }))
  if (options.json === true) shell.print(JSON.stringify({ done: !result.attention, faults, lines: result.lines }))
  sayLines(shell, result.lines)
  return result.attention ? exitCodes.attention : exitCodes.done
}

async function remove(shell: Shell, id: string, options: Options): Promise<number> {
  await removeConnection(await shell.ports(), await companyOf(shell, id), id)
  if (options.json === true) shell.print(JSON.stringify({ done: true, faults: [] }))
  else shell.print(`Connection ${id} is removed. Its order numbers and document keys are remembered.`)
  return exitCodes.done
}

function sayLines(shell: Shell, lines: SideLine[]): void {
  for (const line of lines) shell.say(`${line.ok ? 'ok ' : '!! '} ${line.side}: ${line.text}`)
}

function printView(shell: Shell, view: ConnectionView, options: Options): void {
  if (options.json === true) shell.print(JSON.stringify(view))
  else
    shell.print(
      `${view.id}  ${view.name}  ${view.state}${view.problems.length > 0 ? `  problems: ${view.problems.join(' ')}` : ''}`,
    )
}
