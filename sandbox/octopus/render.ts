/**
 * JSON as Octopus writes it (recorded): keys in alphabetical order, fields without a value left out, doubles always
 * with a decimal, no blanks.
 */

/** Every property that the document calls a double and that this world sends. */
const DOUBLES = new Set([
  'amount',
  'baseAmount',
  'basePercentage',
  'bookingAmount',
  'count',
  'creditBalancedBookingAmount',
  'creditBookingAmount',
  'creditDocumentAmount',
  'debetBalancedBookingAmount',
  'debetBookingAmount',
  'debetDocumentAmount',
  'discountPercentage',
  'documentAmount',
  'exchangeRate',
  'financialDiscount',
  'fiscProfessionalPercentage',
  'fiscRecupPercentage',
  'unitCount',
  'unitPrice',
  'vatAmount',
  'vatRecupPercentage',
  'vatRecuperationPercentage',
  'weight',
])

export function renderJson(value: unknown, key = ''): string {
  if (Array.isArray(value)) return `[${value.map((entry) => renderJson(entry, key)).join(',')}]`
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).filter(([, entry]) => entry !== undefined && entry !== null)
    entries.sort(([a], [b]) => (a < b ? -1 : 1))
    return `{${entries.map(([name, entry]) => `${JSON.stringify(name)}:${renderJson(entry, name)}`).join(',')}}`
  }
  if (typeof value === 'number' && DOUBLES.has(key) && Number.isInteger(value)) return `${value}.0`
  return JSON.stringify(value)
}
