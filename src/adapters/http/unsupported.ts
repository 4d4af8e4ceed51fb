/** Statuses that mean: not here, or not in this form. The caller may ask again, but nothing changes until the operator acts. */
const STATUSES = new Set([301, 302, 303, 307, 308, 405, 406, 410, 415])

export function isUnsupported(status: number): boolean {
  return STATUSES.has(status)
}
