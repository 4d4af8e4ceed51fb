/** A person's device for tests: makes passkeys and signs with them, as the standard says (WebAuthn level 3, ES256, no attestation). */
import { createHash, createPrivateKey, createSign, generateKeyPairSync, randomBytes, type KeyObject } from 'node:crypto'

export interface Answered {
  id: string
  rawId: string
  response: Record<string, string | string[]>
}

/** What the API asks the browser for. */
export interface Ask {
  challenge: string
  rp?: { id: string }
  rpId?: string
  user?: { id: string }
}

interface Kept {
  id: Buffer
  key: KeyObject
  site: string
  user: string
  counter: number
}

export interface DeviceOptions {
  /** Where the page is that asks; a stranger's, perhaps. */
  origin?: string
  /** The site that a stranger's page claims to be. */
  site?: string
  ownerSeen?: boolean
  /** The maker copies its keys to other devices. */
  syncs?: boolean
  /** Never counts, as devices that copy their keys. */
  counts?: boolean
  /** Sends a certificate of its maker, which nobody asked for. */
  certified?: boolean
}

export class Device {
  readonly origin: string
  options: DeviceOptions
  kept: Kept | null = null
  constructor(origin: string, options: DeviceOptions = {}) {
    this.origin = origin
    this.options = options
  }

  /** A copy of the device, with all its keys: what a thief makes. */
  clone(): Device {
    const copy = new Device(this.origin, { ...this.options })
    copy.kept = this.kept === null ? null : { ...this.kept }
    return copy
  }

  /** @param id of a key that is there already, perhaps somebody else's */
  make(ask: Ask, id: Buffer = randomBytes(32)): Answered {
    const { privateKey: key, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const { x = '', y = '' } = publicKey.export({ format: 'jwk' })
    this.kept = { id, key, site: ask.rp?.id ?? '', user: ask.user?.id ?? '', counter: 0 }
    const cose = Buffer.concat([
      Buffer.from('a5010203262001215820', 'hex'),
      Buffer.from(x, 'base64url'),
      Buffer.from('225820', 'hex'),
      Buffer.from(y, 'base64url'),
    ])
    const length = Buffer.from([0, id.length])
    const data = Buffer.concat([this.head(this.kept, 0x40), Buffer.alloc(16), length, id, cose])
    const clientDataJSON = this.clientData('webauthn.create', ask.challenge)
    const statement = this.options.certified === true ? certificate(data, clientDataJSON) : noCertificate()
    const object = Buffer.concat([Buffer.from([0xa3]), statement, text('authData'), bytes(data)])
    return this.answer({ clientDataJSON, attestationObject: object.toString('base64url'), transports: ['internal'] })
  }

  use(ask: Ask): Answered {
    const { kept } = this
    if (kept === null) throw new Error('no passkey')
    if (this.options.counts !== false) kept.counter += 1
    const data = this.head(kept, 0)
    const clientDataJSON = this.clientData('webauthn.get', ask.challenge)
    const hash = createHash('sha256').update(Buffer.from(clientDataJSON, 'base64url')).digest()
    const signature = createSign('sha256')
      .update(Buffer.concat([data, hash]))
      .sign(kept.key)
    return this.answer({
      clientDataJSON,
      authenticatorData: data.toString('base64url'),
      signature: signature.toString('base64url'),
      userHandle: kept.user,
    })
  }

  private head({ site, counter }: Kept, flags: number): Buffer {
    const { ownerSeen = true, syncs = false } = this.options
    const count = Buffer.alloc(4)
    count.writeUInt32BE(counter)
    const mark = 0x01 | (ownerSeen ? 0x04 : 0) | (syncs ? 0x18 : 0) | flags
    return Buffer.concat([
      createHash('sha256')
        .update(this.options.site ?? site)
        .digest(),
      Buffer.from([mark]),
      count,
    ])
  }

  private clientData(type: string, challenge: string): string {
    const origin = this.options.origin ?? this.origin
    return Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false })).toString('base64url')
  }

  private answer(response: Answered['response']): Answered {
    const id = this.kept?.id.toString('base64url') ?? ''
    return { id, rawId: id, response }
  }
}

/** Of a maker that does not exist, made for this test. */
const makersCertificate = [
  'MIIBzTCCAXSgAwIBAgIBATAKBggqhkjOPQQDAjBXMQswCQYDVQQGEwJCRTESMBAGA1UECgwJVmVyem9ubmVuMSIwIAYDVQQLDBlBdXRoZW50aW',
  'NhdG9yIEF0dGVzdGF0aW9uMRAwDgYDVQQDDAdUb2VzdGVsMCAXDTI2MTEyOTE4NDY0OVoYDzIxMDAxMTAxMTg0NjQ5WjBXMQswCQYDVQQGEwJC',
  'RTESMBAGA1UECgwJVmVyem9ubmVuMSIwIAYDVQQLDBlBdXRoZW50aWNhdG9yIEF0dGVzdGF0aW9uMRAwDgYDVQQDDAdUb2VzdGVsMFkwEwYHKo',
  'ZIzj0CAQYIKoZIzj0DAQcDQgAELjWgneeYJq3BcErD+jOdUI3fDQX1VlMxUCzsQ+hvCt1p9vt+vYWVoggO0t+XfK48ilx12UhE7BtGOzY14Rsa',
  '26MvMC0wDAYDVR0TAQH/BAIwADAdBgNVHQ4EFgQUfPtrursFHYLix95Ju2Z1dCEnvzowCgYIKoZIzj0EAwIDRwAwRAIgGxAGFWMZx8W3G7pxpG',
  's1vqGoLFV74TJb7CUzkwxcP10CICKIR7QjZTRer63R+YtIa+yLl4xzaT2J5dYhN2GvJtzn',
].join('')
const makersKey = [
  'MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg2ofJXlvE5WWSDJRpaThHGBFg40XRhFqEfG4K9pyYOLyhRANCAAQuNaCd55gmrc',
  'FwSsP6M51Qjd8NBfVWUzFQLOxD6G8K3Wn2+369hZWiCA7S35d8rjyKXHXZSETsG0Y7NjXhGxrb',
].join('')

function noCertificate(): Buffer {
  return Buffer.concat([text('fmt'), text('none'), text('attStmt'), Buffer.from([0xa0])])
}

/** In the form `packed`. */
function certificate(data: Buffer, clientDataJSON: string): Buffer {
  const hash = createHash('sha256').update(Buffer.from(clientDataJSON, 'base64url')).digest()
  const key = createPrivateKey({ key: Buffer.from(makersKey, 'base64'), format: 'der', type: 'pkcs8' })
  const signature = createSign('sha256')
    .update(Buffer.concat([data, hash]))
    .sign(key)
  const algorithm = Buffer.concat([text('alg'), Buffer.from([0x26])])
  const chain = Buffer.concat([Buffer.from([0x81]), bytes(Buffer.from(makersCertificate, 'base64'))])
  const statement = [Buffer.from([0xa3]), algorithm, text('sig'), bytes(signature), text('x5c'), chain]
  return Buffer.concat([text('fmt'), text('packed'), text('attStmt'), ...statement])
}

/** CBOR. */
function bytes(value: Buffer): Buffer {
  return Buffer.concat([Buffer.from([0x59, value.length >> 8, value.length & 255]), value])
}

function text(value: string): Buffer {
  return Buffer.concat([Buffer.from([0x60 + value.length]), Buffer.from(value)])
}
