/** Which dossiers a list shows: the screen, its sums and its files ask the same. Pure. */

/** The party that acts: nothing goes on until the user acts · some of it waits for the user · only we act · no action is needed. */
export const officeGroups = ['stopped', 'yours', 'ours', 'runs'] as const
export type OfficeGroup = (typeof officeGroups)[number]

export interface OfficeFilter {
  /** One of the groups of the list, or `vat`: last month is not ready. */
  state: string | null
  company: string | null
  /** Looked for in the names and the number. */
  search: string | null
}

interface Filtered {
  company: { id: string; name: string }
  name: string
  shopName: string | null
  ledgerId: number
  group: string
  vat: { state: string }
}

export function fitsOffice({ state, company, search }: OfficeFilter): (row: Filtered) => boolean {
  const wanted = written(search ?? '')
  return (row) =>
    (state === null || state === '' || (state === 'vat' ? row.vat.state === 'open' : row.group === state)) &&
    (company === null || company === '' || row.company.id === company) &&
    [row.company.name, row.name, row.shopName ?? '', String(row.ledgerId)].some((text) =>
      written(text).includes(wanted),
    )
}

/** Without accents and in lower case. */
function written(text: string): string {
  return text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase().trim()
}
