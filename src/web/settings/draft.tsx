/** The settings while they are changed: a copy of the connection file, with the faults shown beside its fields. */
import { createContext, useContext, type ReactNode } from 'react'
import type { DossierChoices } from '../../app/setup/dossier-choices.ts'
import type { Fault } from '../api.tsx'

export type Draft = Record<string, unknown>
type Key = string | number

export interface DraftState {
  draft: Draft
  faults: Fault[]
  /** Null while the dossier was never read: then codes are typed. */
  dossier: DossierChoices | null
  set: (path: string, value: unknown) => void
  /** One question is asked, and not a page of them: its answers lie open, and none is chosen beforehand. */
  isAsked?: true
}

const DraftContext = createContext<DraftState | null>(null)

export function DraftProvider({ state, children }: { state: DraftState; children: ReactNode }) {
  return <DraftContext.Provider value={state}>{children}</DraftContext.Provider>
}

export function useDraft(): DraftState {
  const state = useContext(DraftContext)
  if (state === null) throw new Error('no draft here')
  return state
}

/** `vat.codes[0].rate` → `['vat', 'codes', 0, 'rate']`, as the faults of a file name their place. */
function keysOf(path: string): Key[] {
  return path
    .split(/[.[\]]+/u)
    .filter((key) => key !== '')
    .map((key) => (/^\d{1,3}$/u.test(key) ? Number(key) : key))
}

export function valueAt(draft: unknown, path: string): unknown {
  return keysOf(path).reduce<unknown>(
    (at, key) => (typeof at === 'object' && at !== null ? (at as Record<Key, unknown>)[key] : undefined),
    draft,
  )
}

/** A copy with another value at this place; `undefined` takes the key out. */
export function withValue(draft: Draft, path: string, value: unknown): Draft {
  return changed(draft, keysOf(path), value) as Draft
}

function changed(at: unknown, [key, ...rest]: Key[], value: unknown): unknown {
  if (key === undefined) return value
  const copy: Record<Key, unknown> | unknown[] = Array.isArray(at) ? [...(at as unknown[])] : { ...(at as object) }
  const inner = changed((copy as Record<Key, unknown>)[key], rest, value)
  if (inner === undefined && !Array.isArray(copy)) delete copy[key]
  else (copy as Record<Key, unknown>)[key] = inner
  return copy
}

/** Returns the fault of this field, or of a part of it. */
export function faultAt(faults: Fault[], path: string): Fault | undefined {
  return faults.find(
    (fault) => fault.path === path || fault.path.startsWith(`${path}.`) || fault.path.startsWith(`${path}[`),
  )
}

/** Returns the value as a field shows it: texts, numbers and yes or no; empty for everything else. */
export function shownText(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : ''
}
