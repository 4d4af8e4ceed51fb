import { Command } from 'commander'
import { report, reportAsCsv, type Report } from '../../app/show/report.ts'
import { centsToText } from '../../domain/money.ts'
import { tenantsChosen } from '../choose.ts'
import { columns, dateOption, exitCodes, type Run, type Shell } from '../shell.ts'

interface Options {
  connection?: string
  company?: string
  from?: string
  to?: string
  csv?: boolean
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
    .option('--json')
    .action((options: Options, self: Command) => run(self, (shell) => showReport(shell, options)))
}

async function showReport(shell: Shell, options: Options): Promise<number> {
  const from = dateOption('--from', options.from)
  const to = dateOption('--to', options.to)
  const tenantIds = await tenantsChosen(shell, options)
  const connectionId = options.connection ?? null
  const found = await report(await shell.ports(), { tenantIds, connectionId, from, to })
  if (options.json === true) shell.print(JSON.stringify(found))
  else shell.print(options.csv === true ? reportAsCsv(found.rows).trimEnd() : forPeople(found))
  return exitCodes.done
}

function forPeople(found: Report): string {
  if (found.rows.length === 0 && found.unproven.length === 0) return 'Niets geboekt in deze periode.'
  const money = (cents: number): string => centsToText(cents).padStart(10)
  const vat = (row: Report['totals'][number] | Report['rows'][number]): string[] => [
    row.treatment ?? '',
    row.country ?? '',
    String(row.rate ?? ''),
    money(row.grossCents),
    money(row.netCents),
    money(row.vatCents),
  ]
  const head = ['datum', 'dagboek', 'nr', 'bestelling', 'regeling', 'land', '%', 'incl.', 'netto', 'btw', 'stand']
  const line = (row: Report['rows'][number]): string[] => [
    row.date ?? '',
    row.journal,
    String(row.number ?? ''),
    row.order ?? '',
    ...vat(row),
    row.state,
  ]
  const totals = found.totals.map((row) => [row.month, '', '', '', ...vat(row), ''])
  const apart =
    found.unproven.length === 0
      ? []
      : [[''], ['Niet geboekt, of niet zeker: in geen enkele som'], ...found.unproven.map(line)]
  return columns([head, ...found.rows.map(line), [''], ...totals, ...apart])
}
