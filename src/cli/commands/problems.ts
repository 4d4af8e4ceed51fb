import { Command } from 'commander'
import { listProblems, type ListedProblem } from '../../app/show/list-problems.ts'
import type { Language } from '../../domain/language.ts'
import { tenantsChosen } from '../choose.ts'
import { languageOption } from '../result-words.ts'
import { exitCodes, type Run, type Shell } from '../shell.ts'
import { problemCommand } from './settlement-commands.ts'

interface Options {
  connection?: string
  company?: string
  lang: Language
  json?: boolean
}

const ordersShown = 10

export function problemsCommand(run: Run): Command {
  return new Command('problems')
    .description('open problems, by cause')
    .option('--connection <id>')
    .option('--company <name>')
    .addOption(languageOption())
    .option('--json')
    .action((options: Options, self: Command) => run(self, (shell) => showProblems(shell, options)))
}

async function showProblems(shell: Shell, options: Options): Promise<number> {
  const tenantIds = await tenantsChosen(shell, options)
  const connectionId = options.connection ?? null
  const problems = await listProblems(await shell.ports(), { tenantIds, connectionId, language: options.lang })
  if (options.json === true) shell.print(JSON.stringify({ problems }))
  else shell.print(listText(problems, options.lang))
  return exitCodes.done
}

const words: Record<Language, { none: string; orders: string }> = {
  nl: { none: 'Geen meldingen.', orders: 'bestellingen' },
  fr: { none: 'Aucun message.', orders: 'commandes' },
  en: { none: 'No problems.', orders: 'orders' },
}

export function listText(problems: ListedProblem[], language: Language): string {
  const { none, orders } = words[language]
  return problems.length === 0 ? none : problems.map((problem) => forPeople(problem, orders)).join('\n')
}

function forPeople(problem: ListedProblem, label: string): string {
  const { orders } = problem
  const command = problemCommand(problem.code, problem.params['invoice'])
  const more = orders.length > ordersShown ? ' …' : ''
  return [
    `${problem.code} (${problem.type}) × ${problem.count}  ${problem.title}`,
    `  ${problem.what}`,
    `  ${problem.meaning}`,
    `  → ${problem.remedy}`,
    ...(command === null ? [] : [`  $ ${command}`]),
    ...(orders.length > 0 ? [`  ${label}: ${orders.slice(0, ordersShown).join(' ')}${more}`] : []),
  ].join('\n')
}
