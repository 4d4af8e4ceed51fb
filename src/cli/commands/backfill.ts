import { Command } from 'commander'
import { askBackfill, readHistory, type BackfillPeriod } from '../../app/capture/backfill.ts'
import { openConnection, type ConnectionContext } from '../../app/run/connection-context.ts'
import { workOnLedger } from '../../app/book/ledger-work.ts'
import type { Language } from '../../domain/language.ts'
import type { Refusal } from '../../ports/answer.ts'
import { companyOf } from '../choose.ts'
import { languageOption, resultWords, type ResultWords } from '../result-words.ts'
import { CommandEnd, dateOption, exitCodes, type Run, type Shell } from '../shell.ts'

interface Options {
  connection: string
  from: string
  to?: string
  lang: Language
  json?: boolean
}

interface Outcome {
  done: boolean
  faults: { path: string; message: string }[]
}

export function backfillCommand(run: Run): Command {
  return new Command('backfill')
    .description('orders from before the start date; goes on where it stood, books nothing twice')
    .requiredOption('--connection <id>')
    .requiredOption('--from <date>', 'orders placed from this day on')
    .option('--to <date>', 'up to and with this day; default: the day before the start date')
    .addOption(languageOption())
    .option('--json')
    .action((options: Options, self: Command) => run(self, (shell) => backfill(shell, options)))
}

async function backfill(shell: Shell, options: Options): Promise<number> {
  const from = dateOption('--from', options.from) as string
  const to = dateOption('--to', options.to)
  const company = await companyOf(shell, options.connection)
  const at = { tenantId: company.tenantId, connectionId: options.connection }
  const ports = await shell.ports()
  const asked = await askBackfill(ports, at, { from, to })
  if (asked.kind === 'fault') throw new CommandEnd(exitCodes.usage, asked.fault.message, [asked.fault])
  const { period, reach } = asked
  const context = await openConnection(ports, at, shell.signal)
  if (context === null) throw new CommandEnd(exitCodes.usage, `No connection ${options.connection}.`)
  const faults: Outcome['faults'] = []
  const words = resultWords[options.lang]
  const said: string[] = []
  if (period.from < reach) {
    faults.push({ path: 'from', message: resultWords.en.reachOfList(reach) })
    said.push(words.reachOfList(reach))
  }
  const failure = await importAlone(context, shell, words)
  if (failure !== null) {
    faults.push({ path: 'bol', message: resultWords.en.noAnswer(failure) })
    said.push(words.noAnswer(failure))
  }
  const counts = await countsOf(context, period)
  const done = failure === null && !shell.signal.aborted
  if (options.json === true) shell.print(JSON.stringify({ done, faults, ...period, ...counts }))
  else {
    for (const text of said) shell.say(text)
    shell.print(words.imported(period.from, period.to, counts))
    if (counts.waiting > 0) shell.print(words.restFollows)
  }
  return faults.length > 0 || !done || counts.blocked > 0 ? exitCodes.attention : exitCodes.done
}

/** @returns why it could not go on, or null */
async function importAlone(context: ConnectionContext, shell: Shell, words: ResultWords): Promise<string | null> {
  const { ports, store, connection } = context
  const busyUntil = ports.clock.monotonicMs() + busyMaxMs
  for (;;) {
    const answer = await store.exclusively(`connection:${connection.connectionId}`, () =>
      importPeriod(context, shell, words),
    )
    if (answer.kind === 'done') return answer.value?.kind ?? null
    if (ports.clock.monotonicMs() > busyUntil || shell.signal.aborted) return 'busy'
    await ports.clock.pause(200)
  }
}

/** Another process that works on the connection is waited for this long. */
const busyMaxMs = 120_000

async function importPeriod(context: ConnectionContext, shell: Shell, words: ResultWords): Promise<Refusal | null> {
  const failure = await readHistory(context, Number.POSITIVE_INFINITY, ({ daysRead, days }) =>
    shell.progress(daysRead / days, words.day(daysRead, days)),
  )
  await workOnLedger(context, { dryRun: false, person: true })
  return failure
}

async function countsOf({ store, connection }: ConnectionContext, { from, to }: BackfillPeriod) {
  const classes = await store.transaction((tx) =>
    tx.completeness.classes(connection.connectionId, { period: { from, to }, orderIds: [] }),
  )
  const count = (...wanted: string[]): number => classes.filter((row) => wanted.includes(row.class)).length
  return {
    orders: classes.length,
    booked: count('booked'),
    waiting: count('waiting', 'inDoubt'),
    blocked: count('blocked'),
    skipped: count('skipped'),
  }
}
