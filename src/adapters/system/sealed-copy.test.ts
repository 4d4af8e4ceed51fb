/** Goal: a copy comes back to the byte or not at all. Method: odd contents through sealing and back; then every kind of damage to the file. */
import { randomBytes } from 'node:crypto'
import { Readable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { CopyFault, isUnsealed, openCopy, sealCopy } from './sealed-copy.ts'
import { Secret } from './secret.ts'
import type { SealingKeys } from './secrets.ts'

const keysOf = (...all: Buffer[]): SealingKeys => {
  const [current, ...old] = all.map((key) => new Secret(key))
  return { current: current as Secret<Buffer>, old }
}
const key = randomBytes(32)
const keys = keysOf(key)

async function sealed(plain: Buffer, chunkBytes = 10_000, by = keys): Promise<Buffer> {
  const chunks: Buffer[] = []
  for (let at = 0; at < plain.length; at += chunkBytes) chunks.push(plain.subarray(at, at + chunkBytes))
  return Buffer.concat((await Readable.from(chunks).pipe(sealCopy(by)).toArray()) as Buffer[])
}

async function opened(file: Buffer, by = keys, chunkBytes = 7_000): Promise<Buffer | string> {
  const chunks: Buffer[] = []
  for (let at = 0; at < file.length; at += chunkBytes) chunks.push(file.subarray(at, at + chunkBytes))
  const pieces: Buffer[] = []
  try {
    for await (const piece of openCopy(Readable.from(chunks) as AsyncIterable<Buffer>, by)) pieces.push(piece)
    return Buffer.concat(pieces)
  } catch (error) {
    if (error instanceof CopyFault) return error.kind
    throw error
  }
}

const piece = 64 * 1024

describe('a sealed copy', () => {
  it.each([
    ['nothing', Buffer.alloc(0)],
    ['the null of JSON beside the null of a database', Buffer.from('{"a":[null],"b":null,"c":""}\n')],
    ['signs of every kind', Buffer.from('{"a":"\u0000\u2028\ud83d\ude00 \\u0000 \\\\ \\" é","b":"\\u001f"}\r\n\n\n')],
    ['zeros', Buffer.alloc(200_000)],
    ['a piece less one', randomBytes(piece - 1)],
    ['a piece', randomBytes(piece)],
    ['a piece and one', randomBytes(piece + 1)],
    ['two pieces', randomBytes(2 * piece)],
  ])('of %s comes back to the byte', async (_name, plain) => {
    const file = await sealed(plain)
    expect(isUnsealed(file)).toBe(false)
    expect(plain.length > 8 && file.includes(plain.subarray(0, 16))).toBe(false)
    const back = await opened(file)
    expect(Buffer.isBuffer(back) && back.equals(plain)).toBe(true)
  })

  it('opens with an old key too, and with no other', async () => {
    const file = await sealed(Buffer.from('x'))
    expect(await opened(file, keysOf(randomBytes(32), key))).toEqual(Buffer.from('x'))
    expect(await opened(file, keysOf(randomBytes(32)))).toBe('anotherKey')
  })

  it('is never the same twice', async () =>
    expect(await sealed(Buffer.from('x'))).not.toEqual(await sealed(Buffer.from('x'))))

  it('that was cut off anywhere does not open', async () => {
    const file = await sealed(randomBytes(2 * piece + 5000))
    const line = file.indexOf('\n') + 1
    for (const length of [
      0,
      1,
      line - 1,
      line,
      line + 1,
      line + piece + 16,
      line + piece + 17,
      line + 2 * (piece + 16),
      file.length - 1,
    ])
      expect([length, typeof (await opened(file.subarray(0, length)))]).toEqual([length, 'string'])
    expect(await opened(file.subarray(0, line + piece + 16))).toBe('cutOff')
    expect(await opened(file.subarray(0, line + 2 * (piece + 16)))).toBe('cutOff')
  })

  it('with a byte that was changed does not open, wherever it is', async () => {
    const file = await sealed(randomBytes(piece + 300))
    for (let n = 0; n < 300; n += 1) {
      const place = n < 80 ? n : Math.floor((n / 300) * file.length)
      const changed = Buffer.from(file)
      changed[place] = (changed[place] as number) ^ (1 << (n % 8))
      expect([place, typeof (await opened(changed))]).toEqual([place, 'string'])
    }
  })

  it('with pieces exchanged, left out or doubled does not open', async () => {
    const file = await sealed(randomBytes(3 * piece))
    const line = file.indexOf('\n') + 1
    const at = (n: number): Buffer => file.subarray(line + n * (piece + 16), line + (n + 1) * (piece + 16))
    const head = file.subarray(0, line)
    for (const order of [
      [1, 0, 2],
      [0, 2],
      [0, 0, 1, 2],
      [1, 2],
      [0, 1, 2, 2],
      [0, 1, 1],
    ])
      expect([order, typeof (await opened(Buffer.concat([head, ...order.map(at)])))]).toEqual([order, 'string'])
    // Under the line of another copy of the same key.
    const other = await sealed(randomBytes(10))
    const strange = Buffer.concat([other.subarray(0, other.indexOf('\n') + 1), at(0), at(1), at(2)])
    expect(await opened(strange)).toBe('changed')
  })
})
