/** `upgrade check`: typed with the new program, before it takes the place of the old one. Nothing is changed. */
import { Command } from 'commander'
import { upgradeChecks } from '../../../domain/upgrade.ts'
import { duration, exitCodes, type Run, type Shell } from '../../shell.ts'

interface Options {
  json?: boolean
  copyWithin: string
}

export function upgradeCommand(run: Run): Command {
  const command = new Command('upgrade').description('before and after another version takes the place of this one')
  command
    .command('check')
    .description(
      'whether this program may take over the database as it is: its schema, free disk, what runs, a recent copy. Changes nothing',
    )
    .option('--copy-within <duration>', 'how old the last copy may be', '24h')
    .option('--json')
    .action((options: Options, self: Command) => run(self, (shell) => check(shell, options)))
  return command
}

async function check(shell: Shell, options: Options): Promise<number> {
  const withinMs = duration(options.copyWithin)
  const state = await (await shell.operations()).upgradeState()
  const checks = upgradeChecks({ ...state, copy: { at: state.copiedAt, withinMs } })
  const faults = checks.filter(({ ok }) => !ok).map(({ name, says }) => ({ path: name, message: says }))
  if (options.json === true) shell.print(JSON.stringify({ done: faults.length === 0, checks, faults }))
  else shell.print(checks.map(({ name, ok, says }) => `${ok ? 'ok  ' : 'TODO'}  ${name.padEnd(6)}  ${says}`).join('\n'))
  return faults.length === 0 ? exitCodes.done : exitCodes.attention
}
