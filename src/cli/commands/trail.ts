import { Command } from 'commander'
import { checkTrails } from '../../app/trail.ts'
import { companiesNamed } from '../choose.ts'
import { exitCodes, type Run, type Shell } from '../shell.ts'

interface Options {
  company?: string
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
    .option('--json')
    .action((options: Options, self: Command) => run(self, (shell) => check(shell, options)))
  return command
}

async function check(shell: Shell, options: Options): Promise<number> {
  const companies = await companiesNamed(shell, options.company)
  const checks = await checkTrails(await shell.ports(), companies)
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
