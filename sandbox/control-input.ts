/** Reading what an administrator sends. */

export type Json = Record<string, unknown>

/** A wrong request; its text is for whoever sent it. */
export class ControlError extends Error {}

/** An object with no other keys than the named ones (any, when none are named). */
export function objectOf(value: unknown, keys?: readonly string[]): Json {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new ControlError('expected an object')
  const unknown = keys && Object.keys(value).find((key) => !keys.includes(key))
  if (unknown !== undefined) throw new ControlError(`unknown key ${unknown}; known are ${keys?.join(', ')}`)
  return value as Json
}

export function numberOf(value: unknown, name: string): number {
  if (typeof value !== 'number' || !Number.isFinite(value) || value < 0) {
    throw new ControlError(`${name} must be a number of at least 0`)
  }
  return value
}

/** Epoch milliseconds from a number or an ISO text with offset. */
export function instantOf(value: unknown, name: string): number {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return value
  const text = typeof value === 'string' ? value : ''
  // A plus sign in a query string arrives as a blank.
  const instant = /(Z|[+\- ]\d{2}:\d{2})$/.test(text) ? Date.parse(text.replace(' ', '+')) : Number.NaN
  if (Number.isNaN(instant)) throw new ControlError(`${name} must be epoch milliseconds or an ISO time with offset`)
  return instant
}
