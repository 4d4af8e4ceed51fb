/** `health`: tells whether the process of this environment is ready, for a supervisor that has no other program at hand. */
import { Command } from 'commander'
import { exitCodes, type Run, type Shell } from '../shell.ts'

export function healthCommand(run: Run): Command {
  return new Command('health')
    .description('ask the process that runs with this environment whether it is ready; exit code 1 when it is not')
    .option('--json')
    .action((options: { json?: boolean }, self: Command) => run(self, (shell) => health(shell, options)))
}

async function health(shell: Shell, options: { json?: boolean }): Promise<number> {
  const ready = await shell.isReady()
  if (options.json === true) shell.print(JSON.stringify({ ready }))
  else shell.print(ready ? 'ready' : 'not ready')
  return ready ? exitCodes.done : exitCodes.attention
}
