/** Switches of the simulated Octopus, for all that nobody outside Octopus knows. Changeable while it runs. */

import { DAILY_LIMITS } from './limits-data.ts'

export interface OctopusSettings {
  /** What a call beyond a daily limit gets; `reset`: the connection is cut. */
  quotaAnswer: '429' | '403' | '400' | 'reset'
  /** Who shares a daily limit. */
  quotaScope: 'dossier' | 'user' | 'softwareHouse'
  /** When a day begins. */
  quotaReset: 'midnightBrussels' | 'midnightUtc' | 'rolling24h'
  /** Whether calls that were refused (4xx, 5xx) use up the limit. */
  failedCallsCount: boolean
  /** Calls per day by counter, see `limits-data.ts`. A counter that is not here has no limit. */
  limits: Record<string, number>
  /** Wrong passwords in a row after which the user is locked; 0 = never. */
  lockAfterFailures: number
  /** Seconds that both tokens live. */
  tokenSeconds: number
  /** What `POST /invoices` does with a number that is taken already. */
  invoicesEnforceNumber: 'enforces' | 'overwrites' | 'acceptsTwice'
  /** What becomes of a unit price with more decimals than its journal keeps. */
  tooManyDecimals: 'round' | 'refuse'
  /** How half a cent on an invoice is rounded; up is away from zero. */
  halves: 'up' | 'even'
  /** What VAT of an invoice is computed on: all lines of a code together, or each line. */
  invoiceVat: 'perRate' | 'perLine'
  /** How -13 names the last number: `Last Document = 6`, `Last Document : 6`, or not at all. */
  numberWording: 'equals' | 'colon' | 'none'
  /** What the sign of a line in a D journal means: nobody has seen one. */
  entrySign: 'debitPositive' | 'creditPositive'
  /** Whether lines of plain accounts can be balanced as those of relations are: nobody has seen one. */
  accountsBalance: boolean
  /** Whether a booking may come with its attachment, or is refused for it (-24). */
  attachmentsInBookings: boolean
  /** Whether a booking whose amount is not the sum of its lines is refused. */
  refuseUnequalTotal: boolean
  /** Cents that the VAT of a booking line may be off base × rate; -1 = not looked at. */
  vatToleranceCents: number
  /** A change shows in `/modified` after 0 up to so many seconds. */
  visibilityLagSeconds: number
  /** Status for a closed journal, period or book year (errorCode -11 both times). */
  closedAnswer: '403' | '400'
  /** The document contradicts itself on `closedPeriod`: closed up to and with it, or from it on. */
  closedPeriodMeans: 'until' | 'from'
  /** Whether `lastBookedDocumentNr` counts invoices that are not booked through yet. */
  conceptsCountAsBooked: boolean
  /** Whether `bookings/modified` lists deleted invoices that were never booked through. */
  deletedInvoicesListed: boolean
  /** Whether a document date outside its period is refused (-14). */
  dateMustFitPeriod: boolean
  /** Whether the next book year appears by itself on 1 December. */
  autoBookyears: boolean
  /** Dossiers that do not answer at all. */
  silentDossiers: number[]
}

const CHOICES: Readonly<Record<string, readonly string[]>> = {
  quotaAnswer: ['429', '403', '400', 'reset'],
  quotaScope: ['dossier', 'user', 'softwareHouse'],
  quotaReset: ['midnightBrussels', 'midnightUtc', 'rolling24h'],
  invoicesEnforceNumber: ['enforces', 'overwrites', 'acceptsTwice'],
  tooManyDecimals: ['round', 'refuse'],
  halves: ['up', 'even'],
  invoiceVat: ['perRate', 'perLine'],
  numberWording: ['equals', 'colon', 'none'],
  entrySign: ['debitPositive', 'creditPositive'],
  closedAnswer: ['403', '400'],
  closedPeriodMeans: ['until', 'from'],
}

export function defaultSettings(): OctopusSettings {
  return {
    quotaAnswer: '429',
    quotaScope: 'dossier',
    quotaReset: 'midnightBrussels',
    failedCallsCount: true,
    limits: { ...DAILY_LIMITS },
    lockAfterFailures: 0,
    tokenSeconds: 600,
    invoicesEnforceNumber: 'enforces',
    tooManyDecimals: 'round',
    halves: 'up',
    invoiceVat: 'perRate',
    numberWording: 'equals',
    entrySign: 'debitPositive',
    accountsBalance: true,
    attachmentsInBookings: true,
    refuseUnequalTotal: true,
    vatToleranceCents: -1,
    visibilityLagSeconds: 0,
    closedAnswer: '403',
    closedPeriodMeans: 'until',
    conceptsCountAsBooked: true,
    deletedInvoicesListed: true,
    dateMustFitPeriod: false,
    autoBookyears: true,
    silentDossiers: [],
  }
}

/**
 * Changes the named settings; throws on a wrong name or value and then changes nothing. `limits` is laid over the
 * present ones (`null` lifts one), or is `"none"` (lifts all) or `"shipped"`.
 */
export function changeSettings(settings: OctopusSettings, change: Record<string, unknown>): void {
  const next: Record<string, unknown> = {}
  for (const [key, value] of Object.entries(change)) {
    if (!Object.hasOwn(settings, key)) throw new Error(`unknown octopus setting: ${key}`)
    const old = (settings as unknown as Record<string, unknown>)[key]
    const choices = CHOICES[key]
    if (key === 'limits') next[key] = changedLimits(settings.limits, value)
    else if (choices) {
      if (!choices.includes(String(value))) throw new Error(`${key} must be one of ${choices.join(', ')}`)
      next[key] = String(value)
    } else if (key === 'silentDossiers') {
      if (!Array.isArray(value) || !value.every((id) => Number.isSafeInteger(id))) {
        throw new Error('silentDossiers must be a list of dossier ids')
      }
      next[key] = value
    } else if (typeof value !== typeof old) throw new Error(`wrong value for octopus setting: ${key}`)
    else next[key] = value
  }
  Object.assign(settings, next)
}

function changedLimits(old: Record<string, number>, change: unknown): Record<string, number> {
  if (change === 'none') return {}
  if (change === 'shipped') return { ...DAILY_LIMITS }
  if (typeof change !== 'object' || change === null) throw new Error('limits must be an object, "none" or "shipped"')
  const next = { ...old }
  for (const [counter, value] of Object.entries(change)) {
    if (!Object.hasOwn(DAILY_LIMITS, counter)) throw new Error(`no daily limit is known for ${counter}`)
    if (value === null) delete next[counter]
    else if (Number.isSafeInteger(value)) next[counter] = Number(value)
    else throw new Error(`limit of ${counter} must be a whole number or null`)
  }
  return next
}
