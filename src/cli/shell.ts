/** What every command is given: the running product, and a way to speak to a person or to a program. */
import type { Command } from 'commander'
import type { Company } from '../app/connections.ts'
import type { Ports } from '../app/ports.ts'
import type { Language } from '../domain/problem.ts'

export const exitCodes = { done: 0, attention: 1, usage: 2, configuration: 78, defect: 70 } as const

/** Ends a command with an exit code and, for people, a sentence. */
export class CommandEnd extends Error {
  readonly exitCode: number
  constructor(exitCode: number, message: string) {
    super(message)
    this.exitCode = exitCode
  }
}

export interface Shell {
  /** Starts what the command needs (database, adapters), once. */
  ports(): Promise<Ports>
  /** Web, API and workers of this process; runs until a signal. */
  serve(role: 'all' | 'web' | 'worker'): Promise<number>
  migrate(): Promise<string[]>
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
  /** One JSON document, or text for people, on standard output. */
  print(text: string): void
  /** Messages for people, on standard error. */
  say(text: string): void
  close(): Promise<void>
}

export type Run = (command: Command, work: (shell: Shell) => Promise<number>) => Promise<void>

/** The company a command is about: named, or the only one. "Mijn bedrijf" is made by the first `connection add`. */
export async function chooseCompany(
  shell: Shell,
  name: string | undefined,
  options: { make?: boolean } = {},
): Promise<Company> {
  const ports = await shell.ports()
  const companies = await ports.store.directory.tenants()
  if (name !== undefined) {
    const named = companies.find((company) => company.name === name)
    if (named !== undefined) return named
    if (options.make !== true)
      throw new CommandEnd(
        exitCodes.usage,
        `No company is called "${name}". Known: ${companies.map((company) => company.name).join(', ') || 'none'}.`,
      )
  }
  if (name === undefined && companies.length > 1) {
    throw new CommandEnd(
      exitCodes.usage,
      `Several companies: choose one with --company (${companies.map((company) => company.name).join(', ')}).`,
    )
  }
  const [only] = companies
  if (name === undefined && only !== undefined) return only
  const wanted = name ?? 'Mijn bedrijf'
  if (options.make !== true)
    throw new CommandEnd(exitCodes.usage, 'There is no company yet: make one with "connection add --file F".')
  const tenantId = await ports.store.directory.findOrAddTenant(wanted, ports.random.id(), await ports.clock.now())
  return { tenantId, name: wanted }
}

/** All companies, or the named one: for commands that look over everything. */
export async function chooseCompanies(shell: Shell, name: string | undefined): Promise<Company[]> {
  if (name !== undefined) return [await chooseCompany(shell, name)]
  return (await shell.ports()).store.directory.tenants()
}

/** The company of a connection; exit 2 when nobody knows it. */
export async function companyOf(shell: Shell, connectionId: string): Promise<Company> {
  const ports = await shell.ports()
  const tenantId = /^[0-9a-f-]{36}$/iu.test(connectionId)
    ? await ports.store.directory.tenantOfConnection(connectionId)
    : null
  const company = (await ports.store.directory.tenants()).find((row) => row.tenantId === tenantId)
  if (company === undefined)
    throw new CommandEnd(exitCodes.usage, `No connection ${connectionId}. See "connection list".`)
  return company
}

export function language(value: string | undefined): Language {
  return value === 'fr' || value === 'en' ? value : 'nl'
}

const units: Record<string, number> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }

/** `90s`, `10m`, `2h`, `1d` → milliseconds; `0` is 0. */
export function duration(text: string): number {
  const match = /^(\d{1,6})([smhd]?)$/u.exec(text)
  if (match === null || (match[2] === '' && match[1] !== '0'))
    throw new CommandEnd(exitCodes.usage, `"${text}" is not a duration: 90s, 10m, 2h or 1d.`)
  return Number(match[1]) * (units[match[2] ?? ''] ?? 0)
}

/** Columns of equal width. */
export function columns(rows: string[][]): string {
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
