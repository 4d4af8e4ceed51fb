/** Which company and which connection a command is about. */
import type { Company } from '../app/setup/connections.ts'
import { CommandEnd, exitCodes, type Shell } from './shell.ts'

export interface Choice {
  connection?: string
  company?: string
}

type Known = Company & { signedUp: boolean }

/**
 * The company for a new connection or account: named, or the only one that the operator made; "Mijn bedrijf" is made with the first
 * connection. A user who signs up chooses the name of the company, so such a company is found by its id alone, never by its name.
 */
export async function companyToMake(shell: Shell, name: string | undefined): Promise<Company & { isNew: boolean }> {
  const wanted = name?.trim()
  if (wanted === '') throw new CommandEnd(exitCodes.usage, 'A company needs a name.')
  const ports = await shell.ports()
  const companies = await ports.store.directory.tenants()
  if (wanted !== undefined && isId(wanted)) return { ...withId(companies, wanted), isNew: false }
  const own = companies.filter(({ signedUp }) => !signedUp)
  const found = wanted === undefined ? onlyOf(own) : own.find((company) => company.name === wanted)
  if (found !== undefined) return { ...found, isNew: false }
  const others = companies.filter((company) => company.name === wanted)
  if (others.length > 0) throw await notJoined(shell, others)
  const made = wanted ?? 'Mijn bedrijf'
  const id = ports.random.id()
  const tenantId = await ports.store.directory.findOrAddTenant(made, id, await ports.clock.now())
  return { tenantId, name: made, isNew: tenantId === id }
}

async function notJoined(shell: Shell, others: Known[]): Promise<CommandEnd> {
  const { accounts } = (await shell.ports()).store.directory
  const lines = await Promise.all(
    others.map(async ({ tenantId }) => {
      const owners = (await accounts.members(tenantId)).filter(({ role }) => role === 'owner')
      return `  --company ${tenantId}   owned by ${owners.map(({ email }) => email).join(', ') || 'nobody'}`
    }),
  )
  const what = `Somebody who signed up named a company "${others[0]?.name}". Nothing was added to it.`
  const ways = 'To add to that company all the same, choose it by its id; else choose another name.'
  return new CommandEnd(exitCodes.usage, [what, ...lines, ways].join('\n'))
}

function withId(companies: Known[], id: string): Known {
  const found = companies.find(({ tenantId }) => tenantId === id.toLowerCase())
  if (found === undefined) throw new CommandEnd(exitCodes.usage, `No company has the id ${id}.`)
  return found
}

/** All companies, or the one of this name or id: for looking over everything. */
export async function companiesNamed(shell: Shell, name: string | undefined): Promise<Company[]> {
  const companies = await (await shell.ports()).store.directory.tenants()
  if (name === undefined) return companies
  if (isId(name)) return [withId(companies, name)]
  const named = companies.filter((company) => company.name === name)
  if (named.length > 1)
    throw new CommandEnd(
      exitCodes.usage,
      `Several companies are called "${name}": choose one by its id (${named.map(({ tenantId }) => tenantId).join(', ')}).`,
    )
  if (named.length > 0) return named
  throw new CommandEnd(exitCodes.usage, `No company is called "${name}". Known: ${namesOf(companies)}.`)
}

/** The company of the connection; else the named one, else the only one. None at all when nothing was made yet. */
export async function companyChosen(shell: Shell, choice: Choice): Promise<Company | null> {
  if (choice.connection !== undefined)
    return companyOf(shell, choice.connection, {
      removedToo: true,
      ...(choice.company === undefined ? {} : { named: choice.company }),
    })
  const companies = await companiesNamed(shell, choice.company)
  return onlyOf(companies) ?? null
}

export async function tenantsChosen(shell: Shell, choice: Choice): Promise<string[]> {
  const company = await companyChosen(shell, choice)
  return company === null ? [] : [company.tenantId]
}

function onlyOf<C extends Company>(companies: C[]): C | undefined {
  if (companies.length <= 1) return companies[0]
  throw new CommandEnd(exitCodes.usage, `Several companies: choose one with --company (${namesOf(companies)}).`)
}

/** Of two with one name, the id tells which. */
function namesOf(companies: Company[]): string {
  const shown = ({ name, tenantId }: Company): string =>
    companies.filter((other) => other.name === name).length > 1 ? `${name}, id ${tenantId}` : name
  return companies.map(shown).join(', ') || 'none'
}

function isId(text: string): boolean {
  return /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/iu.test(text)
}

/**
 * The company of a connection; exit 2 when the connection is unknown or was removed.
 * @param options `named`: the company that the user named beside it; exit 2 when it is unknown, or has not this connection
 */
export async function companyOf(
  shell: Shell,
  connectionId: string,
  options: { removedToo?: boolean; named?: string } = {},
): Promise<Company> {
  const { store } = await shell.ports()
  const tenantId = isId(connectionId) ? await store.directory.tenantOfConnection(connectionId) : null
  const company = (await store.directory.tenants()).find((row) => row.tenantId === tenantId)
  if (company === undefined)
    throw new CommandEnd(exitCodes.usage, `No connection ${connectionId}. See "connection list".`)
  const { named } = options
  if (named !== undefined && named !== company.name && named.toLowerCase() !== tenantId) {
    await companiesNamed(shell, named)
    throw new CommandEnd(exitCodes.usage, `Connection ${connectionId} is not one of the company "${named}".`)
  }
  const found = await store.forTenant(company.tenantId).transaction((tx) => tx.connections.get(connectionId))
  if (found === null || (found.state === 'removed' && options.removedToo !== true))
    throw new CommandEnd(exitCodes.usage, `Connection ${connectionId} was removed.`)
  return company
}

/** An order number as a person types or pastes it: `# C000ABC`. */
export function orderNumber(typed: string): string {
  return typed.normalize('NFKC').replaceAll(/[\s#\p{Cf}]/gu, '')
}
