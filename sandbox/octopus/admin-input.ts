/** Reading what an administrator sends; a wrong input throws with a text for whoever sent it. */

export type Input = Record<string, unknown>

export function inputOf(value: unknown): Input {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Error('expected an object')
  return value as Input
}

export function textOf(input: Input, name: string): string {
  const value = input[name]
  if (typeof value !== 'string') throw new Error(`${name} must be a text`)
  return value
}

export function wholeOf(input: Input, name: string): number {
  const value = input[name]
  if (!Number.isSafeInteger(value)) throw new Error(`${name} must be a whole number`)
  return value as number
}

export function numberOf(input: Input, name: string): number {
  const value = input[name]
  if (typeof value !== 'number' || !Number.isFinite(value)) throw new Error(`${name} must be a number`)
  return value
}

export function flagOf(input: Input, name: string): boolean {
  const value = input[name]
  if (typeof value !== 'boolean') throw new Error(`${name} must be true or false`)
  return value
}

/** Undefined when the input does not have it. */
export function optional<T>(input: Input, name: string, read: (input: Input, name: string) => T): T | undefined {
  return input[name] === undefined ? undefined : read(input, name)
}

/** Refuses keys that no one reads: a mistyped one would be silently without effect. */
export function onlyKeys(input: Input, keys: readonly string[]): void {
  const unknown = Object.keys(input).find((key) => !keys.includes(key))
  if (unknown !== undefined) throw new Error(`unknown key ${unknown}; known are ${keys.join(', ')}`)
}
