import { Command } from 'commander'
import { readChange } from '../../app/setup/changed-file.ts'
import { parseConnectionFile, readConnectionJson, type ParsedFile } from '../../app/setup/connection-file.ts'
import {
  connectionAsFile,
  listConnections,
  pauseConnection,
  removeConnection,
  resumeConnection,
  tryBoth,
  type ConnectionView,
} from '../../app/setup/connections.ts'
import { previewSettings, type SettingsPreview } from '../../app/setup/preview-settings.ts'
import { isCreditKind } from '../../domain/document/document-kinds.ts'
import type { Language } from '../../domain/language.ts'
import { faultText, messageText, type Fault } from '../../domain/message/message.ts'
import { noteInWords } from '../../domain/settings/settings-notes.ts'
import { proposeMapping, type MappingProposal } from '../../app/setup/propose-mapping.ts'
import { addConnection, updateConnection, type SaveResult } from '../../app/setup/save-connection.ts'
import type { SideLine } from '../../app/setup/try-sides.ts'
import type { Ports } from '../../app/run/ports.ts'
import type { Credentials } from '../../ports/tables/connections.ts'
import { companiesNamed, companyOf, companyToMake } from '../choose.ts'
import { connectionWords } from '../connection-words.ts'
import { languageOption } from '../result-words.ts'
import { columns, CommandEnd, exitCodes, type Run, type Shell } from '../shell.ts'

interface Options {
  file?: string | true
  company?: string
  lang: Language
  json?: boolean
  reason?: string
  preview?: boolean
}

export function connectionCommand(run: Run): Command {
  const command = new Command('connection').description('connections between a bol.com shop and an Octopus dossier')
  addAndUpdate(command, run)
  command
    .command('list')
    .description('all connections')
    .option('--company <name>')
    .addOption(languageOption())
    .option('--json')
    .action((options: Options, self: Command) => run(self, (shell) => list(shell, options)))
  command
    .command('show <id>')
    .description('one connection; with --file the file of it, without its secrets')
    .option('--file')
    .addOption(languageOption())
    .option('--json')
    .action((id: string, options: Options, self: Command) => run(self, (shell) => show(shell, id, options)))
  command
    .command('test <id>')
    .description('what both sides say, line by line')
    .addOption(languageOption())
    .option('--json')
    .action((id: string, options: Options, self: Command) => run(self, (shell) => test(shell, id, options)))
  command
    .command('codes <id>')
    .description('the VAT codes and accounts it needs, and what the dossier offers for them')
    .addOption(languageOption())
    .option('--json')
    .action((id: string, options: Options, self: Command) => run(self, (shell) => codes(shell, id, options)))
  const simple = { pause: pauseConnection, resume: resumeConnection }
  for (const [name, work] of Object.entries(simple)) {
    command
      .command(`${name} <id>`)
      .description(`${name} a connection`)
      .addOption(languageOption())
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
    .addOption(languageOption())
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
    .addOption(languageOption())
    .option('--json')
    .action((options: Options, self: Command) => run(self, (shell) => add(shell, options)))
  command
    .command('update <id>')
    .description(
      'change a connection by a file. What is left out of it takes its default; but keys and passwords, and the first day, stay as they are',
    )
    .requiredOption('--file <file>')
    .option('--reason <text>')
    .option('--preview', 'save nothing: show what would differ in the last 30 days')
    .addOption(languageOption())
    .option('--json')
    .action((id: string, options: Options, self: Command) => run(self, (shell) => update(shell, id, options)))
}

/** @param parse reads the file as JSON */
async function readFile(
  shell: Shell,
  options: Options,
  parse: (json: unknown, ports: Ports) => Promise<ParsedFile>,
): Promise<Extract<ParsedFile, { kind: 'ok' }>> {
  const read = readConnectionJson(await shell.readInput(String(options.file)))
  const parsed = read.kind === 'ok' ? await parse(read.json, await shell.ports()) : read
  if (parsed.kind === 'ok') return parsed
  throw refusal(parsed.faults, options.lang)
}

async function parseNew(json: unknown, { calendar, clock, kinds }: Ports): Promise<ParsedFile> {
  return parseConnectionFile(json, { today: calendar.localDate(await clock.now()), secrets: 'required', kinds })
}

function refusal(faults: Fault[], language: Language): CommandEnd {
  const words = connectionWords[language]
  const lines = faults.map((fault) => `${fault.path === '' ? words.file : fault.path}: ${faultText(fault, language)}`)
  return new CommandEnd(exitCodes.usage, [...lines, words.notSaved].join('\n'), faults)
}

async function add(shell: Shell, options: Options): Promise<number> {
  const { kinds, settings, credentials } = await readFile(shell, options, parseNew)
  const company = await companyToMake(shell, options.company)
  const file = { kinds, settings, credentials: credentials as Credentials, by: 'operator' }
  const result = await addConnection(await shell.ports(), company, file)
  // A connection needs its company before its shop can be claimed; one that was made for nothing goes.
  if (result.kind === 'refused' && company.isNew) await (await shell.operations()).erase(company.tenantId)
  return showResult(shell, options, result)
}

async function update(shell: Shell, id: string, options: Options): Promise<number> {
  const company = await companyOf(shell, id)
  const { kinds, settings, credentials } = await readFile(shell, options, (json, ports) =>
    readChange(ports, { ...company, connectionId: id }, json),
  )
  if (options.preview === true) {
    const result = await previewSettings(await shell.ports(), { ...company, connectionId: id }, settings)
    if (result.kind !== 'preview') throw neverRead(options.lang)
    if (options.json === true) shell.print(JSON.stringify(result.preview))
    else shell.print(previewText(result.preview, options.lang))
    return exitCodes.done
  }
  const file = { kinds, settings, credentials, by: 'operator', reason: options.reason ?? null }
  return showResult(shell, options, await updateConnection(await shell.ports(), company, id, file))
}

function showResult(shell: Shell, options: Options, result: SaveResult): number {
  if (result.kind === 'refused') throw refusal(result.faults, options.lang)
  sayLines(shell, result.lines, options.lang)
  printView(shell, result.view, options)
  return result.attention ? exitCodes.attention : exitCodes.done
}

async function list(shell: Shell, options: Options): Promise<number> {
  const ports = await shell.ports()
  const views: ConnectionView[] = []
  for (const company of await companiesNamed(shell, options.company))
    views.push(...(await listConnections(ports, company)))
  if (options.json === true) shell.print(JSON.stringify(views))
  else if (views.length === 0) shell.print(connectionWords[options.lang].none)
  else
    shell.print(
      columns(
        views.map((view) => [
          view.id,
          view.name,
          view.company,
          connectionWords[options.lang].states[view.state],
          view.problems.join(' '),
        ]),
      ),
    )
  return exitCodes.done
}

async function show(shell: Shell, id: string, options: Options): Promise<number> {
  const company = await companyOf(shell, id)
  const ports = await shell.ports()
  const [view] = (await listConnections(ports, company)).filter((row) => row.id === id)
  if (options.file === true) shell.print(JSON.stringify(await connectionAsFile(ports, company, id), null, 2))
  else if (view !== undefined) printView(shell, view, options)
  return exitCodes.done
}

async function test(shell: Shell, id: string, options: Options): Promise<number> {
  const { lines, attention } = await tryBoth(await shell.ports(), await companyOf(shell, id), id, null)
  const faults = lines.filter((line) => !line.ok).map((line) => ({ path: line.side, message: line.text }))
  if (options.json === true) {
    shell.print(JSON.stringify({ done: !attention, faults, lines }))
    sayLines(shell, lines, options.lang)
  } else shell.print(lines.map((line) => lineText(line, options.lang)).join('\n'))
  return attention ? exitCodes.attention : exitCodes.done
}

/** Also of one that was removed before: perhaps that stopped halfway. */
async function remove(shell: Shell, id: string, options: Options): Promise<number> {
  await removeConnection(await shell.ports(), await companyOf(shell, id, { removedToo: true }), id)
  if (options.json === true) shell.print(JSON.stringify({ done: true, faults: [] }))
  else shell.print(connectionWords[options.lang].removed(id))
  return exitCodes.done
}

async function codes(shell: Shell, id: string, options: Options): Promise<number> {
  const company = await companyOf(shell, id)
  const result = await proposeMapping(await shell.ports(), { ...company, connectionId: id })
  if (result.kind !== 'proposals') throw neverRead(options.lang)
  if (options.json === true) shell.print(JSON.stringify({ codes: result.rows }))
  else shell.print(columns(result.rows.map((row) => codeRow(row, options.lang))))
  return exitCodes.done
}

function codeRow(row: MappingProposal, language: Language): string[] {
  const words = connectionWords[language]
  const { chosen } = row
  const now = chosen === null ? words.notChosen : `${chosen.code} → ${chosen.account}`
  const proposed = row.code === null ? words.chooseFrom(row.candidates.join(', ')) : row.code
  const credit = row.creditCode === null ? '' : `${words.credit} ${row.creditCode}`
  const problems = [row.saleProblem, row.creditProblem].filter((code) => code !== null)
  return [
    `${row.treatment} ${row.country} ${row.rateBp / 100} %`,
    now,
    `${words.proposed}: ${proposed} → ${row.account ?? '?'}`,
    credit,
    [...new Set(problems)].join(' '),
  ]
}

function neverRead(language: Language): CommandEnd {
  return new CommandEnd(exitCodes.usage, connectionWords[language].neverRead)
}

function previewText({ from, orders, complete, differences, notes }: SettingsPreview, language: Language): string {
  const words = connectionWords[language]
  const lines = differences.map(({ order, booked, before, after }) =>
    [order, booked ? words.rest : '', summaryOf(before, language), '→', summaryOf(after, language)].join('  '),
  )
  const looked = words.looked({ orders, from, complete, differ: differences.length })
  const said = notes.map((note) => noteInWords(note, language, (day) => day))
  return [...lines, ...said, looked].join('\n')
}

function summaryOf(view: SettingsPreview['differences'][number]['before'], language: Language): string {
  const words = connectionWords[language]
  const lines = view.documents.flatMap(({ kind, journal, date, dayTotal, lines: own }) => {
    const place = `${isCreditKind(kind) ? `${words.credit} ` : ''}${journal} ${dayTotal === null ? date : words.totalOf(dayTotal)}`
    return own.map(
      (line) =>
        `${line.treatment} ${line.country} ${(line.rateBp ?? 0) / 100} % ${line.vatCode} ${line.account} (${place})`,
    )
  })
  const { relation } = view
  const on =
    relation === null ? [] : [relation.kind === 'central' ? words.onRelation(relation.name) : words.onOwnRelation]
  return [...new Set([...view.problems, ...lines, ...on])].join(', ') || view.standing
}

function sayLines(shell: Shell, lines: SideLine[], language: Language): void {
  for (const line of lines) shell.say(lineText(line, language))
}

function lineText(line: SideLine, language: Language): string {
  return `${line.ok ? 'ok ' : '!! '} ${line.side}: ${messageText(line, language)}`
}

function printView(shell: Shell, view: ConnectionView, options: Options): void {
  if (options.json === true) {
    shell.print(JSON.stringify(view))
    return
  }
  const words = connectionWords[options.lang]
  const problems = view.problems.length > 0 ? [`${words.problems}: ${view.problems.join(' ')}`] : []
  shell.print([view.id, view.name, words.states[view.state], ...problems].join('  '))
}
