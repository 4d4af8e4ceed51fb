import { Command, Option } from 'commander'
import { explainOrder, type Explanation } from '../../app/explain-order.ts'
import { centsToText } from '../../domain/money.ts'
import type { Language } from '../../domain/problem.ts'
import { codeInWords, reasonInWords, roundingInWords } from '../../domain/why-words.ts'
import { tenantsChosen } from '../choose.ts'
import { CommandEnd, exitCodes, type Run, type Shell } from '../shell.ts'

interface Options {
  order: string
  company?: string
  lang: Language
  json?: boolean
}

export function explainCommand(run: Run): Command {
  return new Command('explain')
    .description('waarom? every fact and rule behind an order')
    .requiredOption('--order <nr>')
    .option('--company <name>')
    .addOption(new Option('--lang <language>').choices(['nl', 'fr', 'en']).default('nl'))
    .option('--json')
    .action((options: Options, self: Command) => run(self, (shell) => explain(shell, options)))
}

async function explain(shell: Shell, options: Options): Promise<number> {
  const found = await explainOrder(await shell.ports(), await tenantsChosen(shell, options), options.order)
  if (found === null) throw new CommandEnd(exitCodes.usage, `Order ${options.order} is not known.`)
  shell.print(options.json === true ? JSON.stringify(found) : forPeople(found, options.lang))
  return exitCodes.done
}

function forPeople(found: Explanation, language: Language): string {
  const facts = Object.entries(found.facts)
    .filter(([, value]) => value !== null)
    .map(([name, value]) => `${name} ${name === 'reason' ? reasonInWords(String(value), language) : String(value)}`)
  const money = (value: unknown): string => (typeof value === 'number' ? centsToText(value) : '?')
  return [
    `bestelling ${found.order}: ${found.state} (${found.status})`,
    `  ${facts.join(' · ')}`,
    ...found.lines.map(
      (line) =>
        `  ${String(line['quantity'])} × ${String(line['ean'])}: ${String(line['class'])} → ${String(line['treatment'])} ${String(line['country'])} ${String(line['rate'])} % = ${money(line['grossCents'])} (${money(line['netCents'])} + ${money(line['vatCents'])}), code ${String(line['vatCode'])}, rekening ${String(line['account'])}; regel ${String(line['rule'])} [${String(line['place'])}]`,
    ),
    ...found.flags.map((flag) => `  ${flag}: ${codeInWords(flag, language) ?? '-'}`),
    ...found.roundings.map((rounding) => `  ${roundingInWords(rounding, language)}`),
    ...found.documents.map(
      (row) =>
        `  ${String(row['kind'])} ${String(row['journal'])} ${String(row['number'])} van ${String(row['date'])}: ${money(row['amountCents'])}, ${String(row['state'])}, versie ${String(row['revision'])}, ${(row['attempts'] as unknown[]).length} poging(en)`,
    ),
    ...(found.problems.length > 0 ? [`  meldingen: ${found.problems.map((problem) => problem.code).join(' ')}`] : []),
  ].join('\n')
}
