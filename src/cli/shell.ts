/** The tools that every command gets: the running product, and a way to speak to a user or to a program. */
import type { Command } from 'commander'
import type { Ports } from '../app/run/ports.ts'
import type { UpgradeState } from '../domain/upgrade.ts'
import { isDate, type LocalDate } from '../domain/calendar.ts'
import type { PlainFault } from '../domain/message/message.ts'

export const exitCodes = { done: 0, attention: 1, usage: 2, configuration: 78, defect: 70 } as const

/** Ends a command with an exit code and, for people, a sentence. With `--json` its faults, or else the sentence, are one JSON document. */
export class CommandEnd extends Error {
  readonly exitCode: number
  readonly faults: PlainFault[]
  constructor(exitCode: number, message: string, faults: PlainFault[] = []) {
    super(message)
    this.exitCode = exitCode
    this.faults = faults
  }
}

/** The operator's work on a whole installation. */
export interface Operations {
  /** `tried`: put back into a database of its own, or (where none may be made) only read. */
  backUp(place: string): Promise<{ file: string; rows: number; tried: 'putBack' | 'read'; removed: string[] }>
  /** `before`: the path of the copy of the earlier content. `members`: the memberships that are back. */
  restore(file: string): Promise<{
    rows: number
    before: string | null
    members: { company: string; email: string; role: string }[]
    /** The copy was not encrypted. */
    unsealed: boolean
  }>
  /** Returns the facts that `upgrade check` judges. Nothing is changed, and no table is made. */
  upgradeState(): Promise<Omit<UpgradeState, 'copy'> & { copiedAt: number | null }>
  rotateKeys(): Promise<{ wrapped: number; oldKeyFile: string | null }>
  /** Writes the document to standard output. */
  exportCompany(company: { tenantId: string; name: string }): Promise<number>
  erase(tenantId: string): Promise<number>
}

export interface Shell {
  /** Starts what the command needs (database, adapters), once. */
  ports(): Promise<Ports>
  /** Web, API and workers of this process; runs until a signal. */
  serve(role: 'all' | 'web' | 'worker', onReady?: (web: { url: string }) => void): Promise<number>
  migrate(): Promise<string[]>
  /** Whether the process that runs with this environment says that it is ready. */
  isReady(): Promise<boolean>
  operations(): Promise<Operations>
  /** Returns faults of the environment beyond its form. Starts nothing. */
  configFaults(): Promise<PlainFault[]>
  /** Returns settings that are allowed, and should not stay so. */
  configWarnings(): Promise<PlainFault[]>
  /** On a terminal: returns the user's answer. Null: no user is there to be asked. */
  ask(question: string): Promise<string | null>
  /** Aborted by SIGINT and SIGTERM. */
  signal: AbortSignal
  /** Runs the simulated worlds in a process of their own; answers with the line of JSON it prints. */
  spawnSandbox(
    args: string[],
  ): Promise<{ access: Record<string, unknown>; stop(): Promise<void>; wait(): Promise<number> }>
  /** A shell for the same program with other environment variables. */
  withEnvironment(change: Record<string, string>): Shell
  /** Where data of this installation lives. */
  dataDir: string
  readInput(file: string): Promise<string>
  /** Standard input where something is piped into it; null on a terminal. */
  pipedInput(): Promise<string | null>
  /** Where people reach the web app, without a slash at the end. */
  webUrl: string
  /** One JSON document, or text for people, on standard output. */
  print(text: string): void
  /** Messages for people, on standard error. */
  say(text: string): void
  /** A bar on a terminal, on standard error; nothing elsewhere. `share` from 0 to 1. */
  progress(share: number, text: string): void
  close(): Promise<void>
}

export type Run = (command: Command, work: (shell: Shell) => Promise<number>) => Promise<void>

export function dateOption(name: string, value: string | undefined): LocalDate | null {
  if (value === undefined) return null
  if (isDate(value)) return value
  throw new CommandEnd(exitCodes.usage, `${name} "${value}" is no date, e.g. 2026-11-01.`)
}

const units: Record<string, number> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }

/** `90s`, `10m`, `2h`, `1d` → milliseconds; `0` is 0. */
export function duration(text: string): number {
  const match = /^(\d{1,6})([smhd]?)$/u.exec(text)
  if (match === null || (match[2] === '' && match[1] !== '0'))
    throw new CommandEnd(exitCodes.usage, `"${text}" is not a duration: 90s, 10m, 2h or 1d.`)
  return Number(match[1]) * (units[match[2] ?? ''] ?? 0)
}

/** Returns columns of equal width, with one line for each row whatever its cells contain. */
export function columns(given: string[][]): string {
  const rows = given.map((row) => row.map((cell) => cell.replaceAll(/[\r\n\t]+/gu, ' ')))
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length))) ?? []
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}
