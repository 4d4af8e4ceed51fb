import { Command } from 'commander'
import { checkTrails } from '../../../app/run/trail.ts'
import { companiesNamed } from '../../choose.ts'
import { CommandEnd, exitCodes, type Run, type Shell } from '../../shell.ts'

interface Options {
  company?: string
  head?: string
  json?: boolean
}

export function trailCommand(run: Run): Command {
  const command = new Command('trail').description(
    'what happened in a company, linked so that a later change of it is found',
  )
  command
    .command('check')
    .description('go through the whole chain; exit code 1 names the first row that does not fit')
    .option('--company <name>', 'only this company')
    .option(
      '--head <hash>',
      'a head that the log, a mail or a webhook told earlier: it must still be in the chain, else its end was cut off or linked anew',
    )
    .option('--json')
    .action((options: Options, self: Command) => run(self, (shell) => check(shell, options)))
  return command
}

async function check(shell: Shell, options: Options): Promise<number> {
  const companies = await companiesNamed(shell, options.company)
  const told = options.head?.trim().toLowerCase() ?? null
  if (told !== null && companies.length > 1)
    throw new CommandEnd(exitCodes.usage, 'A head belongs to one company: name it with --company.')
  if (told !== null && !/^[0-9a-f]{64}$/u.test(told))
    throw new CommandEnd(exitCodes.usage, 'A head is 64 characters from 0 to f, as trail.head in the log has it.')
  const checks = await checkTrails(await shell.ports(), companies, told)
  if (options.json === true) shell.print(JSON.stringify({ trails: checks }))
  else
    for (const { company, links, head, broken } of checks)
      shell.print(
        broken === null
          ? `${company}: ${links} links, unbroken. Head ${head === '' ? '-' : head}`
          : `${company}: broken after ${links} links at ${broken.kind} ${broken.key}: ${broken.fault}`,
      )
  return checks.every(({ broken }) => broken === null) ? exitCodes.done : exitCodes.attention
}
