/** Amounts with all their decimals inside JSON: as text under a key of their own, because a number of JSON may be read as a float. */
import { exactFromText, exactToText } from '../../../domain/settlement/exact.ts'

export function kept(value: unknown): unknown {
  if (typeof value === 'bigint') return { exact: exactToText(value) }
  if (Array.isArray(value)) return value.map(kept)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, kept(part)]))
}

/** Turns a value that `kept` made back into its own shape. */
export function restored<T>(value: T): T {
  return back(value) as T
}

function back(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(back)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value)
  const [name, text] = entries[0] ?? []
  if (entries.length === 1 && name === 'exact' && typeof text === 'string') return exactFromText(text)
  return Object.fromEntries(entries.map(([key, part]) => [key, back(part)]))
}
