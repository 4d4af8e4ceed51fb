/**
 * `/balancings`: two lines of the books held against each other for an amount. A line may be balanced in parts, against several others, and
 * never for more than it holds. The head of a purchase or sale is line -1; lines of an entry count from 1.
 */

import type { SandboxResponse } from '../world.ts'
import { INVALID_PARAMETERS, empty, json, nothingFound, refuse } from './answers.ts'
import type { DossierCall } from './call.ts'
import { centsOf, euroOf } from './decimals.ts'
import { documentAt, removeBalancings } from './documents.ts'
import { bookYearOf, changeNow, journalOf, latestVersion, shows } from './state.ts'
import type { Balancing, BalancingKey, Dossier, Maker, OctopusState, StoredDocument } from './state.ts'

const INSERT_BALANCING = -26
const HEAD = -1
/** VAT is settled by the return, and cannot be balanced. */
const VAT_ACCOUNT = /^(?:411|451)/u

interface KeyBody {
  bookyearKey?: { id: number }
  journalKey?: string
  documentSequenceNr?: number
  lineSequenceNr?: number
}

/** What can be held against something: debit positive. */
interface Item {
  document: StoredDocument
  cents: number
  /** Whose it is: only lines of one customer, one supplier or one account go together. */
  of: { type: 'A' | 'C' | 'S'; id: number }
}

type Found = { kind: 'item'; item: Item } | { kind: 'wrong'; code: number; detail: string }

export function insertBalancing(state: OctopusState, call: DossierCall): SandboxResponse {
  const { debetKey, creditKey, balanceAmount } = call.body as {
    debetKey?: KeyBody
    creditKey?: KeyBody
    balanceAmount?: number
  }
  const pair = pairOf(debetKey, creditKey)
  if (!pair || balanceAmount === undefined) return refuse({ status: 400, info: INVALID_PARAMETERS }, call.language)
  const cents = centsOf(balanceAmount)
  const wrong =
    cents === undefined ? illegalAmount : addBalancing(state, call.dossier, { ...pair, cents, now: call.now })
  return wrong ? refused(call, wrong.code, wrong.detail) : empty(201)
}

interface Wrong {
  code: number
  detail: string
}

const illegalAmount: Wrong = { code: INSERT_BALANCING, detail: 'Illegal balance amount' }

/** Also what a person does on the screen. @returns what is wrong with it */
export function addBalancing(
  state: OctopusState,
  dossier: Dossier,
  wanted: { debet: BalancingKey; credit: BalancingKey; cents: number; now: number; madeBy?: Maker },
): Wrong | undefined {
  const { debet, credit, cents, now, madeBy = 'api' } = wanted
  const no = (detail: string): Wrong => ({ code: INSERT_BALANCING, detail })
  if (cents <= 0) return illegalAmount
  const first = itemAt(dossier, debet)
  const second = itemAt(dossier, credit)
  if (first.kind === 'wrong') return first
  if (second.kind === 'wrong') return second
  if (first.item.cents <= 0) return no('Debet document has no debet amount')
  if (second.item.cents >= 0) return no('Credit document has no credit amount')
  const [one, other] = [first.item.of, second.item.of]
  if (one.type !== other.type || one.id !== other.id) return no('Booking lines of different relations or accounts')
  if (one.type === 'A' && VAT_ACCOUNT.test(String(one.id))) return no(`Account ${one.id} cannot be balanced`)
  if (one.type === 'A' && !state.settings.accountsBalance) return no('Accounts cannot be balanced')
  for (const [key, item] of [
    [debet, first.item],
    [credit, second.item],
  ] as const) {
    const open = Math.abs(item.cents) - balancedOn(dossier, key)
    if (open === 0) return no('Booking line is already balanced')
    if (cents > open) return no('Balance amount exceeds the open amount')
  }
  dossier.balancings.push({
    debet,
    credit,
    cents,
    madeBy,
    documents: [first.item.document.id, second.item.document.id],
    change: changeNow(state, now),
  })
  return undefined
}

function refused(call: DossierCall, code: number, detail: string): SandboxResponse {
  const info = `Unable to insert balancing in dossier ${call.dossier.id}.  ${detail}`
  return refuse({ status: 400, code, info }, call.language)
}

function keyOf(body: KeyBody | undefined): BalancingKey | undefined {
  const { bookyearKey, journalKey, documentSequenceNr, lineSequenceNr } = body ?? {}
  if (!bookyearKey || journalKey === undefined || documentSequenceNr === undefined || lineSequenceNr === undefined)
    return undefined
  return { year: bookyearKey.id, journal: journalKey, number: documentSequenceNr, line: lineSequenceNr }
}

function pairOf(
  debet: KeyBody | undefined,
  credit: KeyBody | undefined,
): { debet: BalancingKey; credit: BalancingKey } | undefined {
  const [one, other] = [keyOf(debet), keyOf(credit)]
  return one && other ? { debet: one, credit: other } : undefined
}

function itemAt(dossier: Dossier, key: BalancingKey): Found {
  const no = (code: number, detail: string): Found => ({ kind: 'wrong', code, detail })
  const year = bookYearOf(dossier, key.year)
  if (!year) return no(-9, 'Bookyear unknown')
  const journal = journalOf(year, key.journal)
  if (!journal) return no(-10, 'Journal unknown')
  const document = documentAt(journal, key.number)
  // An invoice that is not booked through is not in the books.
  if (!document || document.kind === 'invoice') return no(-34, 'Booking unknown')
  const version = latestVersion(document)
  if (!version.entryLines) {
    if (key.line !== HEAD) return no(INSERT_BALANCING, 'Booking line unknown')
    const isSale = journal.letter === 'V'
    const of = { type: isSale ? ('C' as const) : ('S' as const), id: version.relationId }
    return { kind: 'item', item: { document, cents: isSale ? version.amountCents : -version.amountCents, of } }
  }
  const line = version.entryLines[key.line - 1]
  if (!line) return no(INSERT_BALANCING, 'Booking line unknown')
  // A receipt is written positive in a bank's journal, and credits whom it comes from.
  const cents = journal.letter === 'F' ? -line.cents : line.cents
  const id = line.type === 'A' ? line.account : line.relationId
  return { kind: 'item', item: { document, cents, of: { type: line.type, id } } }
}

function isAt(key: BalancingKey, other: Partial<BalancingKey>): boolean {
  return (Object.keys(other) as (keyof BalancingKey)[]).every((name) => key[name] === other[name])
}

function touches({ debet, credit }: Balancing, part: Partial<BalancingKey>): boolean {
  return isAt(debet, part) || isAt(credit, part)
}

function balancedOn(dossier: Dossier, key: BalancingKey): number {
  return dossier.balancings
    .filter((balancing) => !balancing.deletion && touches(balancing, key))
    .reduce((sum, { cents }) => sum + cents, 0)
}

// ── Undone ─────────────────────────────────────────────────────────────────────────────────────────────────────────

export function deleteBalancing(state: OctopusState, call: DossierCall): SandboxResponse {
  const { debetKey, creditKey } = call.body as { debetKey: KeyBody; creditKey: KeyBody }
  const pair = pairOf(debetKey, creditKey)
  if (!pair) return refuse({ status: 400, info: INVALID_PARAMETERS }, call.language)
  const gone = removeBalancings(
    state,
    call.dossier,
    (one) => isAt(one.debet, pair.debet) && isAt(one.credit, pair.credit),
    call.now,
  )
  return gone === 0 ? refuse({ status: 400, info: 'Balancing unknown' }, call.language) : empty(204)
}

export function deleteBalancingsOfLine(state: OctopusState, call: DossierCall): SandboxResponse {
  const key = keyOf(call.body as KeyBody)
  if (!key) return refuse({ status: 400, info: INVALID_PARAMETERS }, call.language)
  removeBalancings(state, call.dossier, (one) => touches(one, key), call.now)
  return empty(204)
}

export function deleteBalancingsOfDocument(state: OctopusState, call: DossierCall): SandboxResponse {
  const { bookyearKey, journal, documentSequenceNr } = call.body as {
    bookyearKey: { id: number }
    journal: string
    documentSequenceNr: number
  }
  const part = { year: bookyearKey.id, journal, number: documentSequenceNr }
  removeBalancings(state, call.dossier, (one) => touches(one, part), call.now)
  return empty(204)
}

// ── What is told of them ───────────────────────────────────────────────────────────────────────────────────────────

export function balancingsModified(_state: OctopusState, call: DossierCall): SandboxResponse {
  const { dossier, query, now } = call
  const since = query['modifiedTimeStamp'] ?? ''
  const standing = dossier.balancings.filter(
    ({ change, deletion }) => shows(change, since, now) && !(deletion && deletion.visibleAt <= now),
  )
  const deleted = dossier.balancings.filter(({ deletion }) => deletion && shows(deletion, since, now))
  if (standing.length + deleted.length === 0)
    return nothingFound(`No modified balancings found in dossier ${dossier.id}`)
  const row = (balancing: Balancing): Record<string, unknown> => rowOf(dossier, balancing)
  return json(200, { deletedBalancings: deleted.map(row), modifiedBalancings: standing.map(row) })
}

/** As recorded: the balanced amount stands on the credit side only. What a document no longer there shows is not known. */
function rowOf(dossier: Dossier, { debet, credit, cents }: Balancing): Record<string, unknown> {
  const first = itemAt(dossier, debet)
  const of = first.kind === 'item' ? first.item.of : { type: 'A' as const, id: 0 }
  return {
    type: {
      type: of.type,
      accountNr: of.type === 'A' ? of.id : 0,
      externalRelationId: 0,
      relationKey: { id: of.type === 'A' ? 0 : of.id },
    },
    debetDocument: documentOf(dossier, debet),
    creditDocument: documentOf(dossier, credit),
    debetBalancedBookingAmount: 0,
    creditBalancedBookingAmount: euroOf(cents),
  }
}

function documentOf(dossier: Dossier, key: BalancingKey): Record<string, unknown> {
  const found = itemAt(dossier, key)
  const balancingKey = {
    bookyearKey: { id: key.year },
    documentSequenceNr: key.number,
    journalKey: key.journal,
    lineSequenceNr: key.line,
  }
  if (found.kind === 'wrong') return { balancingKey }
  const { cents, document } = found.item
  const version = latestVersion(document)
  const [debit, credit] = [euroOf(Math.max(cents, 0)), euroOf(Math.max(-cents, 0))]
  return {
    balancingKey,
    documentDate: version.documentDate,
    currencyCode: 'EUR',
    exchangeRate: 1,
    comment: version.comment,
    reference: version.reference,
    debetBookingAmount: debit,
    creditBookingAmount: credit,
    debetDocumentAmount: debit,
    creditDocumentAmount: credit,
  }
}

/** What stands, as this world knows it: for checkers. */
export interface LedgerBalancing {
  dossier: number
  debet: BalancingKey
  credit: BalancingKey
  cents: number
  madeBy: Maker
  madeAt: number
}

export function balancingsOf(state: OctopusState, dossierId?: number): LedgerBalancing[] {
  return [...state.dossiers.values()]
    .filter(({ id }) => dossierId === undefined || id === dossierId)
    .flatMap(({ id, balancings }) =>
      balancings
        .filter(({ deletion }) => !deletion)
        .map(({ debet, credit, cents, madeBy, change }) => ({
          dossier: id,
          debet,
          credit,
          cents,
          madeBy,
          madeAt: change.at,
        })),
    )
}
