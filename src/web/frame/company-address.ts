/**
 * The address names the company, `/@kruid-keuken/report`: a link, a reload, a second tab and the back button show the same one. Links in
 * mails name it by its id, which works as well.
 */
interface Named {
  tenantId: string
  name: string
}

const pattern = /^\/@([^/]+)/u

export function companyInAddress(): string | null {
  const found = pattern.exec(location.pathname)?.[1]
  return found === undefined ? null : decodeURIComponent(found)
}

/** Returns the part of the address before the path of a page; empty where the address names no company. */
export function baseInAddress(): string {
  return pattern.exec(location.pathname)?.[0] ?? ''
}

/** Of two companies that are written alike, the later one carries a part of its id. */
export function companyName(companies: readonly Named[], tenantId: string): string {
  const own = companies.find((one) => one.tenantId === tenantId)
  const written = writtenAs(own?.name ?? '')
  const first = companies.find(({ name }) => writtenAs(name) === written)
  if (written !== '' && first?.tenantId === tenantId) return written
  return `${written}-${tenantId.slice(0, 4)}`
}

function writtenAs(name: string): string {
  return name
    .normalize('NFD')
    .toLowerCase()
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^a-z0-9]+/gu, '-')
    .replaceAll(/^-|-$/gu, '')
}

/** Null: the address names none of these. */
export function companyOfAddress(companies: readonly Named[], named: string): string | null {
  const isNamed = ({ tenantId }: Named): boolean => tenantId === named || companyName(companies, tenantId) === named
  return companies.find(isNamed)?.tenantId ?? null
}

const listeners = new Set<() => void>()

/** The pages follow. */
export function onAddress(listener: () => void): () => void {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

/** @param replaces the address that is there now, instead of coming after it */
export function goToCompany(name: string, path: string, replaces: boolean): void {
  goTo(addressIn(name, path), replaces)
}

/** @param path of a page, with its query */
export function addressIn(name: string, path: string): string {
  return `/@${encodeURIComponent(name)}${path}`
}

/** The page of all dossiers, which is of no company. */
export const officeAddress = '/office'

/** Of whatever company, or of none. */
export function goTo(address: string, replaces: boolean): void {
  if (replaces) history.replaceState(null, '', address)
  else history.pushState(null, '', address)
  for (const listener of listeners) listener()
}
