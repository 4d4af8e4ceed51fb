/** `/financialdiversbookings`: entries of the bank's journals (F) and of the journals for everything else (D), line by line. */

import type { SandboxResponse } from '../world.ts'
import { INVALID_PARAMETERS, json, nothingFound, refuse } from './answers.ts'
import { keepAttachments } from './attachments.ts'
import type { AttachmentBody } from './attachments.ts'
import type { DossierCall } from './call.ts'
import { centsOf, euroOf } from './decimals.ts'
import { addDocument, answerTo, created, documentAt, entryNumberWrong, findPlace, periodWrong } from './documents.ts'
import type { Content, EntryHead, Place, Task, Wrong } from './documents.ts'
import { findRelation } from './relations.ts'
import { bookYearOf, journalOf, latestVersion } from './state.ts'
import type { Dossier, DocumentVersion, EntryLine, OctopusState, StoredDocument } from './state.ts'

interface EntryLineBody {
  type: string
  amount: number
  accountKey?: number
  relationId?: number
  externalRelationId?: number
  reference?: string
}

export interface EntryBody extends EntryHead {
  exchangeRate: number
  bookingLines?: EntryLineBody[]
}

export function createEntry(state: OctopusState, call: DossierCall): SandboxResponse {
  const { dossier, now } = call
  const { financialDiversBookingServiceData: entry, attachments = [] } = call.body as {
    financialDiversBookingServiceData?: EntryBody
    attachments?: AttachmentBody[]
  }
  if (!entry) return refuse({ status: 400, info: INVALID_PARAMETERS }, call.language)
  const task: Task = { kind: 'entry', verb: 'insert' }
  const found = findPlace(dossier, entry, task, now)
  if (found.kind === 'wrong') return answerTo(call, task, found.wrong)
  const { place } = found
  const number = entry.documentSequenceNr
  const wrong = entryNumberWrong(state, place.journal, number) ?? periodWrong(state, place, entry)
  if (wrong) return answerTo(call, task, wrong)
  const checked = checkLines(state, dossier, place, entry)
  if (checked.kind === 'wrong') return answerTo(call, task, checked.wrong)
  const content = entryContent(entry, checked.lines)
  const at = { dossier, journal: place.journal, number, kind: 'entry' as const }
  keepAttachments(addDocument(state, at, { content, madeBy: 'api', now }), attachments)
  return created()
}

export function readEntry(_state: OctopusState, call: DossierCall): SandboxResponse {
  const { dossier, query } = call
  const journal = journalOf(bookYearOf(dossier, Number(query['bookyearId'])), query['journalKey'] ?? '')
  const document = documentAt(journal, Number(query['documentSeqNr']))
  if (document?.kind !== 'entry') return nothingFound(`No Financial/Divers Booking found in dossier ${dossier.id}`)
  return json(200, entryRow(document, latestVersion(document)))
}

type Checked = { kind: 'fine'; lines: EntryLine[] } | { kind: 'wrong'; wrong: Wrong }

/** In a D journal the lines are the whole entry; in an F journal the bank is the other side of them. */
function checkLines(state: OctopusState, dossier: Dossier, place: Place, entry: EntryBody): Checked {
  const no = (code: number, detail: string): Checked => ({ kind: 'wrong', wrong: { code, detail } })
  if (entry.exchangeRate !== 1) return no(-20, 'Illegal exchange rate')
  const lines: EntryLine[] = []
  for (const line of entry.bookingLines ?? []) {
    const cents = centsOf(line.amount)
    if (cents === undefined) return no(-24, 'Amount has more than two decimals')
    const common = {
      reference: line.reference ?? '',
      cents: state.settings.entrySign === 'creditPositive' ? -cents : cents,
    }
    if (line.type === 'A') {
      const account = place.year.accounts.get(line.accountKey ?? 0)
      if (!account?.active) return no(-21, `Account unknown : ${line.accountKey ?? 0}`)
      if (!account.postable) return no(-50, `Account ${account.id} is not a booking account`)
      lines.push({ type: 'A', account: account.id, relationId: 0, ...common })
    } else if (line.type === 'C' || line.type === 'S') {
      const relation = findRelation(dossier, {
        ...(line.relationId === undefined ? {} : { relationKey: { id: line.relationId } }),
        ...(line.externalRelationId === undefined ? {} : { externalRelationId: line.externalRelationId }),
      })
      const side = line.type === 'C' ? 'client' : 'supplier'
      if (!relation) return no(-16, 'Relation unknown')
      if (relation.fields[side] !== true) return no(-16, `Relation is no ${side}`)
      lines.push({ type: line.type, account: 0, relationId: relation.id, ...common })
    } else return no(-25, 'Unknown type of line')
  }
  if (lines.length === 0) return no(-24, 'Booking without lines')
  const sum = lines.reduce((total, line) => total + line.cents, 0)
  if (place.journal.letter === 'D' && sum !== 0) return no(-24, 'Booking is not in balance')
  return { kind: 'fine', lines }
}

/** Also of an entry that a person makes; `lines` by their effect: debit positive in D, receipt positive in F. */
export function entryContent(head: EntryHead, lines: EntryLine[]): Content {
  const { bookyearPeriodeNr, documentDate } = head
  return {
    relationId: 0,
    amountCents: 0,
    lines: [],
    entryLines: lines,
    period: bookyearPeriodeNr,
    documentDate,
    expiryDate: documentDate,
    reference: lines[0]?.reference ?? '',
    orderReference: '',
    comment: '',
    wire: { bookyearPeriodeNr, documentDate, exchangeRate: 1 },
  }
}

/** As recorded: what a line does not have comes back as 0. */
export function entryRow(document: StoredDocument, version: DocumentVersion): Record<string, unknown> {
  return {
    ...version.wire,
    bookyearKey: { id: document.bookYearId },
    journalKey: document.journalKey,
    documentSequenceNr: document.number,
    bookingLines: (version.entryLines ?? []).map(({ type, account, relationId, reference, cents }) => ({
      type,
      accountKey: account,
      relationId,
      externalRelationId: 0,
      reference,
      amount: euroOf(cents),
    })),
  }
}
