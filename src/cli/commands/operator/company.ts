/** `export` and `erase`: all that is kept of a company. */
import { Command } from 'commander'
import { companiesNamed } from '../../choose.ts'
import { CommandEnd, exitCodes, type Run, type Shell } from '../../shell.ts'

interface Options {
  company: string
  yes?: boolean
  json?: boolean
}

export function exportCommand(run: Run): Command {
  return new Command('export')
    .description('everything that is kept of a company as one JSON document; keys and passwords are left out')
    .requiredOption('--company <name>')
    .option('--json')
    .action((options: Options, self: Command) => run(self, (shell) => exportAll(shell, options)))
}

export function eraseCommand(run: Run): Command {
  return new Command('erase')
    .description(
      'remove a company and all that is kept of it, for good; its books in Octopus stay. On a terminal its name is asked once more',
    )
    .requiredOption('--company <name>')
    .option('--yes', 'ask nothing')
    .option('--json')
    .action((options: Options, self: Command) => run(self, (shell) => erase(shell, options)))
}

async function exportAll(shell: Shell, options: Options): Promise<number> {
  const [company] = await companiesNamed(shell, options.company)
  if (company === undefined) return exitCodes.usage
  const rows = await (await shell.operations()).exportCompany(company)
  shell.say(`${company.name}: ${rows} rows.`)
  return exitCodes.done
}

async function erase(shell: Shell, options: Options): Promise<number> {
  const [company] = await companiesNamed(shell, options.company)
  if (company === undefined) return exitCodes.usage
  const typed = options.yes === true ? null : await shell.ask(`Type "${company.name}" to remove it for good:`)
  if (typed !== null && typed.trim() !== company.name)
    throw new CommandEnd(exitCodes.usage, 'That is not its name; nothing was removed.')
  const rows = await (await shell.operations()).erase(company.tenantId)
  if (options.json === true) shell.print(JSON.stringify({ done: true, rows, faults: [] }))
  else {
    shell.print(`${company.name} is removed: ${rows} rows.`)
    shell.say('Copies that were made before still hold it: remove them when their time is over.')
  }
  return exitCodes.done
}
