/** All commands, and how each of them ends. */
import { Command, CommanderError } from 'commander'
import { backfillCommand } from './commands/backfill.ts'
import { backupCommand, restoreCommand } from './commands/operator/backup.ts'
import { eraseCommand, exportCommand } from './commands/operator/company.ts'
import { buyerCommand } from './commands/operator/buyer.ts'
import { completenessCommand } from './commands/completeness.ts'
import { configCommand } from './commands/operator/config.ts'
import { connectionCommand } from './commands/connection.ts'
import { demoCommand } from './commands/demo.ts'
import { explainCommand } from './commands/explain.ts'
import { keysCommand } from './commands/operator/keys.ts'
import { migrateCommand } from './commands/operator/migrate.ts'
import { problemsCommand } from './commands/problems.ts'
import { reportCommand } from './commands/report.ts'
import { retryCommand } from './commands/retry.ts'
import { sandboxCommand } from './commands/sandbox.ts'
import { skipCommand } from './commands/skip.ts'
import { startCommand } from './commands/start.ts'
import { syncCommand } from './commands/sync.ts'
import { trailCommand } from './commands/operator/trail.ts'
import { undoCommand } from './commands/undo.ts'
import { userCommand } from './commands/operator/user.ts'
import { CommandEnd, exitCodes, type Run, type Shell } from './shell.ts'

/** @returns the exit code */
export async function runProgram(argv: string[], openShell: () => Promise<Shell>): Promise<number> {
  let exitCode: number = exitCodes.done
  let asJson = false
  const run: Run = async (command, work) => {
    asJson = command.opts()['json'] === true
    const shell = await openShell()
    try {
      exitCode = await work(shell)
    } finally {
      await shell.close()
    }
  }
  const program = buildProgram(run)
  try {
    await program.parseAsync(argv, { from: 'user' })
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.done : exitCodes.usage
    if (error instanceof CommandEnd) {
      if (asJson && error.faults.length > 0)
        process.stdout.write(`${JSON.stringify({ done: false, faults: error.faults })}\n`)
      process.stderr.write(`${error.message}\n`)
      return error.exitCode
    }
    throw error
  }
  return exitCode
}

function buildProgram(run: Run): Command {
  const program = new Command('tentakel').description(
    'Every sale on bol.com in your Octopus books: once, to the cent, explained.',
  )
  const commands = [
    startCommand(run),
    demoCommand(run),
    sandboxCommand(run),
    connectionCommand(run),
    syncCommand(run),
    backfillCommand(run),
    completenessCommand(run),
    reportCommand(run),
    problemsCommand(run),
    retryCommand(run),
    skipCommand(run),
    undoCommand(run),
    trailCommand(run),
    explainCommand(run),
    migrateCommand(run),
    configCommand(run),
    backupCommand(run),
    restoreCommand(run),
    keysCommand(run),
    exportCommand(run),
    eraseCommand(run),
    buyerCommand(run),
    userCommand(run),
  ]
  for (const command of commands) program.addCommand(command)
  program.helpCommand(true)
  throwInsteadOfExit(program)
  return program
}

/** commander ends the process by itself on wrong usage; here the exit code is ours. */
function throwInsteadOfExit(command: Command): void {
  command.exitOverride()
  for (const child of command.commands) throwInsteadOfExit(child)
}
