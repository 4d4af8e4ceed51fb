/** No schema looks deeper. */
const depthMax = 64

/**
 * Returns the first place of a list, or of an object's keys, that is longer than any user needs; null: there is none. Checked before the
 * schema, which would report each entry.
 */
export function beyondBounds(value: unknown, entriesMax: number, path = '', depth = 0): string | null {
  if (typeof value !== 'object' || value === null || depth > depthMax) return null
  const entries = Object.entries(value)
  if (entries.length > entriesMax) return path
  for (const [key, inner] of entries) {
    const found = beyondBounds(inner, entriesMax, path === '' ? key : `${path}.${key}`, depth + 1)
    if (found !== null) return found
  }
  return null
}
