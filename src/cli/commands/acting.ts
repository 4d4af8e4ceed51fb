import { Command } from 'commander'
import { retryDocuments, type NotTaken, type RetrySelection } from '../../app/retry.ts'
import { skipOrder } from '../../app/skip.ts'
import { chooseCompanies, CommandEnd, exitCodes, type Run, type Shell } from '../shell.ts'

interface RetryOptions {
  document?: string
  order?: string
  problem?: string
  all?: boolean
  company?: string
  json?: boolean
}

export function retryCommand(run: Run): Command {
  return new Command('retry')
    .description('Verwerk: try again, safely')
    .option('--document <id>')
    .option('--order <nr>')
    .option('--problem <code>')
    .option('--all')
    .option('--company <name>')
    .option('--json')
    .action((options: RetryOptions, self: Command) => run(self, (shell) => retry(shell, options)))
}

async function retry(shell: Shell, options: RetryOptions): Promise<number> {
  const selection = selectionOf(options)
  const ports = await shell.ports()
  let taken = 0
  let notTaken: NotTaken[] = []
  let found = false
  for (const company of await chooseCompanies(shell, options.company)) {
    const result = await retryDocuments(ports, company.tenantId, selection)
    taken += result.taken
    const missing = result.notTaken.every((row) => row.reason === 'nothingFound')
    if (result.taken > 0 || !missing) found = true
    notTaken = [...notTaken, ...result.notTaken.filter((row) => row.reason !== 'nothingFound')]
  }
  if (!found && selection.kind !== 'all')
    notTaken.push({ order: options.order ?? null, document: options.document ?? null, reason: 'nothingFound' })
  if (options.json === true) shell.print(JSON.stringify({ taken, notTaken }))
  else
    shell.print(
      `${taken} verwerkt, ${notTaken.length} niet${notTaken.map((row) => `\n  ${row.order ?? row.document ?? ''}: ${row.reason}`).join('')}`,
    )
  return notTaken.length > 0 ? exitCodes.attention : exitCodes.done
}

function selectionOf(options: RetryOptions): RetrySelection {
  const chosen: RetrySelection[] = []
  if (options.document !== undefined) chosen.push({ kind: 'document', id: options.document })
  if (options.order !== undefined) chosen.push({ kind: 'order', orderId: options.order })
  if (options.problem !== undefined) chosen.push({ kind: 'problem', code: options.problem })
  if (options.all === true) chosen.push({ kind: 'all' })
  const [only] = chosen
  if (only === undefined || chosen.length > 1)
    throw new CommandEnd(exitCodes.usage, 'Name one of --document, --order, --problem or --all.')
  return only
}

export function skipCommand(run: Run): Command {
  return new Command('skip')
    .description('Niet boeken: remembered for good')
    .requiredOption('--order <nr>')
    .requiredOption('--reason <text>')
    .option('--company <name>')
    .option('--json')
    .action((options: { order: string; reason: string; company?: string; json?: boolean }, self: Command) =>
      run(self, async (shell) => {
        const ports = await shell.ports()
        let result = { done: false, faults: [{ path: 'order', message: `Order ${options.order} is not known.` }] }
        for (const company of await chooseCompanies(shell, options.company)) {
          result = await skipOrder(ports, company.tenantId, null, { orderId: options.order, reason: options.reason })
          if (result.done) break
        }
        if (options.json === true) shell.print(JSON.stringify(result))
        for (const fault of result.faults) shell.say(fault.message)
        if (result.done && options.json !== true) shell.print(`Bestelling ${options.order} wordt niet geboekt.`)
        return result.done ? exitCodes.done : exitCodes.usage
      }),
    )
}
