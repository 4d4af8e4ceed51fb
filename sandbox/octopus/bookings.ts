/** `/buysellbookings`: the client sends base and VAT of each line, and the total. */

import type { SandboxResponse } from '../world.ts'
import { INVALID_PARAMETERS, json, nothingFound, refuse } from './answers.ts'
import { keepAttachments } from './attachments.ts'
import type { AttachmentBody } from './attachments.ts'
import type { DossierCall } from './call.ts'
import { basisPointsOf, centsOf, vatOnNet } from './decimals.ts'
import {
  addDocument,
  answerTo,
  changeDocument,
  created,
  currencyWrong,
  documentAt,
  documentRow,
  findPartner,
  findPlace,
  headOf,
  numberWrong,
  periodWrong,
  updated,
} from './documents.ts'
import type { Content, DocumentHead, Partner, Place, Task, Wrong } from './documents.ts'
import { bookYearOf, journalOf, latestVersion } from './state.ts'
import type { BookedLine, OctopusState } from './state.ts'

export interface BookingLineBody {
  accountKey?: number
  baseAmount?: number
  vatCodeKey?: string
  vatAmount?: number
  comment?: string
  vatRecupPercentage?: number
  [other: string]: unknown
}

export interface BookingBody extends DocumentHead {
  amount: number
  bookingLines?: BookingLineBody[]
  paymentMethod?: number
}

export function createBooking(state: OctopusState, call: DossierCall): SandboxResponse {
  const { dossier, now } = call
  const { buySellBookingServiceData: booking, attachments = [] } = call.body as {
    buySellBookingServiceData?: BookingBody
    attachments?: AttachmentBody[]
  }
  if (!booking) return refuse({ status: 400, info: INVALID_PARAMETERS }, call.language)
  const task: Task = { kind: 'booking', verb: 'insert' }
  const found = findPlace(dossier, booking, task, now)
  if (found.kind === 'wrong') return answerTo(call, task, found.wrong)
  const { journal } = found.place
  const number = booking.documentSequenceNr
  const wrongNumber = numberWrong(state, journal, number)
  if (wrongNumber) return answerTo(call, task, wrongNumber)
  const checked = checkBooking(state, call, found.place, booking)
  if (checked.kind === 'wrong') return answerTo(call, task, checked.wrong)
  if (attachments.length > 0 && !state.settings.attachmentsInBookings)
    return answerTo(call, task, { code: -24, detail: 'Attachment not accepted' })
  const document = addDocument(
    state,
    { dossier, journal, number, kind: 'booking' },
    { content: checked.content, madeBy: 'api', now },
  )
  keepAttachments(document, attachments)
  return created()
}

export function updateBooking(state: OctopusState, call: DossierCall): SandboxResponse {
  const { dossier, now } = call
  const booking = call.body as BookingBody
  const task: Task = { kind: 'booking', verb: 'update' }
  const found = findPlace(dossier, booking, task, now)
  if (found.kind === 'wrong') return answerTo(call, task, found.wrong)
  const document = documentAt(found.place.journal, booking.documentSequenceNr)
  if (!document) return answerTo(call, task, { code: -34, detail: 'Booking does not exist' })
  const checked = checkBooking(state, call, found.place, booking)
  if (checked.kind === 'wrong') return answerTo(call, task, checked.wrong)
  changeDocument(state, document, { content: checked.content, madeBy: 'api', now })
  return updated()
}

export function readBooking(_state: OctopusState, call: DossierCall): SandboxResponse {
  const { dossier, query } = call
  const journal = journalOf(bookYearOf(dossier, Number(query['bookyearId'])), query['journalKey'] ?? '')
  const document = documentAt(journal, Number(query['documentSeqNr']))
  if (document?.kind !== 'booking') return nothingFound(`No Buy/Sell Booking found in dossier ${dossier.id}`)
  return json(200, documentRow(dossier, document, latestVersion(document)))
}

type Checked = { kind: 'fine'; content: Content } | { kind: 'wrong'; wrong: Wrong }

function checkBooking(state: OctopusState, call: DossierCall, place: Place, booking: BookingBody): Checked {
  const wrongPeriod = periodWrong(state, place, booking)
  if (wrongPeriod) return { kind: 'wrong', wrong: wrongPeriod }
  const lines = booking.bookingLines ?? []
  const found = findPartner(call.dossier, place, {
    head: booking,
    lines: lines.map((line) => ({ account: line.accountKey ?? 0, vatCode: line.vatCodeKey ?? '' })),
    credit: booking.amount < 0,
  })
  if (found.kind === 'wrong') return found
  const wrong = signWrong(lines) ?? currencyWrong(booking) ?? amountsWrong(state, booking, found.partner)
  if (wrong) return { kind: 'wrong', wrong }
  const relationId = found.partner.relation.id
  return { kind: 'fine', content: bookingContent(booking, { partner: found.partner, relationId, place }) }
}

function signWrong(lines: BookingLineBody[]): Wrong | undefined {
  const differs = lines.some((line) => (line.baseAmount ?? 0) * (line.vatAmount ?? 0) < 0)
  return differs ? { code: -23, detail: 'Base amount and VAT amount have another sign' } : undefined
}

/** On a credit the total is negative and the lines that make it are positive. */
function amountsWrong(state: OctopusState, booking: BookingBody, partner: Partner): Wrong | undefined {
  const total = centsOf(booking.amount)
  const lines = (booking.bookingLines ?? []).map((line) => ({
    base: centsOf(line.baseAmount ?? 0),
    vat: centsOf(line.vatAmount ?? 0),
    rateBp: rateOf(partner, line),
  }))
  let sum = 0
  for (const { base, vat, rateBp } of lines) {
    if (base === undefined || vat === undefined) return { code: -24, detail: 'Amount has more than two decimals' }
    sum += base + vat
    const { vatToleranceCents } = state.settings
    if (vatToleranceCents >= 0 && Math.abs(vat - vatOnNet(base, rateBp, 'up')) > vatToleranceCents) {
      return { code: -24, detail: 'VAT amount does not fit the VAT code' }
    }
  }
  if (total === undefined) return { code: -24, detail: 'Amount has more than two decimals' }
  const expected = total < 0 ? -sum : sum
  if (state.settings.refuseUnequalTotal && total !== expected) {
    return { code: -24, detail: 'Total amount differs from the booking lines' }
  }
  return undefined
}

function rateOf(partner: Partner, line: BookingLineBody): number {
  return basisPointsOf(partner.vatCodes.get(line.vatCodeKey ?? '')?.basePercentage ?? 0)
}

function reverseOf(partner: Partner, line: BookingLineBody): Pick<BookedLine, 'reverseBp'> {
  const reverseBp = partner.vatCodes.get(line.vatCodeKey ?? '')?.reverseBp
  return reverseBp === undefined ? {} : { reverseBp }
}

/** A booking as it is kept, without a further check: a bookkeeper may book what the API refuses. */
export function bookingContent(
  booking: BookingBody,
  with_: { partner: Partner; relationId: number; place: Place },
): Content {
  const { partner, relationId, place } = with_
  const sale = place.journal.letter === 'V'
  const lines = booking.bookingLines ?? []
  const head = headOf(booking)
  const effect = booking.amount < 0 ? -1 : 1
  const booked: BookedLine[] = lines.map((line) => ({
    account: line.accountKey ?? 0,
    vatCode: line.vatCodeKey ?? '',
    rateBp: rateOf(partner, line),
    ...reverseOf(partner, line),
    baseCents: effect * (centsOf(line.baseAmount ?? 0) ?? 0) + 0,
    vatCents: effect * (centsOf(line.vatAmount ?? 0) ?? 0) + 0,
    text: line.comment ?? '',
  }))
  const bookingLines = lines.map((line) => ({
    ...line,
    baseAmount: line.baseAmount ?? 0,
    vatAmount: line.vatAmount ?? 0,
    comment: line.comment ?? '',
    // Comes back on purchases only.
    vatRecupPercentage: sale ? undefined : (line.vatRecupPercentage ?? 100),
  }))
  return {
    ...head,
    relationId,
    amountCents: centsOf(booking.amount) ?? 0,
    lines: booked,
    wire: { ...head.wire, amount: booking.amount, paymentMethod: booking.paymentMethod ?? 0, bookingLines },
  }
}
