/** Lines that are matched with each other in the books: each pair once, never for more than a line holds, and nothing that a person undid. */
import type { LedgerBalancing, LedgerDocument } from '../../sandbox/octopus/world.ts'
import { hand, settlementJournals, type Account, type Actors } from './actors.ts'
import type { Breach, Ended } from './check.ts'
import type { Sent } from './transport.ts'

const minute = 60_000
/** Of 400 and 48 of the official document: what this product promises to use. */
export const matchCalls = { 'POST /balancings': 300, 'GET /balancings/modified': 6 }

type Key = LedgerBalancing['debet']

function nameOf({ year, journal, number, line }: Key): string {
  return `${year}/${journal}/${number}/${line}`
}

function pairOf({ debet, credit }: Pick<LedgerBalancing, 'debet' | 'credit'>): string {
  return `${nameOf(debet)} = ${nameOf(credit)}`
}

/** Of one match, whatever its amount. */
function pairSent({ url, body }: Sent): string {
  return `${url} ${body.replace(/"balanceAmount":[\d.]+/u, '')}`
}

/** 20: what may have arrived is looked for twice, ten minutes apart, before it is sent again. */
export class MatchesSent {
  private readonly last = new Map<string, Sent>()
  private readonly looks: Sent[] = []

  look(sent: Sent): Breach | null {
    if (sent.route === 'GET /balancings/modified' && (sent.status === 200 || sent.status === 404)) this.looks.push(sent)
    if (sent.route !== 'POST /balancings') return null
    const pair = pairSent(sent)
    const before = this.last.get(pair)
    this.last.set(pair, sent)
    if (before === undefined) return null
    const dossier = sent.url.replace(/\/balancings.*$/u, '')
    const between = this.looks.filter(({ at, url }) => at > before.at && at <= sent.at && url.startsWith(dossier))
    const [first] = between
    const last = between.at(-1)
    const isOff = [before, sent, ...between].some(({ clockOffMs }) => clockOffMs !== 0)
    const apart = first === undefined || last === undefined ? 0 : last.at - first.at
    return between.length >= 2 && (isOff || apart >= 10 * minute - 1000)
      ? null
      : { invariant: 20, text: `${sent.body} is sent again after ${between.length} looks` }
  }
}

/** 20: of what stands. */
export function matchedWrong(rows: readonly LedgerDocument[], actors: Actors, account: Account): Breach | null {
  const { network, unmatched } = actors
  const standing = network.octopus.balancings(account.dossierId)
  if (standing.length === 0) return null
  const documents = new Map(rows.map((row) => [`${row.bookyearId}/${row.journal}/${row.number}`, row]))
  const pairs = new Set<string>()
  const used = new Map<string, number>()
  for (const match of standing) {
    const pair = pairOf(match)
    // A request that something on the way delivers twice is carried out twice, whoever sent it once.
    if (pairs.has(pair) && sendsOf(network.sent, match) > 1) return { invariant: 20, text: `${pair} is matched twice` }
    pairs.add(pair)
    if (match.madeBy !== 'api') continue
    if (unmatched.has(`${account.dossierId} ${pair}`)) return { invariant: 20, text: `${pair} was undone by a person` }
    for (const key of [match.debet, match.credit]) {
      const { year, journal, number, line } = key
      const row = documents.get(`${year}/${journal}/${number}`)
      if (row?.madeBy !== 'api' && !journal.startsWith('F'))
        return { invariant: 20, text: `${nameOf(key)} is not ours, and is matched` }
      const cents = (used.get(nameOf(key)) ?? 0) + match.cents
      used.set(nameOf(key), cents)
      const holds = Math.abs(row?.entryLines?.[line - 1]?.cents ?? row?.amountCents ?? Infinity)
      if (cents > holds) return { invariant: 20, text: `${nameOf(key)} is matched for ${cents} of ${holds} cents` }
    }
  }
  return null
}

function sendsOf(sent: readonly Sent[], { debet, credit, dossier }: LedgerBalancing): number {
  const isOf = (body: string, name: string, { year, journal, number, line }: Key): boolean =>
    body.includes(
      `"${name}":{"bookyearKey":{"id":${year}},"journalKey":"${journal}","documentSequenceNr":${number},"lineSequenceNr":${line}}`,
    )
  return sent.filter(
    ({ route, url, body }) =>
      route === 'POST /balancings' &&
      url.includes(`/dossiers/${dossier}/`) &&
      isOf(body, 'debetKey', debet) &&
      isOf(body, 'creditKey', credit),
  ).length
}

/** A bookkeeper undoes one of those that stand. */
export function unmatchByHand(actors: Actors, account: Account, nth: number): string {
  const { network, unmatched } = actors
  const standing = network.octopus.balancings(account.dossierId).filter(({ madeBy }) => madeBy === 'api')
  const match = standing[(nth - 1) % Math.max(1, standing.length)]
  if (match === undefined) return 'nothing is matched'
  const { debet, credit } = match
  hand(network, { action: 'unbalance', dossier: account.dossierId, debet: nameOf(debet), credit: nameOf(credit) })
  unmatched.add(`${account.dossierId} ${pairOf(match)}`)
  return pairOf(match)
}

interface MatchRow {
  pair: string
  state: string
}

/** 21: in a healed world what a settlement cleared is matched with what it is for, or left for a reason. */
export async function matchedAll({ network, actors, server }: Ended, told: readonly string[]): Promise<Breach[]> {
  const { setting, had, touched, unmatched } = actors
  if (setting.posting !== true || had.changes > 0 || touched.size > 0 || unmatched.size > 0) return []
  if (had.targets.has('invoices') || had.startsAfterDays > 0 || told.includes('UIT-GEWIJZIGD')) return []
  // What differs from the books, or is not in them, has nothing to be matched with.
  const differs = told.some((code) => code.startsWith('UIT-'))
  const rows = await server.asOwner<MatchRow>(
    `select debit_year || '/' || debit_journal || '/' || debit_number || '/' || debit_line || ' = '
       || credit_year || '/' || credit_journal || '/' || credit_number || '/' || credit_line as pair, state from balancing`,
  )
  const open = rows.find(({ state }) => state === 'planned' || state === 'sending' || state === 'inDoubt')
  if (open !== undefined) return [{ invariant: 21, text: `${open.pair} is still ${open.state}` }]
  const left = rows.filter(({ state }) => state === 'left' || state === 'refused').map(({ pair }) => pair)
  return actors.accounts.flatMap((account) => {
    const standing = network.octopus.balancings(account.dossierId)
    return network.octopus.ledger(account.dossierId).flatMap((row): Breach[] => {
      if (row.madeBy !== 'api' || row.journal !== settlementJournals.clearing) return []
      return (row.entryLines ?? []).flatMap(({ type, cents }, index): Breach[] => {
        const name = `${row.bookyearId}/${row.journal}/${row.number}/${index + 1}`
        // A day's payments are matched only where all is.
        const isPaid = !isOfInvoice(row)
        if (
          type === 'A' ||
          isPaid ||
          (type === 'C' && differs) ||
          left.some((pair) => pair.split(' = ').includes(name))
        )
          return []
        const done = standing
          .filter(({ debet, credit }) => nameOf(debet) === name || nameOf(credit) === name)
          .reduce((sum, match) => sum + match.cents, 0)
        return done === Math.abs(cents)
          ? []
          : [{ invariant: 21, text: `${done} of ${Math.abs(cents)} cents of ${name} are matched` }]
      })
    })
  })
}

/** Its lines name the marketplace's invoice beside our mark; those of a day name the day. */
function isOfInvoice({ entryLines = [] }: LedgerDocument): boolean {
  return /^\S+ \d{13}$/u.test(entryLines[0]?.reference ?? '')
}
