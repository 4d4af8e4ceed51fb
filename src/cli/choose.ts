/** Which company and which connection a command is about. */
import type { Company } from '../app/setup/connections.ts'
import { CommandEnd, exitCodes, type Shell } from './shell.ts'

export interface Choice {
  connection?: string
  company?: string
}

/** The company for a new connection: named, or the only one; "Mijn bedrijf" is made with the first connection. */
export async function companyToMake(shell: Shell, name: string | undefined): Promise<Company> {
  const wanted = name?.trim()
  if (wanted === '') throw new CommandEnd(exitCodes.usage, 'A company needs a name.')
  const ports = await shell.ports()
  const companies = await ports.store.directory.tenants()
  const found = wanted === undefined ? onlyOf(companies) : companies.find((company) => company.name === wanted)
  if (found !== undefined) return found
  const made = wanted ?? 'Mijn bedrijf'
  const tenantId = await ports.store.directory.findOrAddTenant(made, ports.random.id(), await ports.clock.now())
  return { tenantId, name: made }
}

/** All companies, or the named one: for looking over everything. */
export async function companiesNamed(shell: Shell, name: string | undefined): Promise<Company[]> {
  const companies = await (await shell.ports()).store.directory.tenants()
  if (name === undefined) return companies
  const named = companies.find((company) => company.name === name)
  if (named !== undefined) return [named]
  throw new CommandEnd(exitCodes.usage, `No company is called "${name}". Known: ${namesOf(companies)}.`)
}

/** The company of the connection; else the named one, else the only one. None at all when nothing was made yet. */
export async function companyChosen(shell: Shell, choice: Choice): Promise<Company | null> {
  if (choice.connection !== undefined) return companyOf(shell, choice.connection, { removedToo: true })
  const companies = await companiesNamed(shell, choice.company)
  return onlyOf(companies) ?? null
}

export async function tenantsChosen(shell: Shell, choice: Choice): Promise<string[]> {
  const company = await companyChosen(shell, choice)
  return company === null ? [] : [company.tenantId]
}

function onlyOf(companies: Company[]): Company | undefined {
  if (companies.length <= 1) return companies[0]
  throw new CommandEnd(exitCodes.usage, `Several companies: choose one with --company (${namesOf(companies)}).`)
}

function namesOf(companies: Company[]): string {
  return companies.map((company) => company.name).join(', ') || 'none'
}

/** The company of a connection; exit 2 when nobody knows it, or when it was removed. */
export async function companyOf(
  shell: Shell,
  connectionId: string,
  options: { removedToo?: boolean } = {},
): Promise<Company> {
  const { store } = await shell.ports()
  const tenantId = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/iu.test(connectionId)
    ? await store.directory.tenantOfConnection(connectionId)
    : null
  const company = (await store.directory.tenants()).find((row) => row.tenantId === tenantId)
  if (company === undefined)
    throw new CommandEnd(exitCodes.usage, `No connection ${connectionId}. See "connection list".`)
  const found = await store.forTenant(company.tenantId).transaction((tx) => tx.connections.get(connectionId))
  if (found === null || (found.state === 'removed' && options.removedToo !== true))
    throw new CommandEnd(exitCodes.usage, `Connection ${connectionId} was removed.`)
  return company
}

/** An order number as a person types or pastes it: `# C000ABC`. */
export function orderNumber(typed: string): string {
  return typed.normalize('NFKC').replaceAll(/[\s#\p{Cf}]/gu, '')
}
