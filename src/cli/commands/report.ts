import { Command } from 'commander'
import { report, reportAsCsv, type Report } from '../../app/show/report.ts'
import type { Language } from '../../domain/language.ts'
import { euroText } from '../../domain/why/settlement-words.ts'
import { tenantsChosen } from '../choose.ts'
import { languageOption, resultWords } from '../result-words.ts'
import { columns, CommandEnd, dateOption, exitCodes, type Run, type Shell } from '../shell.ts'

interface Options {
  connection?: string
  company?: string
  from?: string
  to?: string
  csv?: boolean
  lang: Language
  json?: boolean
}

export function reportCommand(run: Run): Command {
  return new Command('report')
    .description('what was booked, when, where, with which VAT')
    .option('--connection <id>')
    .option('--company <name>')
    .option('--from <date>', 'documents dated from this day on')
    .option('--to <date>', 'up to and with this day')
    .option('--csv', 'for a spreadsheet: ";" between columns, UTF-8 with BOM')
    .addOption(languageOption())
    .option('--json')
    .action((options: Options, self: Command) => run(self, (shell) => showReport(shell, options)))
}

async function showReport(shell: Shell, options: Options): Promise<number> {
  const from = dateOption('--from', options.from)
  const to = dateOption('--to', options.to)
  if (from !== null && to !== null && from > to)
    throw new CommandEnd(exitCodes.usage, `--from ${from} lies after --to ${to}.`)
  const tenantIds = await tenantsChosen(shell, options)
  const connectionId = options.connection ?? null
  const found = await report(await shell.ports(), { tenantIds, connectionId, from, to })
  if (options.json === true) shell.print(JSON.stringify(found))
  else shell.print(options.csv === true ? reportAsCsv(found.rows).trimEnd() : forPeople(found, options.lang))
  return exitCodes.done
}

function forPeople(found: Report, language: Language): string {
  const words = resultWords[language]
  if (found.rows.length === 0 && found.unproven.length === 0) return words.nothingBooked
  const money = (cents: number): string => euroText(cents, language).padStart(10)
  const vat = (row: Report['totals'][number] | Report['rows'][number]): string[] => [
    row.treatment ?? '',
    row.country ?? '',
    String(row.rate ?? ''),
    money(row.grossCents),
    money(row.netCents),
    money(row.vatCents),
  ]
  const line = (row: Report['rows'][number]): string[] => [
    row.date ?? '',
    row.journal,
    String(row.number ?? ''),
    row.order ?? '',
    ...vat(row),
    row.state,
  ]
  const totals = found.totals.map((row) => [row.month, '', '', '', ...vat(row), ''])
  const apart = found.unproven.length === 0 ? [] : [[''], [words.unproven], ...found.unproven.map(line)]
  return columns([words.reportHead, ...found.rows.map(line), [''], ...totals, ...apart])
}
