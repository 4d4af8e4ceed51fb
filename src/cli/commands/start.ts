import { Command, Option } from 'commander'
import type { Run } from '../shell.ts'

export function startCommand(run: Run): Command {
  return new Command('start')
    .description('web app, API and workers, until a signal')
    .addOption(new Option('--role <role>').choices(['all', 'web', 'worker']).default('all'))
    .action((options: { role: 'all' | 'web' | 'worker' }, self: Command) =>
      run(self, (shell) => shell.serve(options.role)),
    )
}
