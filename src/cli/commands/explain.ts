import { Command } from 'commander'
import { explainOrder } from '../../app/show/explain-order.ts'
import type { Language } from '../../domain/language.ts'
import { tenantsChosen, orderNumber } from '../choose.ts'
import { explanationText } from './explain-text.ts'
import { languageOption } from '../result-words.ts'
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
    .requiredOption('--order <nr>', '', orderNumber)
    .option('--company <name>')
    .addOption(languageOption())
    .option('--json')
    .action((options: Options, self: Command) => run(self, (shell) => explain(shell, options)))
}

async function explain(shell: Shell, options: Options): Promise<number> {
  const found = await explainOrder(await shell.ports(), await tenantsChosen(shell, options), options.order)
  if (found === null) throw new CommandEnd(exitCodes.usage, `Order ${options.order} is not known.`)
  shell.print(options.json === true ? JSON.stringify(found) : explanationText(found, options.lang))
  return exitCodes.done
}
