/**
 * Sealing at rest: AES-256-GCM envelopes. Each value has a random data key of its own. The data key is wrapped with a key that is derived,
 * per company, from the installation's key-encryption key, which is never in the database.
 * A sealed value is `v1.<key id>.<wrapped data key>.<body>`, the last two base64url of nonce, ciphertext and tag. Both parts authenticate
 * the context, so a value that is copied to another row, field or company does not open. Keys rotate by wrapping the data key again
 * (`rewrap`); the body stays as it is.
 */
import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  hkdfSync,
  randomBytes,
  timingSafeEqual,
  type KeyObject,
} from 'node:crypto'
import { Defect } from '../../domain/money.ts'
import type { Secrets } from '../../ports/secrets.ts'
import type { Secret } from './secret.ts'

/** Key-encryption keys, 32 bytes each. The old ones only open. */
export interface SealingKeys {
  current: Secret<Buffer>
  old: readonly Secret<Buffer>[]
}

export interface Envelopes extends Pick<Secrets, 'seal' | 'open' | 'sign' | 'isSigned'> {
  /** False for a value that an old key still opens: it is to be wrapped again before that key is thrown away. */
  isCurrent(sealed: string): boolean
  /** How every value of the current key begins. */
  currentPrefix: string
  /** The same value under the current key. Throws a Defect as `open` does. */
  rewrap(sealed: string, context: string): string
}

export interface RotatableSecrets extends Secrets, Envelopes {}

const version = 'v1'
const nonceBytes = 12
const tagBytes = 16
const keyBytes = 32
/** Derived keys that are kept at hand, one per company. */
const derivedKeysMax = 10_000
const fingerprintContext = 'installation|fingerprint-key'

/**
 * Makes the key of `fingerprint`, sealed. It is made once per installation, kept in the database beside the
 * installation's marker, and wrapped again like every other sealed value when keys rotate. Derived from the
 * key-encryption key it would change with it, and every hash in the database would be lost.
 */
export function makeFingerprintKey(keys: SealingKeys): string {
  return createEnvelopes(keys).seal(randomBytes(keyBytes).toString('base64'), fingerprintContext)
}

/** The fingerprint key under the current key-encryption key, for the rotation. */
export function rewrapFingerprintKey(keys: SealingKeys, sealed: string): string {
  return createEnvelopes(keys).rewrap(sealed, fingerprintContext)
}

/**
 * @param sealedFingerprintKey what `makeFingerprintKey` gave, as the database keeps it
 * @returns `wrongKey` when none of the keys opens it: this is another installation's database, or another key
 */
export function createSecrets(
  keys: SealingKeys,
  sealedFingerprintKey: string,
): { kind: 'ok'; secrets: RotatableSecrets } | { kind: 'wrongKey' } {
  const envelopes = createEnvelopes(keys)
  const opened = envelopes.tryOpen(sealedFingerprintKey, fingerprintContext)
  if (opened.kind !== 'opened') return { kind: 'wrongKey' }
  const fingerprintKey = Buffer.from(opened.plain.toString(), 'base64')
  const fingerprint = (text: string, context: string): string =>
    createHmac('sha256', fingerprintKey)
      .update(JSON.stringify([context, text]))
      .digest('hex')
  return { kind: 'ok', secrets: { ...envelopes, fingerprint } }
}

type Opened =
  | { kind: 'opened'; plain: Buffer; dataKey: Buffer; body: string }
  | { kind: 'unknownKey' }
  | { kind: 'refused' }

/** Sealing alone, for what is sealed before there is a database. */
export function createEnvelopes(keys: SealingKeys): Envelopes & { tryOpen(sealed: string, context: string): Opened } {
  const ring = createKeyRing(keys)
  const wrap = (dataKey: Buffer, context: string, nonce: Buffer): string =>
    encrypt(ring.wrappingKey(ring.currentId, context), dataKey, { nonce, bound: wrapBinding(ring.currentId, context) })

  const tryOpen = (sealed: string, context: string): Opened => {
    const parts = parse(sealed)
    if (parts === null) return { kind: 'refused' }
    if (!ring.has(parts.keyId)) return { kind: 'unknownKey' }
    const wrappingKey = ring.wrappingKey(parts.keyId, context)
    const dataKey = decrypt(wrappingKey, parts.wrapped, wrapBinding(parts.keyId, context))
    const plain = dataKey === null ? null : decrypt(createSecretKey(dataKey), parts.body, bodyBinding(context))
    if (dataKey === null || plain === null) return { kind: 'refused' }
    return { kind: 'opened', plain, dataKey, body: parts.body.toString('base64url') }
  }

  return {
    tryOpen,
    seal(plain, context) {
      const random = randomBytes(keyBytes + 2 * nonceBytes)
      const dataKey = random.subarray(0, keyBytes)
      const wrapped = wrap(dataKey, context, random.subarray(keyBytes, keyBytes + nonceBytes))
      const nonce = random.subarray(keyBytes + nonceBytes)
      const body = encrypt(createSecretKey(dataKey), Buffer.from(plain), { nonce, bound: bodyBinding(context) })
      return [version, ring.currentId, wrapped, body].join('.')
    },
    open: (sealed, context) => orDefect(tryOpen(sealed, context)).plain.toString(),
    currentPrefix: `${version}.${ring.currentId}.`,
    isCurrent: (sealed) => parse(sealed)?.keyId === ring.currentId,
    sign: (text, purpose) => signatureOf(ring, ring.currentId, { text, purpose }),
    isSigned(text, purpose, signature) {
      const keyId = signature.split('.')[1] ?? ''
      if (!ring.has(keyId)) return false
      const right = Buffer.from(signatureOf(ring, keyId, { text, purpose }))
      const given = Buffer.from(signature)
      return right.length === given.length && timingSafeEqual(right, given)
    },
    rewrap(sealed, context) {
      // Opened whole: a damaged body is told now, and not after its old key is gone.
      const { dataKey, body } = orDefect(tryOpen(sealed, context))
      const wrapped = wrap(dataKey, context, randomBytes(nonceBytes))
      return [version, ring.currentId, wrapped, body].join('.')
    },
  }
}

function orDefect(opened: Opened): Extract<Opened, { kind: 'opened' }> {
  if (opened.kind === 'opened') return opened
  if (opened.kind === 'unknownKey') throw new Defect('a sealed value was made with a key that is not here')
  throw new Defect('a sealed value does not open: it was changed, or it belongs to another row')
}

/** `s1.<key id>.<HMAC-SHA256 in hex>`, with a key that serves nothing else. */
function signatureOf(ring: KeyRing, keyId: string, said: { text: string; purpose: string }): string {
  const mac = createHmac('sha256', ring.signingKey(keyId)).update(JSON.stringify([said.purpose, said.text]))
  return ['s1', keyId, mac.digest('hex')].join('.')
}

interface KeyRing {
  currentId: string
  has(keyId: string): boolean
  wrappingKey(keyId: string, context: string): KeyObject
  signingKey(keyId: string): KeyObject
}

function createKeyRing(keys: SealingKeys): KeyRing {
  const byId = new Map([...keys.old, keys.current].map((key) => [keyIdOf(key.reveal()), key.reveal()]))
  const derived = new Map<string, KeyObject>()
  const derivedFor = (keyId: string, purpose: string): KeyObject => {
    const name = `${keyId}|${purpose}`
    const known = derived.get(name)
    if (known !== undefined) return known
    const key = byId.get(keyId)
    if (key === undefined) throw new Defect('a sealed value was made with a key that is not here')
    const made = createSecretKey(derive(key, purpose, keyBytes))
    if (derived.size >= derivedKeysMax) derived.clear()
    derived.set(name, made)
    return made
  }
  return {
    currentId: keyIdOf(keys.current.reveal()),
    has: (keyId) => byId.has(keyId),
    wrappingKey: (keyId, context) => derivedFor(keyId, `tentakel wrapping key|${context.split('|', 1)[0] ?? ''}`),
    signingKey: (keyId) => derivedFor(keyId, 'tentakel signing key'),
  }
}

/** Names a key without telling anything about it: 8 hex characters. */
function keyIdOf(key: Buffer): string {
  if (key.length !== keyBytes) throw new Defect('a key-encryption key must have 32 bytes')
  return derive(key, 'tentakel key id', 4).toString('hex')
}

function derive(key: Buffer, purpose: string, length: number): Buffer {
  return Buffer.from(hkdfSync('sha256', key, '', purpose, length))
}

function wrapBinding(keyId: string, context: string): string {
  return `${version} data key|${keyId}|${context}`
}

function bodyBinding(context: string): string {
  return `${version} body|${context}`
}

interface SealedParts {
  keyId: string
  wrapped: Buffer
  body: Buffer
}

function parse(sealed: string): SealedParts | null {
  const [first, keyId = '', wrappedText = '', bodyText = '', ...rest] = sealed.split('.')
  if (first !== version || rest.length > 0) return null
  const wrapped = decodeExactly(wrappedText)
  const body = decodeExactly(bodyText)
  return wrapped === null || body === null ? null : { keyId, wrapped, body }
}

/** Node's decoder is lenient; without this check some characters could be changed unnoticed. */
function decodeExactly(text: string): Buffer | null {
  const bytes = Buffer.from(text, 'base64url')
  return bytes.length >= nonceBytes + tagBytes && bytes.toString('base64url') === text ? bytes : null
}

/** Keys as objects: of plain bytes the runtime makes one at each use, by a way that costs more than the cipher. */
function encrypt(key: KeyObject, plain: Buffer, { nonce, bound }: { nonce: Buffer; bound: string }): string {
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: tagBytes }).setAAD(Buffer.from(bound))
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]).toString('base64url')
}

function decrypt(key: KeyObject, box: Buffer, bound: string): Buffer | null {
  const decipher = createDecipheriv('aes-256-gcm', key, box.subarray(0, nonceBytes), { authTagLength: tagBytes })
  decipher.setAAD(Buffer.from(bound)).setAuthTag(box.subarray(-tagBytes))
  try {
    return Buffer.concat([decipher.update(box.subarray(nonceBytes, -tagBytes)), decipher.final()])
  } catch {
    return null
  }
}
