/**
 * A copy as a sealed stream: AES-256-GCM over pieces of 64 KiB, with a key of this copy alone, derived from the installation's key and a salt.
 * First comes a line that names the key and the salt; each piece is bound to it, to its place, and to whether it is the last one. So a piece
 * that is changed, moved, left out or put in does not open, and a file that was cut off is told from one that ends. Nothing is held in memory
 * but a piece.
 */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import { Transform, type TransformCallback } from 'node:stream'
import type { SealingKeys } from './secrets.ts'

const magic = 'tentakel-sealed-copy-1'
const pieceBytes = 64 * 1024
const tagBytes = 16
const saltBytes = 16
const lineMax = 200

/** Why a file does not open. */
export class CopyFault extends Error {
  readonly kind: 'anotherKey' | 'changed' | 'cutOff'
  constructor(kind: CopyFault['kind']) {
    super(kind)
    this.kind = kind
  }
}

function keyOf(key: Buffer, salt: Buffer): Buffer {
  return Buffer.from(hkdfSync('sha256', key, salt, 'tentakel copy key', 32))
}

/** Eight characters that tell nothing of it. */
function nameOf(key: Buffer): string {
  return Buffer.from(hkdfSync('sha256', key, '', 'tentakel copy key id', 4)).toString('hex')
}

/** No key is used for two copies, so a counter is enough. */
function nonceOf(place: number, last: boolean): Buffer {
  const nonce = Buffer.alloc(12)
  nonce.writeUIntBE(place, 4, 6)
  nonce[11] = last ? 1 : 0
  return nonce
}

/** Seals what is written to it. */
export function sealCopy(keys: SealingKeys): Transform {
  const installationKey = keys.current.reveal()
  const salt = randomBytes(saltBytes)
  const line = Buffer.from(`${magic} ${nameOf(installationKey)} ${salt.toString('hex')}\n`)
  const key = keyOf(installationKey, salt)
  let rest: Buffer = Buffer.alloc(0)
  let place = 0
  const sealed = (piece: Buffer, last: boolean): Buffer => {
    const cipher = createCipheriv('aes-256-gcm', key, nonceOf(place, last), { authTagLength: tagBytes }).setAAD(line)
    place += 1
    return Buffer.concat([cipher.update(piece), cipher.final(), cipher.getAuthTag()])
  }
  const stream = new Transform({
    transform(chunk: Buffer, _encoding, done: TransformCallback) {
      rest = Buffer.concat([rest, chunk])
      // The last piece is only known at the end: a full one waits for what follows.
      while (rest.length > pieceBytes) {
        this.push(sealed(rest.subarray(0, pieceBytes), false))
        rest = rest.subarray(pieceBytes)
      }
      done()
    },
    flush(done) {
      this.push(sealed(rest, true))
      done()
    },
  })
  stream.push(line)
  return stream
}

/** Whether these are the first bytes of a copy that was never sealed: gzip. */
export function isUnsealed(head: Buffer): boolean {
  return head[0] === 0x1f && head[1] === 0x8b
}

/** @throws CopyFault */
export async function* openCopy(source: AsyncIterable<Buffer>, keys: SealingKeys): AsyncGenerator<Buffer> {
  let rest: Buffer = Buffer.alloc(0)
  let opened: { line: Buffer; key: Buffer } | null = null
  let place = 0
  const open = (piece: Buffer, last: boolean): Buffer | null => {
    const { line, key } = opened as { line: Buffer; key: Buffer }
    if (piece.length < tagBytes) return null
    const decipher = createDecipheriv('aes-256-gcm', key, nonceOf(place, last), { authTagLength: tagBytes })
    decipher.setAAD(line).setAuthTag(piece.subarray(-tagBytes))
    try {
      return Buffer.concat([decipher.update(piece.subarray(0, -tagBytes)), decipher.final()])
    } catch {
      return null
    }
  }
  for await (const chunk of source) {
    rest = Buffer.concat([rest, chunk])
    if (opened === null) {
      const end = rest.indexOf('\n')
      if (end < 0 && rest.length < lineMax) continue
      opened = opening(rest.subarray(0, end + 1), keys)
      rest = rest.subarray(end + 1)
    }
    while (rest.length > pieceBytes + tagBytes) {
      const plain = open(rest.subarray(0, pieceBytes + tagBytes), false)
      if (plain === null) throw new CopyFault('changed')
      yield plain
      place += 1
      rest = rest.subarray(pieceBytes + tagBytes)
    }
  }
  if (opened === null) throw new CopyFault('cutOff')
  const last = open(rest, true)
  // A rest that opens as a piece with more behind it, or is shorter than one, lost its end; a rest that opens as neither was changed.
  if (last === null) throw new CopyFault(rest.length < pieceBytes || open(rest, false) !== null ? 'cutOff' : 'changed')
  yield last
}

function opening(line: Buffer, keys: SealingKeys): { line: Buffer; key: Buffer } {
  const [name, keyName, saltText = ''] = line.toString().trim().split(' ')
  const salt = Buffer.from(saltText, 'hex')
  if (name !== magic || salt.length !== saltBytes) throw new CopyFault('changed')
  const key = [keys.current, ...keys.old].map((one) => one.reveal()).find((one) => nameOf(one) === keyName)
  if (key === undefined) throw new CopyFault('anotherKey')
  return { line, key: keyOf(key, salt) }
}
