import { Command } from 'commander'
import { checkCompleteness, statementOf, type CompletenessReport } from '../../app/capture/completeness.ts'
import { openConnection } from '../../app/run/connection-context.ts'
import { captureMarketplace } from '../../app/capture/marketplace-work.ts'
import type { Language } from '../../domain/language.ts'
import { companyOf } from '../choose.ts'
import { languageOption, resultWords } from '../result-words.ts'
import { CommandEnd, columns, dateOption, exitCodes, type Run, type Shell } from '../shell.ts'

interface Options {
  connection: string
  from: string
  to: string
  lang: Language
  json?: boolean
}

export function completenessCommand(run: Run): Command {
  return new Command('completeness')
    .description('orders × shipments × returns, each accounted for')
    .requiredOption('--connection <id>')
    .requiredOption('--from <date>', 'orders placed from this day on')
    .requiredOption('--to <date>', 'up to and with this day')
    .addOption(languageOption())
    .option('--json')
    .action((options: Options, self: Command) => run(self, (shell) => completeness(shell, options)))
}

async function completeness(shell: Shell, options: Options): Promise<number> {
  const from = dateOption('--from', options.from) as string
  const to = dateOption('--to', options.to) as string
  if (from > to) throw new CommandEnd(exitCodes.usage, `--from ${from} lies after --to ${to}.`)
  const company = await companyOf(shell, options.connection)
  const at = { tenantId: company.tenantId, connectionId: options.connection }
  const context = await openConnection(await shell.ports(), at, shell.signal)
  if (context === null) throw new CommandEnd(exitCodes.usage, `No connection ${options.connection}.`)
  const answer = await checkCompleteness(context, { from, to })
  if (answer.kind !== 'ok') {
    const message = resultWords.en.nothingProven(answer.kind)
    if (options.json === true) shell.print(JSON.stringify({ done: false, faults: [{ path: 'bol', message }] }))
    shell.say(resultWords[options.lang].nothingProven(answer.kind))
    return exitCodes.attention
  }
  const { report } = answer
  // A missed order is read at once; it counts as missed all the same.
  if (report.missing.length > 0)
    await context.store.exclusively(`connection:${options.connection}`, () => captureMarketplace(context))
  const { calendar } = context.ports
  const isoText = (at: number): string => calendar.isoText(at)
  shell.print(
    options.json === true ? JSON.stringify(asJson(report, isoText)) : forPeople(report, isoText, options.lang),
  )
  return report.missing.length === 0 ? exitCodes.done : exitCodes.attention
}

function asJson(report: CompletenessReport, isoText: (at: number) => string): unknown {
  const { from, to, counts, missing, reach } = report
  const gaps = report.gaps.map((gap) => ({
    from: isoText(gap.from),
    to: isoText(gap.until),
    closedAt: isoText(gap.closedAt),
  }))
  return { from, to, ...counts, missing, statement: statementOf(report, 'nl'), reach, gaps }
}

function forPeople(report: CompletenessReport, isoText: (at: number) => string, language: Language): string {
  const words = resultWords[language]
  const { counts, missing, gaps, reach, from } = report
  const lines = [
    statementOf(report, language),
    columns([
      [words.counts.orders, String(counts.orders)],
      [words.counts.booked, String(counts.booked)],
      [words.counts.waiting, String(counts.waiting)],
      [words.counts.blocked, String(counts.blocked)],
      [words.counts.skipped, String(counts.skipped)],
      [words.counts.missed, String(missing.length)],
    ]),
    ...missing.map((row) => `  ${row.order}  (${words.seenIn[row.source]}${row.id === null ? '' : ` ${row.id}`})`),
    ...gaps.map((gap) => {
      const text = (at: number): string => isoText(at).slice(0, 16).replace('T', ' ')
      return words.gap(text(gap.from), text(gap.until), text(gap.closedAt))
    }),
  ]
  if (from < reach) lines.push(words.beyondReach(reach))
  return lines.join('\n')
}
