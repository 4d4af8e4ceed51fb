/** All commands, and how each of them ends. */
import { Command, CommanderError } from 'commander'
import { retryCommand, skipCommand } from './commands/acting.ts'
import { connectionCommand } from './commands/connection.ts'
import { demoCommand } from './commands/demo.ts'
import { configCommand, laterCommands, migrateCommand, sandboxCommand, startCommand } from './commands/operating.ts'
import { explainCommand, problemsCommand, reportCommand } from './commands/reading.ts'
import { syncCommand } from './commands/sync.ts'
import { CommandEnd, exitCodes, type Run, type Shell } from './shell.ts'

/** @returns the exit code */
export async function runProgram(argv: string[], openShell: () => Promise<Shell>): Promise<number> {
  let exitCode: number = exitCodes.done
  const run: Run = async (_command, work) => {
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
    reportCommand(run),
    problemsCommand(run),
    retryCommand(run),
    skipCommand(run),
    explainCommand(run),
    migrateCommand(run),
    configCommand(run),
    ...laterCommands(run),
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
