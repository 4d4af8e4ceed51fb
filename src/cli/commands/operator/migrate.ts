import { Command } from 'commander'
import { exitCodes, type Run, type Shell } from '../../shell.ts'

interface Options {
  json?: boolean
}

export function migrateCommand(run: Run): Command {
  return new Command('migrate')
    .description('bring the database up to date; every start does it too')
    .option('--json')
    .action((options: Options, self: Command) => run(self, (shell) => migrate(shell, options)))
}

async function migrate(shell: Shell, options: Options): Promise<number> {
  const applied = await shell.migrate()
  if (options.json === true) shell.print(JSON.stringify({ done: true, applied, faults: [] }))
  else shell.print(applied.length === 0 ? 'The database is up to date.' : `Applied: ${applied.join(', ')}`)
  return exitCodes.done
}
