import { Command } from 'commander'
import { answerSettlement, type AnswerWish } from '../../app/settle/answer-settlement.ts'
import {
  listSettlements,
  showSettlement,
  type ShownCheck,
  type ShownSettlement,
} from '../../app/settle/show-settlements.ts'
import { euroText } from '../../domain/why/settlement-words.ts'
import type { Language } from '../../domain/language.ts'
import { orderNumber, tenantsChosen } from '../choose.ts'
import { languageOption } from '../result-words.ts'
import { columns, CommandEnd, exitCodes, type Run, type Shell } from '../shell.ts'
import { statementText } from './settlement-text.ts'

interface Options {
  connection?: string
  company?: string
  lang: Language
  json?: boolean
}

interface AnswerOptions extends Options {
  type: string[]
  vat: string[]
  start?: string
  order: string[]
  receipt?: string
  leave?: boolean
}

export function settlementsCommand(run: Run): Command {
  return new Command('settlements')
    .description('what the marketplace settled: state, payout, difference')
    .option('--connection <id>')
    .option('--company <name>')
    .addOption(languageOption())
    .option('--json')
    .action((options: Options, self: Command) => run(self, (shell) => showList(shell, options)))
}

export function settlementCommand(run: Run): Command {
  const about = (name: string, description: string): Command =>
    new Command(name)
      .description(description)
      .argument('<id>')
      .option('--company <name>')
      .addOption(languageOption())
      .option('--json')
  return new Command('settlement')
    .description('one settlement of the marketplace')
    .addCommand(
      about('show', 'its statement').action((id: string, options: Options, self: Command) =>
        run(self, (shell) => show(shell, id, options, false)),
      ),
    )
    .addCommand(
      about('check', 'the check per order').action((id: string, options: Options, self: Command) =>
        run(self, (shell) => show(shell, id, options, true)),
      ),
    )
    .addCommand(
      about('answer', 'answers what it asks; remembered for those that come')
        .option('--type <TYPE=role>', 'e.g. CO2_CONTRIBUTION=otherFees; may be repeated', collect, [])
        .option(
          '--vat <VAT=answer>',
          'VAT that was not expected, e.g. S21=cost; or belgian21 or cost for all',
          collect,
          [],
        )
        .option('--start <answer>', 'its period begins before the first day: book, or leave')
        .option('--order <NR=answer>', 'writeOff, or the account of a sale that is not in the books', collect, [])
        .option('--receipt <answer>', 'what a receipt of the bank pays, as it is offered; elsewhere: it was seen')
        .option('--leave', 'it was changed after it was booked, and the books stay as they are')
        .action((id: string, options: AnswerOptions, self: Command) =>
          run(self, (shell) => answer(shell, id, options)),
        ),
    )
}

function collect(value: string, before: string[]): string[] {
  return [...before, value]
}

async function showList(shell: Shell, options: Options): Promise<number> {
  const tenantIds = await tenantsChosen(shell, options)
  const connectionId = options.connection ?? null
  const ports = await shell.ports()
  const found = await listSettlements(ports, { tenantIds, connectionId, language: options.lang })
  if (options.json === true) shell.print(JSON.stringify({ settlements: found }))
  else shell.print(listText(found, options.lang))
  return exitCodes.done
}

const none: Record<Language, string> = {
  nl: 'Geen afrekeningen.',
  fr: 'Aucun décompte.',
  en: 'No settlements.',
}

export function listText(found: ShownSettlement[], language: Language): string {
  if (found.length === 0) return none[language]
  return columns(
    found.map((one) => [
      one.periodFrom,
      one.periodTo,
      one.payout === null ? '' : euroText(one.payout.expectedCents, language).padStart(10),
      one.title,
    ]),
  )
}

/** `NR=writeOff` or `NR=<account>`, with the number as it is typed or pasted. */
export function orderAnswer(entry: string): [order: string, answer: 'writeOff' | number] {
  const [order = '', said = ''] = entry.split('=')
  return [orderNumber(order), said.trim() === 'writeOff' ? 'writeOff' : Number(said)]
}

async function show(shell: Shell, invoiceId: string, options: Options, isCheck: boolean): Promise<number> {
  const found = await findOne(shell, invoiceId, options)
  if (options.json === true) shell.print(JSON.stringify(found))
  else shell.print(statementText(found, options.lang, isCheck))
  return isCheck && found.problems.length > 0 ? exitCodes.attention : exitCodes.done
}

async function findOne(shell: Shell, invoiceId: string, options: Options): Promise<ShownCheck> {
  const tenantIds = await tenantsChosen(shell, options)
  const ports = await shell.ports()
  const found = await showSettlement(ports, { tenantIds, invoiceId, language: options.lang })
  if (found === null) throw new CommandEnd(exitCodes.usage, `No settlement ${invoiceId} is known. See "settlements".`)
  return found
}

/** `cost` is for all that is asked, `S21=cost` for that VAT. */
function vatAnswer(given: string[]): AnswerWish['vat'] {
  const [only] = given
  if (only === undefined) return null
  if (given.length === 1 && !only.includes('=')) return only
  return Object.fromEntries(
    given.map((entry) => {
      const [name = '', answer = ''] = entry.split('=')
      return [name.trim().toUpperCase(), answer.trim()]
    }),
  )
}

async function answer(shell: Shell, invoiceId: string, options: AnswerOptions): Promise<number> {
  const tenantIds = await tenantsChosen(shell, options)
  const types = Object.fromEntries(
    options.type.map((entry) => {
      const [type = '', role = ''] = entry.split('=')
      return [type.trim().toUpperCase(), role.trim()]
    }),
  )
  const orders = Object.fromEntries(options.order.map(orderAnswer))
  const ports = await shell.ports()
  const vat = vatAnswer(options.vat)
  const start = options.start ?? null
  const receipt = options.receipt ?? null
  const leave = options.leave === true
  const wish = { invoiceId, types, vat, start, orders, receipt, leave, by: 'cli' }
  const result = await answerSettlement(ports, tenantIds, wish)
  if (options.json === true) shell.print(JSON.stringify(result))
  for (const fault of result.faults) shell.say(`${fault.path} ${fault.message}`.trim())
  if (result.done && options.json !== true) {
    const { title } = await findOne(shell, invoiceId, options)
    shell.print(title)
  }
  return result.done ? exitCodes.done : exitCodes.usage
}
