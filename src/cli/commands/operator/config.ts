import { Command } from 'commander'
import { CommandEnd, exitCodes, type Run, type Shell } from '../../shell.ts'

interface Options {
  json?: boolean
}

export function configCommand(run: Run): Command {
  const command = new Command('config').description('the environment')
  command
    .command('check')
    .description('read the environment and say all that is wrong with it')
    .option('--json')
    .action((options: Options, self: Command) => run(self, (shell) => check(shell, options)))
  return command
}

/** At this point every variable has its form; the content of the limits file is still to be read. */
async function check(shell: Shell, options: Options): Promise<number> {
  const faults = await shell.configFaults()
  if (faults.length > 0)
    throw new CommandEnd(
      exitCodes.configuration,
      faults.map((fault) => `${fault.path} ${fault.message}`).join('\n'),
      faults,
    )
  const warnings = await shell.configWarnings()
  const told = warnings.length === 0 ? {} : { warnings }
  if (options.json === true) shell.print(JSON.stringify({ done: true, faults: [], ...told }))
  else if (warnings.length === 0) shell.print('The configuration is right.')
  else shell.print(warnings.map(({ path, message }) => `${path} ${message}`).join('\n'))
  return warnings.length === 0 ? exitCodes.done : exitCodes.attention
}
