import { Command } from 'commander'
import { previewUndo, undoOrders, type UndoSelection } from '../../app/decide/undo.ts'
import type { Language } from '../../domain/language.ts'
import { companyOf, orderNumber } from '../choose.ts'
import { languageOption, resultWords } from '../result-words.ts'
import { CommandEnd, dateOption, exitCodes, type Run, type Shell } from '../shell.ts'

interface Options {
  connection: string
  order?: string
  document?: string
  from?: string
  to?: string
  reason?: string
  yes?: boolean
  lang: Language
  json?: boolean
}

export function undoCommand(run: Run): Command {
  return new Command('undo')
    .description('takes orders out of the books: what was not sent is not sent, what is booked gets its credit')
    .requiredOption('--connection <id>')
    .option('--order <nr>', '', orderNumber)
    .option('--document <id>', 'the orders of one document, by its id or its reference; of a day total, all of them')
    .option('--from <date>', 'orders placed from this day on')
    .option('--to <date>', 'up to and with this day')
    .option('--reason <text>')
    .option('--yes', 'do it; without it, only what would happen is counted')
    .addOption(languageOption())
    .option('--json')
    .action((options: Options, self: Command) => run(self, (shell) => undo(shell, options)))
}

async function undo(shell: Shell, options: Options): Promise<number> {
  const selection = selectionOf(options)
  const company = await companyOf(shell, options.connection)
  const at = { tenantId: company.tenantId, connectionId: options.connection }
  const ports = await shell.ports()
  const preview = await previewUndo(ports, at, selection)
  const reason = options.reason?.trim() ?? ''
  if (options.yes === true && reason === '')
    throw new CommandEnd(exitCodes.usage, 'A reason is needed (--reason): it is what the bookkeeper reads next year.')
  const undone = options.yes === true ? await undoOrders(ports, at, { selection, reason }) : 0
  if (options.json === true) shell.print(JSON.stringify({ done: options.yes === true, undone, ...preview }))
  else {
    const words = resultWords[options.lang]
    shell.print(words.undoCounts(preview))
    shell.print(options.yes === true ? words.undone : words.nothingUndone)
  }
  return exitCodes.done
}

function selectionOf(options: Options): UndoSelection {
  const from = dateOption('--from', options.from)
  const to = dateOption('--to', options.to)
  const { order, document } = options
  const given = [order, document, from ?? to].filter((value) => value !== undefined && value !== null)
  if (given.length === 1) {
    if (order !== undefined) return { kind: 'order', orderId: order }
    if (document !== undefined) return { kind: 'document', id: document }
    if (from !== null && to !== null && from <= to) return { kind: 'period', from, to }
  }
  throw new CommandEnd(exitCodes.usage, 'Choose one: --order, --document, or --from and --to.')
}
