import { Command } from 'commander'
import { exitCodes, type Run, type Shell } from '../../shell.ts'

interface Options {
  json?: boolean
}

export function keysCommand(run: Run): Command {
  const command = new Command('keys').description('the key that seals keys, passwords and what names a person')
  command
    .command('rotate')
    .description('wrap everything under the new key; may be cut off and run again')
    .option('--json')
    .action((options: Options, self: Command) => run(self, (shell) => rotate(shell, options)))
  return command
}

async function rotate(shell: Shell, options: Options): Promise<number> {
  const { wrapped, oldKeyFile } = await (await shell.operations()).rotateKeys()
  if (options.json === true) shell.print(JSON.stringify({ done: true, wrapped, oldKeyFile, faults: [] }))
  else {
    shell.print(`${wrapped} values are under the new key.`)
    shell.say(
      oldKeyFile === null
        ? 'TENTAKEL_SECRET_KEY_OLD may go, once every process was started with the new key. Copies made before need the old one.'
        : `The old key is kept in ${oldKeyFile}: copies made before need it. Keep it with them, and away from here.`,
    )
  }
  return exitCodes.done
}
