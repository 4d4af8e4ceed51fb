/** Tells statements that only read from those that may write or lock. A statement that it does not know well enough counts as the latter. */

/** Words that may stand before a bracket. */
const words = new Set(
  `all and any as case distinct else exists filter from having in intersect interval join lateral not on or over partition select then union
  using values when where with`.split(/\s+/u),
)

/** Functions that change nothing, in whatever way they are called. */
export const readingFunctions: ReadonlySet<string> = new Set(
  `array_agg array_length array_remove avg bool_and bool_or cardinality coalesce concat count current_tenant date_trunc extract greatest
  jsonb_agg jsonb_array_elements jsonb_array_elements_text jsonb_build_array jsonb_build_object jsonb_object_agg jsonb_to_recordset least
  left length lower max min mod nullif replace right round row_number split_part starts_with substr string_agg substring sum to_char to_jsonb
  trim unnest upper`.split(/\s+/u),
)

/**
 * What else a statement that begins with `select` or `with` may do; `share` and `update` of a lock on rows are among it. A word within a
 * name, such as `updated_at`, is another word.
 */
const writing = /\b(?:delete|insert|into|merge|share|update)\b/iu
/** A name after `as` is that of a table or a type. */
const called = /(?<!\bas )\b(?<name>[\w.]+)\s*\(/giu

export function onlyReads(statement: string): boolean {
  if (!/^\s*(?:select|with)\b/iu.test(statement) || writing.test(statement)) return false
  return [...statement.matchAll(called)].every(([, name]) => {
    const plain = (name as string).toLowerCase()
    return words.has(plain) || readingFunctions.has(plain)
  })
}
