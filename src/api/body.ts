/** How much of a call is read, and how many calls of one address are answered at once. */
import type { Context } from 'hono'
import { z } from 'zod'
import { packed } from '../domain/message/message.ts'
import { canBeSeen } from '../domain/typed-text.ts'
import { networkOf } from '../app/people/guard.ts'
import type { Reading } from './readings.ts'
import type { Route } from './route.ts'
import type { Visitor } from './session.ts'

const strangersMaxBytes = 16_000
const defaultMaxBytes = 64_000
/** A whole office may share one address. A password costs the most time, a tenth of a second. */
const strangersAtOnce = 10

export function bodyMaxBytes(route: Pick<Route, 'bodyMaxBytes'>, visitor: Visitor): number {
  return visitor.kind === 'nobody' ? strangersMaxBytes : (route.bodyMaxBytes ?? defaultMaxBytes)
}

/** `notText`: not UTF-8; missing characters are never made up. `abandoned`: too many other bodies of the same sender are under way. */
export type ReadBody = { kind: 'text'; text: string } | { kind: 'tooLong' | 'notText' | 'abandoned' }

/** Nothing beyond the limit is kept. The reading is over with the answer, whatever it is. */
export async function bodyWithin(context: Context, maxBytes: number, reading: Reading): Promise<ReadBody> {
  try {
    if (Number(context.req.header('content-length') ?? 0) > maxBytes) return { kind: 'tooLong' }
    const { body } = context.req.raw
    return body === null ? { kind: 'text', text: '' } : await textWithin(body, maxBytes, reading)
  } finally {
    reading.end()
  }
}

async function textWithin(body: ReadableStream<Uint8Array>, maxBytes: number, reading: Reading): Promise<ReadBody> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  const reader = body.getReader()
  try {
    for (;;) {
      const next = await Promise.race([reader.read(), reading.abandoned])
      if (next === 'abandoned') return { kind: 'abandoned' }
      if (next.done) break
      const chunk = next.value
      bytes += chunk.byteLength
      if (bytes > maxBytes) return { kind: 'tooLong' }
      chunks.push(chunk)
      reading.given(chunk.byteLength)
    }
  } catch {
    // Hung up in the middle of it.
    return { kind: 'text', text: '' }
  } finally {
    void reader.cancel().catch(() => undefined)
  }
  try {
    return { kind: 'text', text: new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks)) }
  } catch {
    return { kind: 'notText' }
  }
}

/** A name that others read, on a screen or on the operator's terminal. */
export function shownName(max: number) {
  return z.string().trim().min(1).max(max).refine(canBeSeen, packed('unprintable'))
}

export interface Crowd {
  /** @returns what to call when the answer is made; null: too many of this address are being answered */
  enter(address: string | null): (() => void) | null
}

/** Limits bodies of callers who have not signed in. Counted in this process, because its time is the limited good. */
export function crowdOfStrangers(): Crowd {
  const inside = new Map<string, number>()
  return {
    enter(address) {
      if (address === null) return () => undefined
      const name = networkOf(address)
      const before = inside.get(name) ?? 0
      if (before >= strangersAtOnce) return null
      inside.set(name, before + 1)
      return () => {
        const left = (inside.get(name) ?? 1) - 1
        if (left === 0) inside.delete(name)
        else inside.set(name, left)
      }
    },
  }
}
