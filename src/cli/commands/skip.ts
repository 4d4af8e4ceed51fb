import { Command } from 'commander'
import { skipOrder, type SkipResult } from '../../app/decide/skip.ts'
import type { Language } from '../../domain/language.ts'
import { companyChosen, orderNumber } from '../choose.ts'
import { languageOption, resultWords } from '../result-words.ts'
import { exitCodes, type Run, type Shell } from '../shell.ts'

interface Options {
  order: string
  reason: string
  company?: string
  lang: Language
  json?: boolean
}

export function skipCommand(run: Run): Command {
  return new Command('skip')
    .description('Niet boeken: remembered for good')
    .requiredOption('--order <nr>', '', orderNumber)
    .requiredOption('--reason <text>')
    .option('--company <name>')
    .addOption(languageOption())
    .option('--json')
    .action((options: Options, self: Command) => run(self, (shell) => skip(shell, options)))
}

async function skip(shell: Shell, options: Options): Promise<number> {
  const company = await companyChosen(shell, options)
  const { order: orderId, reason } = options
  const unknown: SkipResult = { done: false, faults: [{ path: 'order', message: `Order ${orderId} is not known.` }] }
  const result =
    company === null ? unknown : await skipOrder(await shell.ports(), company.tenantId, null, { orderId, reason })
  if (options.json === true) shell.print(JSON.stringify(result))
  for (const fault of result.faults) shell.say(fault.message)
  if (result.done && options.json !== true) shell.print(resultWords[options.lang].skipped(orderId))
  return result.done ? exitCodes.done : exitCodes.usage
}
