import { Command } from 'commander'
import { needsAttention, runSync, type SyncReport } from '../../app/run/sync.ts'
import type { Language } from '../../domain/language.ts'
import { euroText } from '../../domain/why/settlement-words.ts'
import { companyChosen, companyOf } from '../choose.ts'
import { languageOption, resultWords } from '../result-words.ts'
import { columns, duration, exitCodes, type Run, type Shell } from '../shell.ts'

interface Options {
  connection?: string
  company?: string
  wait: string
  dryRun?: boolean
  lang: Language
  json?: boolean
}

export function syncCommand(run: Run): Command {
  return new Command('sync')
    .description('poll all that is new, plan, post, confirm')
    .option('--connection <id>')
    .option('--company <name>')
    .option('--wait <duration>', 'wait this long for documents in doubt, budgets and the like: 90s, 10m, 2h', '0')
    .option('--dry-run', 'show the documents, change nothing in Octopus')
    .addOption(languageOption())
    .option('--json')
    .action((options: Options, self: Command) => run(self, (shell) => sync(shell, options)))
}

async function sync(shell: Shell, options: Options): Promise<number> {
  const waitMs = duration(options.wait)
  const ports = await shell.ports()
  const targets = await targetsOf(shell, options)
  const report = await runSync(ports, { targets, waitMs, dryRun: options.dryRun === true, signal: shell.signal })
  if (options.json === true) shell.print(JSON.stringify(report))
  else shell.print(forPeople(report, options.lang))
  return needsAttention(report) ? exitCodes.attention : exitCodes.done
}

async function targetsOf(shell: Shell, options: Options): Promise<{ tenantId: string; connectionId: string }[]> {
  const { connection, company: named } = options
  if (connection !== undefined) {
    const { tenantId } = await companyOf(shell, connection, named === undefined ? {} : { named })
    return [{ tenantId, connectionId: connection }]
  }
  const company = await companyChosen(shell, options)
  if (company === null) return []
  const { tenantId } = company
  const { store } = await shell.ports()
  const connections = await store.forTenant(tenantId).transaction((tx) => tx.connections.list())
  return connections
    .filter((row) => row.state !== 'removed')
    .map((row) => ({ tenantId, connectionId: row.connectionId }))
}

export function forPeople(report: SyncReport, language: Language): string {
  const words = resultWords[language]
  if (report.connections.length === 0) return words.noConnections
  const rows = report.connections.map((row) => [
    row.name,
    ...[row.orders, row.booked, row.waiting, row.blocked, row.skipped, row.inDoubt, row.captured].map(String),
    Object.values(row.calls).join('/'),
    row.next ?? '',
  ])
  const table = columns([words.syncHead, ...rows])
  const problems = report.problems.map((problem) => `${problem.code} × ${problem.count}`)
  const documents =
    report.documents?.map(
      (row) =>
        `${row.date ?? ''}  ${row.journal}  ${row.kind}  ${row.order ?? ''}  € ${euroText(row.amountCents, language)}`,
    ) ?? []
  return [
    table,
    ...(problems.length > 0 ? ['', `${words.problems}: ${problems.join(' · ')}`] : []),
    ...(documents.length > 0 ? ['', ...documents] : []),
  ].join('\n')
}
