/**
 * All waiting times of the product, before a try, a question or a send is repeated, each with its reason. Times that follow from a vendor's
 * own limits are in its adapter. Retention periods, and limits on guessing a secret, are where they apply.
 */
const second = 1000
export const minute = 60 * second
export const hour = 60 * minute
export const day = 24 * hour

/** The n-th rest of a list; its last one holds from there. @param nth from 1 */
export function restOf(rests: readonly number[], nth: number): number {
  return rests[Math.min(nth, rests.length) - 1] as number
}

// ── Documents ────────────────────────────────────────────────────────────────────────────────────────────────────────────

/** A claim that has not left after this long is never sent: the process was asleep, and others may have taken it for lost. */
export const sendDeadlineMs = 60 * second
/** A send whose process still lives is given this long; after it the answer is taken for lost. Longer than deadline and timeout together. */
export const sendLeaseMs = 5 * minute
/** Waits until the next probe, after 1, 2, 3 … sends without an answer: sooner than users ask, later than most outages last. */
export const probeDelays = [minute, 5 * minute, 15 * minute, hour, hour] as const
/** Our late request may still land for this long; only after it may a number be given up, or anything be sent from a copy put back. */
export const coolingMs = 2 * hour
/** When an invoice that was not found is looked for again, counted from the last send; the last of them only after its second send. */
export const invoiceLookDelays = [0, 15 * minute, hour, coolingMs] as const
/** Waits before a document is looked for again that the ledger has by its own answer and does not show; then the user is asked. */
export const unseenLookDelays = [minute, 5 * minute, 15 * minute] as const
/** After this long it no longer excuses a document that others failed about when it did: two of a kind would excuse each other for ever. */
export const excusedMs = 24 * hour
/** As long as a number is asked for without an answer, and no longer: who failed within it failed at the same time. */
export const failureRoundMs = 2 * hour
/** An invoice that is not shown yet is looked for again after these times; then it is taken for removed by a person. */
export const readBackDelays = [minute, 15 * minute, hour] as const

/** Why a document was not taken now. */
type LaterCause = 'journalBusy' | 'network' | 'unauthorized' | 'budget' | 'rateLimit' | 'unsupported' | 'forbidden'

/**
 * For answers that name no moment: a user closes a journal within minutes; a connection and a session come back sooner; the others are
 * asked hourly.
 */
const laterDelays: Readonly<Record<LaterCause, number>> = {
  journalBusy: 15 * minute,
  network: 5 * minute,
  unauthorized: 5 * minute,
  budget: hour,
  rateLimit: hour,
  unsupported: hour,
  forbidden: hour,
}

export function laterMs(cause: LaterCause): number {
  return laterDelays[cause]
}

// ── Calls of the ledger ──────────────────────────────────────────────────────────────────────────────────────────────────

/** After the first failure, the second one, and so on. A single failure may be tried again at once; a night of silence costs ten calls. */
export const callRests = [0, 2, 5, 10, 20, 40, 60, 90, 120].map((minutes) => minutes * minute)
/** For calls allowed twice a day: a lost call is repeated at once, and then uses the other half of the day's calls. */
export const rareCallRests = [0, 12 * hour] as const
/** A failure this long after the one before it is a new trouble. */
export const troubleForgottenMs = 14 * hour
/** The ledger's clock and zone are not certain: a question with "since" is asked from this much earlier. */
export const ledgerClockMs = 3 * hour
/** A doubt this old is no matter of what the ledger shows late. */
export const seenForCertainMs = 10 * minute
/** Confirmed documents are read back this often; there are 48 such calls a day, and doubts need the most of them. */
export const verifyEveryMs = 2 * hour
/** Changes and removals by users after that are looked for twice a day. */
export const watchEveryMs = 12 * hour
/** How far the first look for documents of others in our journals goes back: a whole year of a busy shop is no answer. */
export const othersBackMs = 31 * 24 * hour
/** The bank's entries, while a payout may come any hour, and else; there are 48 such calls a day, which others need too. */
export const bankAwaitedEveryMs = 12 * hour
export const bankEveryMs = 24 * hour
/** Balances are looked at twice a week, and soon after a posting; there are 24 reports of each kind a day. */
export const balancesEveryMs = 84 * hour
export const balancesAfterPostingMs = 6 * hour
/** The PDF of a purchase that the ledger took without it. */
export const fileAgainMs = 6 * hour
/** The index of the dossier's relations serves this long. */
export const relationsFreshMs = 60 * minute
/** The wait for data that the plan cannot ask for now, where no moment is known. */
export const planAgainMs = 60 * minute
/** A refusal that nothing in our copy explains is tried again once a day: perhaps the dossier was mended. */
export const refusedAgainMs = 24 * hour
/** An order this old when first seen may be in the ledger already, from before us or from another program. */
export const oldAtFirstSightMs = 2 * hour

// ── The copy of the dossier ──────────────────────────────────────────────────────────────────────────────────────────────

/** Once a day, each day somewhat earlier. */
export const listFreshMs = 20 * hour
/** A list that blocks orders may be read again sooner: a user may just have mended the dossier. */
export const listFreshWhenBlockedMs = 10 * minute
/** How often a document that waits for a mended dossier looks again, unless a user asks. */
export const listLookAgainMs = 2 * hour
/** VAT codes may be asked for twice a day. */
export const rareListLookAgainMs = 6 * hour

// ── The marketplace ──────────────────────────────────────────────────────────────────────────────────────────────────────

/** By day, and by night: an order is to be captured within the hour. */
export const dayPollMs = 30 * minute
export const nightPollMs = 60 * minute
/** A longer gap between two polls than the night's is a time in which none ran. */
export const pollGapMs = 2 * hour
/** A job that met its connection at work (a first import, a long queue of documents) looks again so soon. */
export const busyAgainMs = 20 * second
/** A command waits this long for a process that works on the same connection; then that one's work is taken as done. */
export const busyPatienceMs = 2 * minute
/** A job that was to plan when work goes on may have died: documents are looked at so long after it was to begin. */
export const jobLostAfterMs = 5 * minute
/** After an outage all connections are due at once; they begin one after the other. */
export const startEveryMs = 500
/** Longest single wait for a rate limit; beyond it the run ends, and the next one goes on from there. */
export const rateLimitWaitMaxMs = 5 * minute
/** How long limits of the other side are waited for altogether, before one call. Our own share always comes: it is waited for without end. */
export const rateLimitPatienceMs = 10 * minute
/** The same while a user waits at the screen: the connection is saved all the same, and the answer names the side that did not answer. */
export const tryPatienceMs = 30 * second
/** A limit that does not say until when. */
export const rateLimitMs = 15 * second
/** A limit that names a moment already past: no call is repeated without end. */
export const rateLimitWaitMinMs = second
/** Silence or a broken answer of a read that names no moment: after the first, and twice as long after the second. */
export const silenceMs = second
/** A service that names a later moment than this is not waited for in the middle of a run: it means all of its answers. */
export const silenceWaitMaxMs = 60 * second
/** A record that was given badly: after the first failure, the second one, and so on. A single failure is tried again at once. */
export const heldRecordRests = [0, 0, 15, 30, 60, 120, 240, 480, 720].map((minutes) => minutes * minute)
/** A record that is unreadable for so long does not mend by itself: a user has to look. */
export const unreadableMaxMs = 24 * hour
/** How old the newest page of a list of returns may be: handled ones make credits, the others only tell what is on its way. */
export const handledReturnsEveryMs = 60 * minute
export const returnsOfUnusedStockEveryMs = 6 * hour
export const unhandledReturnsEveryMs = 24 * hour
/** The whole list is read, so that a return far down in it that was handled late is found within a day; by day only when it is late. */
export const returnsSweepEveryMs = 20 * hour
export const returnsSweepLateMs = 30 * hour

// ── Invoices of the marketplace to the seller ────────────────────────────────────────────────────────────────────────────

/** At most 25 lists a day: they are few, and nothing is lost by hours. */
export const invoicesListedEveryMs = 6 * hour
/** While one is awaited, by day. */
export const awaitedInvoiceEveryMs = 60 * minute
/** A list that was not given: it may not become a call per run. */
export const invoicesFailedMs = 60 * minute
/** One window on the way back to the first day, round and round. */
export const invoicesWindowEveryMs = 20 * hour
/** Wait for a part of an invoice that is not given yet, and after a first reading that does not add up; then the problem is reported. */
export const invoicePartRests = [hour, 6 * hour, day, day] as const
/** Whole invoices were seen to change: after the first whole reading, and once more. */
export const invoiceRereadsAfter = [day, 7 * day] as const

// ── The register of VAT numbers ──────────────────────────────────────────────────────────────────────────────────────────

/** An answer serves this long. */
export const registerFreshMs = 24 * hour
/** Without an answer for this long the buyer counts as unproven. */
export const registerPatienceMs = 3 * day
/** The first pause; each one is twice as long as the one before it, up to the longest. */
export const registerPauseMs = 15 * minute
export const registerPauseMaxMs = 6 * hour

// ── Mails and calls to a company's own address ───────────────────────────────────────────────────────────────────────────

export const mailDelays = [minute, 5 * minute, 15 * minute, hour] as const
/** An old alarm has no use, and a server that is down for a day needs its operator. */
export const mailTriedForMs = 24 * hour
export const webhookDelayMs = 10 * minute
/** A mail or a call whose sending was cut off is tried again then. */
export const takenForMs = 10 * minute
