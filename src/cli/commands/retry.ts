import { Command } from 'commander'
import { retryDocuments, type RetryResult, type RetrySelection } from '../../app/decide/retry.ts'
import type { Language } from '../../domain/language.ts'
import { companyChosen, orderNumber } from '../choose.ts'
import { languageOption, resultWords } from '../result-words.ts'
import { CommandEnd, exitCodes, type Run, type Shell } from '../shell.ts'

interface Options {
  document?: string
  order?: string
  problem?: string
  all?: boolean
  reread?: boolean
  company?: string
  lang: Language
  json?: boolean
}

export function retryCommand(run: Run): Command {
  return new Command('retry')
    .description('Verwerk: try again, safely')
    .option('--document <id>')
    .option('--order <nr>', '', orderNumber)
    .option('--problem <code>')
    .option('--all')
    .option('--reread', 'with --order: read it from bol.com once more, with its shipments and returns')
    .option('--company <name>')
    .addOption(languageOption())
    .option('--json')
    .action((options: Options, self: Command) => run(self, (shell) => retry(shell, options)))
}

async function retry(shell: Shell, options: Options): Promise<number> {
  const selection = selectionOf(options)
  const company = await companyChosen(shell, options)
  const none: RetryResult = {
    taken: 0,
    notTaken: [{ order: options.order ?? null, document: options.document ?? null, reason: 'nothingFound' }],
  }
  const { taken, notTaken } =
    company === null ? none : await retryDocuments(await shell.ports(), company.tenantId, selection)
  // Nothing open is a good answer to "all"; to a name it is a mistake in the name.
  const listed = selection.kind === 'all' ? notTaken.filter((row) => row.reason !== 'nothingFound') : notTaken
  const words = resultWords[options.lang]
  const reasons: Record<string, string> = words.notTaken
  if (options.json === true) shell.print(JSON.stringify({ taken, notTaken: listed }))
  else
    shell.print(
      [
        words.retried(taken, listed.length),
        ...listed.map((row) => `  ${row.order ?? row.document ?? ''}: ${reasons[row.reason] ?? row.reason}`),
      ].join('\n'),
    )
  return listed.length > 0 ? exitCodes.attention : exitCodes.done
}

function selectionOf(options: Options): RetrySelection {
  const chosen: RetrySelection[] = []
  if (options.document !== undefined) chosen.push({ kind: 'document', id: options.document })
  if (options.order !== undefined)
    chosen.push({ kind: 'order', orderId: options.order, reread: options.reread === true })
  if (options.problem !== undefined) chosen.push({ kind: 'problem', code: options.problem })
  if (options.all === true) chosen.push({ kind: 'all' })
  const [only] = chosen
  if (only === undefined || chosen.length > 1)
    throw new CommandEnd(exitCodes.usage, 'Name one of --document, --order, --problem or --all.')
  if (only.kind === 'order' && only.orderId === '') throw noOrder()
  if (options.reread === true && only.kind !== 'order')
    throw new CommandEnd(exitCodes.usage, '--reread goes with --order.')
  return only
}

function noOrder(): CommandEnd {
  const message = '--order names no order.'
  return new CommandEnd(exitCodes.usage, message, [{ path: 'order', message }])
}
