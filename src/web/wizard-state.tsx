/**
 * The answers given in the wizard. Typed answers outlive a reload and the back button. The server keeps each step, so that the wizard goes
 * on where it was left, also on another device. Keys and passwords are kept there sealed, and never come back; on another device they are
 * used by full proof.
 */
import { useEffect, useState } from 'react'
import type { Dossier } from '../domain/ledger/ledger.ts'
import type { CodeProposal } from '../domain/settings/propose-codes.ts'
import type { SellerAccount } from '../ports/source.ts'
import type { DossierOffer } from '../app/setup/try-keys.ts'
import type { SideLine } from '../app/setup/try-sides.ts'

export interface Answers {
  clientId: string
  clientSecret: string
  user: string
  password: string
  dossierId: number | null
  journal: string
  name: string
  vatNumber: string
  /** Of stock in the Netherlands. */
  dutchVatNumber: string
  oss: 'yes' | 'no' | ''
  ossFrom: string
  threshold: 'yes' | 'no' | ''
  productClass: 'STANDARD' | 'BOOK' | 'FOOD' | 'ask'
  startDate: string
}

export interface Found {
  shop: SellerAccount | null
  dossiers: Dossier[]
  offer: DossierOffer | null
  proposals: CodeProposal[]
}

/** Keys of `vat.codes` → the code that is chosen, empty for none yet. */
export type Codes = Record<string, string>

const storageKey = 'tentakel-wizard'

const blank: Answers = {
  clientId: '',
  clientSecret: '',
  user: '',
  password: '',
  dossierId: null,
  journal: '',
  name: '',
  vatNumber: '',
  dutchVatNumber: '',
  oss: '',
  ossFrom: '',
  threshold: '',
  productClass: 'STANDARD',
  startDate: '',
}

/** The state that the server keeps of an unfinished wizard. */
export interface WizardState {
  answers: Omit<Answers, 'clientSecret' | 'password'>
  step: number
  found: Found
  codes: Codes
  /** The connection, once it is saved. */
  saved: { id: string; lines: SideLine[] } | null
}

export interface Draft {
  state: WizardState
  kept: { clientSecret: boolean; password: boolean }
}

export function useAnswers(draft: Draft | null) {
  const [answers, setAnswers] = useState<Answers>(() => ({ ...blank, ...draft?.state.answers, ...kept() }))
  useEffect(() => sessionStorage.setItem(storageKey, JSON.stringify(openPart(answers))), [answers])
  const set = (change: Partial<Answers>): void => setAnswers((now) => ({ ...now, ...change }))
  return { answers, set }
}

/** Without keys and passwords. */
export function openPart(answers: Answers): WizardState['answers'] {
  const { clientSecret: _secret, password: _password, ...open } = answers
  return open
}

export function forgetAnswers(): void {
  sessionStorage.removeItem(storageKey)
}

function kept(): Partial<Answers> {
  try {
    return JSON.parse(sessionStorage.getItem(storageKey) ?? '{}') as Partial<Answers>
  } catch {
    return {}
  }
}

/** The answers as a connection file. */
export function fileOf(answers: Answers, codes: { proposals: CodeProposal[]; chosen: Codes }): Record<string, unknown> {
  const { oss, ossFrom, threshold, startDate } = answers
  return {
    name: answers.name,
    bol: { clientId: answers.clientId, clientSecret: answers.clientSecret },
    octopus: { user: answers.user, password: answers.password, dossierId: answers.dossierId ?? 0 },
    seller: {
      country: 'BE',
      vatNumbers: {
        ...(answers.vatNumber.trim() === '' ? {} : { BE: answers.vatNumber }),
        ...(answers.dutchVatNumber.trim() === '' ? {} : { NL: answers.dutchVatNumber }),
      },
      oss: oss === 'yes' ? { active: true, ...(ossFrom === '' ? {} : { from: ossFrom }) } : { active: false },
      shipsFrom: 'BE',
      ...(oss === 'no' && threshold !== '' ? { thresholdPassed: threshold === 'yes' } : {}),
    },
    booking: {
      ...(startDate === '' ? {} : { startDate }),
      journals: answers.journal === '' ? {} : { bookings: answers.journal },
    },
    vat: {
      default: answers.productClass,
      codes: codes.proposals.flatMap((proposal) => {
        const code = codes.chosen[keyOf(proposal)] ?? ''
        if (code === '') return []
        const { treatment, country, rateBp, creditCode } = proposal
        // Without an account the server reports that it is missing: a chosen code is never left out.
        const account = accountOf(proposal, codes.chosen)
        const credit = creditCode === null || code !== proposal.code ? {} : { creditCode }
        return [{ treatment, country, rate: rateBp / 100, code, ...(account === null ? {} : { account }), ...credit }]
      }),
    },
  }
}

/** The dossier's own for this code, or the one that was chosen because it has none. */
export function accountOf(proposal: CodeProposal, chosen: Codes): number | null {
  const typed = chosen[accountKeyOf(proposal)] ?? ''
  return proposal.account ?? (typed === '' ? null : Number(typed))
}

export function accountKeyOf(proposal: CodeProposal): string {
  return `account|${keyOf(proposal)}`
}

export function keyOf({ treatment, country, rateBp }: CodeProposal): string {
  return `${treatment}|${country}|${rateBp}`
}
