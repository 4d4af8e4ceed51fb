/** All commands, and how each of them ends. */
import { readFileSync } from 'node:fs'
import { Command, CommanderError } from 'commander'
import type { PlainFault } from '../domain/message/message.ts'
import { visibleText } from '../domain/typed-text.ts'
import { CommandEnd, exitCodes, type Run, type Shell } from './shell.ts'

/** How a failure that no command expects ends the program. `message`: sentences for people. */
export interface Ending {
  exitCode: number
  message: string
}

export interface Program {
  openShell: () => Promise<Shell>
  /** Called once for a failure. */
  endingOf: (error: unknown) => Ending
  /** Of a failure outside of the command's own work; null: there was none. */
  strayEnding: () => Ending | null
}

/** @returns the exit code */
export async function runProgram(argv: string[], { openShell, endingOf, strayEnding }: Program): Promise<number> {
  let exitCode: number = exitCodes.done
  // Also where the command is not even found, or an option of it is wrong.
  let asJson = argv.includes('--json')
  let hasPrinted = false
  const printFaults = (faults: PlainFault[]): void => {
    if (asJson && !hasPrinted) process.stdout.write(visibleText(`${JSON.stringify({ done: false, faults })}\n`))
    hasPrinted = true
  }
  const end = ({ exitCode: code, message }: Ending, faults: PlainFault[] = []): number => {
    printFaults(faults.length > 0 ? faults : [{ path: '', message }])
    process.stderr.write(visibleText(`${message}\n`))
    return code
  }
  const run: Run = async (command, work) => {
    asJson = command.opts()['json'] === true
    const shell = onTerminal(await openShell(), () => (hasPrinted = true))
    try {
      exitCode = await work(shell)
    } finally {
      await shell.close()
    }
  }
  try {
    const program = await buildProgram(run, argv[0] ?? '')
    await program.parseAsync(argv, { from: 'user' })
  } catch (error) {
    if (error instanceof CommanderError) {
      if (error.exitCode === 0) return exitCodes.done
      printFaults([usageFault(error)])
      return exitCodes.usage
    }
    return error instanceof CommandEnd ? end(error, error.faults) : end(endingOf(error))
  }
  const stray = strayEnding()
  return stray === null ? exitCode : end(stray)
}

/** As released: the version of the package. */
function versionOfProgram(): string {
  const file = new URL('../../package.json', import.meta.url)
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version
}

/** `error: required option '--order <nr>' not specified` is a fault of `order`. */
function usageFault({ message }: CommanderError): PlainFault {
  const option = /option '(?:-\w, )?--([\w-]+)/u.exec(message)?.[1]
  return { path: option ?? '', message: message.replace(/^error: /u, '') }
}

/** Names and addresses come from strangers: a terminal obeys none of them. */
function onTerminal(shell: Shell, printed: () => void): Shell {
  return {
    ...shell,
    print(text) {
      printed()
      shell.print(visibleText(text))
    },
    say: (text) => shell.say(visibleText(text)),
    progress: (share, text) => shell.progress(share, visibleText(text)),
    ask: (question) => shell.ask(visibleText(question)),
    withEnvironment: (change) => onTerminal(shell.withEnvironment(change), printed),
  }
}

/** A command's file, with its imports, is loaded when that command is used. In the order in which help lists them. */
const commands: Record<string, (run: Run) => Promise<Command>> = {
  start: async (run) => (await import('./commands/start.ts')).startCommand(run),
  demo: async (run) => (await import('./commands/demo.ts')).demoCommand(run),
  sandbox: async (run) => (await import('./commands/sandbox.ts')).sandboxCommand(run),
  connection: async (run) => (await import('./commands/connection.ts')).connectionCommand(run),
  sync: async (run) => (await import('./commands/sync.ts')).syncCommand(run),
  backfill: async (run) => (await import('./commands/backfill.ts')).backfillCommand(run),
  completeness: async (run) => (await import('./commands/completeness.ts')).completenessCommand(run),
  report: async (run) => (await import('./commands/report.ts')).reportCommand(run),
  settlements: async (run) => (await import('./commands/settlements.ts')).settlementsCommand(run),
  settlement: async (run) => (await import('./commands/settlements.ts')).settlementCommand(run),
  problems: async (run) => (await import('./commands/problems.ts')).problemsCommand(run),
  retry: async (run) => (await import('./commands/retry.ts')).retryCommand(run),
  skip: async (run) => (await import('./commands/skip.ts')).skipCommand(run),
  undo: async (run) => (await import('./commands/undo.ts')).undoCommand(run),
  trail: async (run) => (await import('./commands/operator/trail.ts')).trailCommand(run),
  explain: async (run) => (await import('./commands/explain.ts')).explainCommand(run),
  health: async (run) => (await import('./commands/health.ts')).healthCommand(run),
  upgrade: async (run) => (await import('./commands/operator/upgrade.ts')).upgradeCommand(run),
  migrate: async (run) => (await import('./commands/operator/migrate.ts')).migrateCommand(run),
  config: async (run) => (await import('./commands/operator/config.ts')).configCommand(run),
  backup: async (run) => (await import('./commands/operator/backup.ts')).backupCommand(run),
  restore: async (run) => (await import('./commands/operator/backup.ts')).restoreCommand(run),
  keys: async (run) => (await import('./commands/operator/keys.ts')).keysCommand(run),
  export: async (run) => (await import('./commands/operator/company.ts')).exportCommand(run),
  erase: async (run) => (await import('./commands/operator/company.ts')).eraseCommand(run),
  buyer: async (run) => (await import('./commands/operator/buyer.ts')).buyerCommand(run),
  user: async (run) => (await import('./commands/operator/user.ts')).userCommand(run),
}

/** @param name the first word that was typed; where it is no command, all of them are there to be listed */
async function buildProgram(run: Run, name: string): Promise<Command> {
  const program = new Command('tentakel')
    .description('Every sale on bol.com in your Octopus books: once, to the cent, explained.')
    .version(versionOfProgram())
  const wanted = Object.hasOwn(commands, name) ? [name] : Object.keys(commands)
  for (const one of wanted) {
    const command = await commands[one]?.(run)
    if (command !== undefined) program.addCommand(command)
  }
  program.helpCommand(true)
  throwInsteadOfExit(program)
  return program
}

/** commander ends the process by itself on wrong usage; here the exit code is ours. */
function throwInsteadOfExit(command: Command): void {
  command.exitOverride()
  for (const child of command.commands) throwInsteadOfExit(child)
}
