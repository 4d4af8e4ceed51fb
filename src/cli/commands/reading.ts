import { Command } from 'commander'
import { explainOrder, type Explanation } from '../../app/explain-order.ts'
import { listProblems } from '../../app/list-problems.ts'
import { report, reportAsCsv } from '../../app/report.ts'
import { isDate } from '../../domain/calendar.ts'
import { centsToText } from '../../domain/money.ts'
import { chooseCompanies, columns, CommandEnd, companyOf, exitCodes, language, type Run, type Shell } from '../shell.ts'

interface Options {
  connection?: string
  company?: string
  from?: string
  to?: string
  csv?: boolean
  json?: boolean
  order?: string
  lang?: string
}

export function reportCommand(run: Run): Command {
  return new Command('report')
    .description('what was booked, when, where, with which VAT')
    .option('--connection <id>')
    .option('--company <name>')
    .option('--from <date>')
    .option('--to <date>')
    .option('--csv')
    .option('--json')
    .action((options: Options, self: Command) => run(self, (shell) => showReport(shell, options)))
}

async function showReport(shell: Shell, options: Options): Promise<number> {
  for (const [name, value] of [
    ['--from', options.from],
    ['--to', options.to],
  ] as const) {
    if (value !== undefined && !isDate(value))
      throw new CommandEnd(exitCodes.usage, `${name} "${value}" is no date: 2026-11-01.`)
  }
  const found = await report(await shell.ports(), {
    tenantIds: await tenantsOf(shell, options),
    connectionId: options.connection ?? null,
    from: options.from ?? null,
    to: options.to ?? null,
  })
  if (options.json === true) shell.print(JSON.stringify(found))
  else if (options.csv === true) shell.print(reportAsCsv(found.rows).trimEnd())
  else {
    const head = ['datum', 'dagboek', 'nr', 'bestelling', 'regeling', 'land', '%', 'incl.', 'netto', 'btw', 'stand']
    const money = (cents: number): string => centsToText(cents).padStart(10)
    const rows = found.rows.map((row) => [
      row.date ?? '',
      row.journal,
      String(row.number ?? ''),
      row.order ?? '',
      row.treatment ?? '',
      row.country ?? '',
      String(row.rate ?? ''),
      money(row.grossCents),
      money(row.netCents),
      money(row.vatCents),
      row.state,
    ])
    const totals = found.totals.map((row) => [
      row.month,
      '',
      '',
      '',
      row.treatment ?? '',
      row.country ?? '',
      String(row.rate ?? ''),
      money(row.grossCents),
      money(row.netCents),
      money(row.vatCents),
      '',
    ])
    shell.print(columns([head, ...rows, [''], ...totals]))
  }
  return exitCodes.done
}

async function tenantsOf(shell: Shell, options: Options): Promise<string[]> {
  if (options.connection !== undefined) return [(await companyOf(shell, options.connection)).tenantId]
  return (await chooseCompanies(shell, options.company)).map((company) => company.tenantId)
}

export function problemsCommand(run: Run): Command {
  return new Command('problems')
    .description('open problems, by cause')
    .option('--connection <id>')
    .option('--company <name>')
    .option('--lang <nl|fr|en>')
    .option('--json')
    .action((options: Options, self: Command) =>
      run(self, async (shell) => {
        const problems = await listProblems(await shell.ports(), {
          tenantIds: await tenantsOf(shell, options),
          connectionId: options.connection ?? null,
          language: language(options.lang),
        })
        if (options.json === true) shell.print(JSON.stringify({ problems }))
        else if (problems.length === 0) shell.print('Geen meldingen.')
        for (const problem of options.json === true ? [] : problems) {
          shell.print(
            `${problem.code} (${problem.type}) × ${problem.count}  ${problem.title}\n  ${problem.what}\n  ${problem.meaning}\n  → ${problem.remedy}`,
          )
          if (problem.orders.length > 0)
            shell.print(
              `  bestellingen: ${problem.orders.slice(0, 10).join(' ')}${problem.orders.length > 10 ? ' …' : ''}`,
            )
        }
        return exitCodes.done
      }),
    )
}

export function explainCommand(run: Run): Command {
  return new Command('explain')
    .description('waarom? every fact and rule behind an order')
    .requiredOption('--order <nr>')
    .option('--company <name>')
    .option('--json')
    .action((options: Options, self: Command) =>
      run(self, async (shell) => {
        const found = await explainOrder(await shell.ports(), await tenantsOf(shell, options), options.order as string)
        if (found === null) throw new CommandEnd(exitCodes.usage, `Order ${options.order} is not known.`)
        shell.print(options.json === true ? JSON.stringify(found) : forPeople(found))
        return exitCodes.done
      }),
    )
}

function forPeople(found: Explanation): string {
  const facts = Object.entries(found.facts)
    .filter(([, value]) => value !== null)
    .map(([name, value]) => `${name} ${String(value)}`)
  const money = (value: unknown): string => (typeof value === 'number' ? centsToText(value) : '?')
  return [
    `bestelling ${found.order}: ${found.state} (${found.status})`,
    `  ${facts.join(' · ')}`,
    ...found.lines.map(
      (line) =>
        `  ${String(line['quantity'])} × ${String(line['ean'])}: ${String(line['class'])} → ${String(line['treatment'])} ${String(line['country'])} ${String(line['rate'])} % = ${money(line['grossCents'])} (${money(line['netCents'])} + ${money(line['vatCents'])}), code ${String(line['vatCode'])}, rekening ${String(line['account'])}; regel ${String(line['rule'])} [${String(line['place'])}]`,
    ),
    ...(found.flags.length > 0 ? [`  vlaggen: ${found.flags.join(' ')}`] : []),
    ...found.documents.map(
      (row) =>
        `  ${String(row['kind'])} ${String(row['journal'])} ${String(row['number'])} van ${String(row['date'])}: ${money(row['amountCents'])}, ${String(row['state'])}, versie ${String(row['revision'])}, ${(row['attempts'] as unknown[]).length} poging(en)`,
    ),
    ...(found.problems.length > 0 ? [`  meldingen: ${found.problems.map((problem) => problem.code).join(' ')}`] : []),
  ].join('\n')
}
