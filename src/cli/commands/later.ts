/** Promised commands that come with later versions: they say so, and do nothing. */
import { Command } from 'commander'
import { CommandEnd, exitCodes, type Run } from '../shell.ts'

const later: [name: string, description: string][] = [['user', 'users of the web app']]

export function laterCommands(run: Run): Command[] {
  return later.map(([name, description]) =>
    new Command(name)
      .description(`${description} (not yet supported)`)
      .option('--json')
      .allowUnknownOption()
      .allowExcessArguments()
      .action((_: unknown, self: Command) => {
        const message = `"${name}" is not yet supported by this version.`
        return run(self, () => Promise.reject(new CommandEnd(exitCodes.usage, message, [{ path: '', message }])))
      }),
  )
}
