/** `buyer show` and `buyer erase`: answers to a buyer's request to see or delete their data. */
import { Command } from 'commander'
import {
  forgetBuyer,
  showBuyer,
  type BuyerWish,
  type OrderForgotten,
  type OrderKept,
} from '../../../app/privacy/buyer-requests.ts'
import { companiesNamed, orderNumber } from '../../choose.ts'
import { CommandEnd, exitCodes, type Run, type Shell } from '../../shell.ts'

interface Options {
  order?: string
  email?: string
  name?: string
  company?: string
  yes?: boolean
  json?: boolean
}

export function buyerCommand(run: Run): Command {
  const command = new Command('buyer').description(
    'what is kept of a buyer, for who asks for it or asks to be forgotten',
  )
  const asked = (name: string, text: string): Command =>
    command
      .command(name)
      .description(text)
      .option('--order <nr>', 'the order number of bol.com', orderNumber)
      .option('--email <address>', 'the mail address as the orders have it; found only while it is kept')
      .option('--name <name>', 'first name and surname, or the company, as on the orders; found only while it is kept')
      .option('--company <name>', 'only this company')
  asked(
    'show',
    'all that is kept of the buyer, readable, with the day on which each value goes; exit code 1 when nothing is found',
  )
    .option('--json')
    .action((options: Options, self: Command) => run(self, (shell) => show(shell, options)))
  asked(
    'erase',
    'remove at once what names the buyer. Amounts, numbers and dates stay in the books, and the name of a relation in Octopus stays there. Exit code 1 when an order is still to be booked',
  )
    .option('--yes', 'ask nothing')
    .option('--json')
    .action((options: Options, self: Command) => run(self, (shell) => erase(shell, options)))
  return command
}

function wishOf({ order, email, name }: Options): BuyerWish {
  const wishes: BuyerWish[] = [
    ...(order === undefined ? [] : [{ order }]),
    ...(email === undefined ? [] : [{ email }]),
    ...(name === undefined ? [] : [{ name }]),
  ]
  const [wish] = wishes
  if (wish === undefined || wishes.length > 1 || Object.values(wish).some((text: string) => text.trim() === ''))
    throw new CommandEnd(exitCodes.usage, 'Name one of --order, --email and --name.')
  return wish
}

async function show(shell: Shell, options: Options): Promise<number> {
  const wish = wishOf(options)
  const orders = await showBuyer(await shell.ports(), await companiesNamed(shell, options.company), wish)
  if (options.json === true) shell.print(JSON.stringify({ orders }))
  else for (const order of orders) shell.print(told(order))
  if (orders.length === 0)
    shell.say('Nothing is found. What names a buyer is kept for 60 days after the last change of an order.')
  else shell.say('The name on a relation, and each document, also stand in Octopus.')
  return orders.length === 0 ? exitCodes.attention : exitCodes.done
}

async function erase(shell: Shell, options: Options): Promise<number> {
  const wish = wishOf(options)
  const companies = await companiesNamed(shell, options.company)
  const ports = await shell.ports()
  const found = await showBuyer(ports, companies, wish)
  if (found.length > 0 && options.yes !== true) {
    const numbers = found.map(({ order }) => order).join(', ')
    const answer = await shell.ask(`Remove what names the buyer of ${numbers}? Type "yes":`)
    if (answer !== null && answer.trim() !== 'yes') throw new CommandEnd(exitCodes.usage, 'Nothing was removed.')
  }
  const orders = await forgetBuyer(ports, companies, { wish, by: 'terminal' })
  if (options.json === true) shell.print(JSON.stringify({ orders }))
  else for (const order of orders) shell.print(toldForgotten(order))
  if (orders.length === 0) shell.say('Nothing is found.')
  else
    shell.say(
      'Amounts, numbers and dates stay, as the law asks of books. The name on a relation stands in Octopus and is changed there. Copies made before still hold the rest until they are tidied.',
    )
  const allDone = orders.length > 0 && orders.every(({ outcome }) => outcome === 'forgotten')
  return allDone ? exitCodes.done : exitCodes.attention
}

function told({ company, order, values, documents }: OrderKept): string {
  return [
    `${company}, order ${order}`,
    ...values.map(
      ({ kept, value, goesOn, atLatest }) =>
        `  ${kept} (goes ${goesOn}, at the latest ${atLatest}): ${JSON.stringify(value)}`,
    ),
    ...documents.map(documentTold),
  ].join('\n')
}

function toldForgotten({ company, order, outcome, values, documents }: OrderForgotten): string {
  const what =
    outcome === 'forgotten'
      ? `forgotten, ${values} values removed`
      : 'not yet: something of it is still to be booked or credited, which needs the buyer'
  return [`${company}, order ${order}: ${what}`, ...documents.map(documentTold)].join('\n')
}

function documentTold({
  reference,
  journal,
  number,
  date,
  amountCents,
  relationId,
}: OrderKept['documents'][number]): string {
  const relation = relationId === null ? '' : `, relation ${relationId} in Octopus`
  return `  in the books: ${journal} ${number ?? '-'} of ${date ?? '-'}, ${amountCents} cents, ${reference}${relation}`
}
