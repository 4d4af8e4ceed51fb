import { Command } from 'commander'
import { CommandEnd, exitCodes, type Run } from '../shell.ts'

export function startCommand(run: Run): Command {
  return new Command('start')
    .description('web app, API and workers')
    .option('--role <role>', 'all, web or worker', 'all')
    .action((options: { role: string }, self: Command) =>
      run(self, (shell) => {
        const { role } = options
        if (role !== 'all' && role !== 'web' && role !== 'worker')
          throw new CommandEnd(exitCodes.usage, `--role "${role}": all, web or worker.`)
        return shell.serve(role)
      }),
    )
}

export function sandboxCommand(run: Run): Command {
  return new Command('sandbox')
    .description('the two simulated worlds; prints their addresses and keys as one line of JSON')
    .option('--port <port>')
    .option('--seed <seed>')
    .option('--json')
    .action((options: { port?: string; seed?: string }, self: Command) =>
      run(self, async (shell) => {
        const sandbox = await shell.spawnSandbox(
          Object.entries({ '--port': options.port, '--seed': options.seed }).flatMap(([name, value]) =>
            value === undefined ? [] : [name, value],
          ),
        )
        const {
          bolLogin,
          bol,
          octopus,
          softwareHouse,
          clientId,
          clientSecret,
          user,
          userPassword,
          dossierId,
          ...more
        } = sandbox.access
        shell.print(
          JSON.stringify({
            bolLogin,
            bol,
            octopus,
            softwareHouse,
            clientId,
            clientSecret,
            user,
            userPassword,
            dossierId,
            ...more,
          }),
        )
        return sandbox.wait()
      }),
    )
}

export function migrateCommand(run: Run): Command {
  return new Command('migrate')
    .description('bring the database up to date')
    .option('--json')
    .action((options: { json?: boolean }, self: Command) =>
      run(self, async (shell) => {
        const applied = await shell.migrate()
        shell.print(
          options.json === true
            ? JSON.stringify({ done: true, applied, faults: [] })
            : applied.length === 0
              ? 'The database is up to date.'
              : `Applied: ${applied.join(', ')}`,
        )
        return exitCodes.done
      }),
    )
}

/** Reaching the action means that the environment was read without a fault. */
export function configCommand(run: Run): Command {
  const command = new Command('config').description('the environment')
  command
    .command('check')
    .description('read the environment and say what is wrong with it')
    .option('--json')
    .action((options: { json?: boolean }, self: Command) =>
      run(self, (shell) => {
        shell.print(options.json === true ? JSON.stringify({ done: true, faults: [] }) : 'The configuration is right.')
        return Promise.resolve(exitCodes.done)
      }),
    )
  return command
}

/** Promised commands that come with later versions: they say so, and do nothing. */
const later: [name: string, description: string][] = [
  ['backfill', 'orders from before the start date'],
  ['completeness', 'orders × shipments × returns, each accounted for'],
  ['user', 'users of the web app'],
  ['backup', 'a logical copy of the database'],
  ['restore', 'a copy put back'],
  ['keys', 'rotation of the key-encryption key'],
  ['export', 'everything of a company'],
  ['erase', 'a company removed'],
]

export function laterCommands(run: Run): Command[] {
  return later.map(([name, description]) =>
    new Command(name)
      .description(`${description} (not yet supported)`)
      .allowUnknownOption()
      .allowExcessArguments()
      .action((_: unknown, self: Command) =>
        run(self, () =>
          Promise.reject(new CommandEnd(exitCodes.usage, `"${name}" is not yet supported by this version.`)),
        ),
      ),
  )
}
