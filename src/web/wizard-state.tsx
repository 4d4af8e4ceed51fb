/**
 * The answers given in the wizard. Typed answers outlive a reload and the back button. The server keeps each step, so that the wizard goes
 * on where it was left, also on another device. Keys and passwords are kept there sealed, and never come back; on another device they are
 * used by full proof.
 */
import { useEffect, useState } from 'react'
import { holderOf, keptName, type Side } from '../domain/kinds.ts'
import type { Dossier } from '../domain/ledger/ledger.ts'
import type { CodeProposal } from '../domain/settings/propose-codes.ts'
import type { SellerAccount } from '../ports/source.ts'
import type { DossierOffer } from '../app/setup/try-keys.ts'
import type { SideLine } from '../app/setup/try-sides.ts'
import { sideInFile, type ShownKind, type ShownSides, type TypedKeys } from './parts/key-fields.tsx'

export interface Answers {
  /** Names of the kinds of the two sides; null: the usual ones. */
  kinds: Record<Side, string> | null
  keys: TypedKeys
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
  kinds: null,
  keys: { source: {}, ledger: {} },
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
  /** Without secrets. */
  answers: Answers
  step: number
  found: Found
  codes: Codes
  /** The connection, once it is saved. */
  saved: { id: string; lines: SideLine[] } | null
}

export interface Draft {
  state: WizardState
  /** Secrets that the server keeps, by their `keptName`. */
  kept: string[]
}

const sides = ['source', 'ledger'] as const

export function useAnswers(draft: Draft | null, kinds: ShownSides) {
  const [answers, setAnswers] = useState<Answers>(() => answersIn({ ...draft?.state.answers, ...kept() }, kinds))
  useEffect(() => sessionStorage.setItem(storageKey, JSON.stringify(openPart(answers, kinds))), [answers, kinds])
  const set = (change: Partial<Answers>): void => setAnswers((now) => ({ ...now, ...change }))
  return { answers, set }
}

/** A draft as it was kept, also by an earlier version. */
export function readDraft(kept: Draft | null, kinds: ShownSides): Draft | null {
  return kept === null ? null : { ...kept, state: { ...kept.state, answers: answersIn(kept.state.answers, kinds) } }
}

/** Answers of earlier versions have the fields of the usual kinds beside the others. */
function answersIn(known: Partial<Answers>, kinds: ShownSides): Answers {
  const beside = known as Record<string, unknown>
  const of = (side: Side) =>
    Object.fromEntries(
      kinds[side].credentials.map(({ name }) => {
        const value = known.keys?.[side][name] ?? beside[name]
        return [name, typeof value === 'string' ? value : '']
      }),
    )
  return { ...blank, ...known, keys: { source: of('source'), ledger: of('ledger') } }
}

/** The answers with each secret as `write` gives it. */
export function withSecrets(answers: Answers, kinds: ShownSides, write: (value: string) => string): Answers {
  const of = (side: Side) =>
    Object.fromEntries(
      kinds[side].credentials.map(({ name, secret }) => {
        const value = answers.keys[side][name] ?? ''
        return [name, secret ? write(value) : value]
      }),
    )
  return { ...answers, keys: { source: of('source'), ledger: of('ledger') } }
}

/** Without secrets. */
export function openPart(answers: Answers, kinds: ShownSides): Answers {
  return withSecrets(answers, kinds, () => '')
}

export function holderAt(kind: ShownKind, keys: Readonly<Record<string, string>>): string {
  const trimmed = Object.fromEntries(Object.entries(keys).map(([name, value]) => [name, value.trim()]))
  return holderOf(kind.credentials, trimmed)
}

/** The secrets that were typed whole, each with its holder. */
export function typedSecrets({ keys }: Answers, kinds: ShownSides): Record<string, { of: string; value: string }> {
  const rows = sides.flatMap((side) => {
    const { name: kind, credentials } = kinds[side]
    const own = keys[side]
    if (credentials.some(({ name, secret }) => !secret && (own[name] ?? '') === '')) return []
    return credentials.flatMap(({ name, secret }) => {
      const value = own[name] ?? ''
      return secret && value !== '' ? [[keptName(side, kind, name), { of: holderAt(kinds[side], own), value }]] : []
    })
  })
  return Object.fromEntries(rows) as Record<string, { of: string; value: string }>
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
export function fileOf(
  answers: Answers,
  kinds: ShownSides,
  codes: { proposals: CodeProposal[]; chosen: Codes },
): Record<string, unknown> {
  const { oss, ossFrom, threshold, startDate } = answers
  return {
    name: answers.name,
    ...sideInFile(kinds.source, answers.keys.source),
    ...sideInFile(kinds.ledger, { ...answers.keys.ledger, dossierId: answers.dossierId ?? 0 }),
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
