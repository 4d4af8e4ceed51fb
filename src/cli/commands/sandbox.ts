import { Command } from 'commander'
import type { Run, Shell } from '../shell.ts'

interface Options {
  port?: string
  seed?: string
}

export function sandboxCommand(run: Run): Command {
  return new Command('sandbox')
    .description('the two simulated worlds; prints their addresses and keys as one line of JSON')
    .option('--port <port>', 'port on this machine (default: any)')
    .option('--seed <seed>', 'the same seed gives the same worlds')
    .option('--json')
    .action((options: Options, self: Command) => run(self, (shell) => sandbox(shell, options)))
}

async function sandbox(shell: Shell, options: Options): Promise<number> {
  const { port, seed } = options
  const worlds = await shell.spawnSandbox([
    ...(port === undefined ? [] : ['--port', port]),
    ...(seed === undefined ? [] : ['--seed', seed]),
  ])
  shell.print(JSON.stringify(worlds.access))
  return worlds.wait()
}
