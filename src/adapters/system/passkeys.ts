import type { RegistrationResponseJSON } from '@simplewebauthn/server'
import type { MadeKey, PasskeyRules } from '../../ports/people/passkeys.ts'

const siteName = 'Tentakel'
/** The device must have seen its owner: by a PIN, a finger, a face. */
const ownerSeen = 'required' as const
/** ES256, Ed25519, RS256: devices of all makers support one of them. */
const algorithms = [-7, -8, -257]

/** Few calls of the program have to do with passkeys: the library is read when one does. */
const library = () => import('@simplewebauthn/server')

export function createPasskeyRules(): PasskeyRules {
  return {
    async toMake(site, { challenge, account, known }) {
      return (await library()).generateRegistrationOptions({
        rpName: siteName,
        rpID: site.name,
        challenge: bytesOf(challenge),
        userID: bytesOf(account.accountId),
        userName: account.email,
        userDisplayName: account.email,
        attestationType: 'none',
        excludeCredentials: known.map(({ credentialId: id, transports }) => ({ id, transports })),
        authenticatorSelection: { residentKey: 'required', userVerification: ownerSeen },
        supportedAlgorithmIDs: algorithms,
      })
    },
    async toUse(site, { challenge, known }) {
      return (await library()).generateAuthenticationOptions({
        rpID: site.name,
        challenge: bytesOf(challenge),
        userVerification: ownerSeen,
        allowCredentials: known.map(({ credentialId: id, transports }) => ({ id, transports })),
      })
    },
    made: madeKey,
    used: usedKey,
  }
}

const madeKey: PasskeyRules['made'] = async (site, challenge, answer) => {
  const { transports = [] } = answer.response
  const response: RegistrationResponseJSON = { ...asJson(answer), response: { ...answer.response, transports } }
  const { verifyRegistrationResponse } = await library()
  const proof = await rightOrNull(async () => {
    await refuseCertificates(answer)
    return verifyRegistrationResponse({
      response,
      expectedChallenge: base64url(challenge),
      expectedOrigin: site.origin,
      expectedRPID: site.name,
      supportedAlgorithmIDs: algorithms,
      requireUserVerification: true,
    })
  })
  if (proof?.verified !== true) return null
  const { credential, credentialDeviceType, credentialBackedUp } = proof.registrationInfo
  return {
    credentialId: credential.id,
    publicKey: Buffer.from(credential.publicKey).toString('base64url'),
    counter: credential.counter,
    transports,
    maySync: credentialDeviceType === 'multiDevice',
    synced: credentialBackedUp,
  }
}

const usedKey: PasskeyRules['used'] = async (site, challenge, answer, key) => {
  const { userHandle, ...signed } = answer.response
  if (userHandle !== undefined && userHandle !== base64url(key.accountId)) return null
  const publicKey = new Uint8Array(Buffer.from(key.publicKey, 'base64url'))
  const { verifyAuthenticationResponse } = await library()
  const proof = await rightOrNull(() =>
    verifyAuthenticationResponse({
      response: asJson({ ...answer, response: signed }),
      expectedChallenge: base64url(challenge),
      expectedOrigin: site.origin,
      expectedRPID: site.name,
      // The store compares the counts, for all processes at once: with 0 the library leaves that to it.
      credential: { id: key.credentialId, publicKey, counter: 0 },
      requireUserVerification: true,
    }),
  )
  if (proof?.verified !== true) return null
  const { newCounter, credentialDeviceType, credentialBackedUp } = proof.authenticationInfo
  // Fixed when the key is made: another answer comes from another key.
  if ((credentialDeviceType === 'multiDevice') !== key.maySync) return null
  return { counter: newCounter, synced: credentialBackedUp }
}

function asJson<T extends { id: string; rawId: string }>(answer: T) {
  return { ...answer, type: 'public-key' as const, clientExtensionResults: {} }
}

/** The library throws for every answer that is not right. */
async function rightOrNull<T>(work: () => Promise<T>): Promise<T | null> {
  return work().catch(() => null)
}

/** We ask for none: with one, the library would call its maker's list of revoked ones. */
async function refuseCertificates({ response }: MadeKey): Promise<void> {
  const { decodeAttestationObject } = await import('@simplewebauthn/server/helpers')
  const object = decodeAttestationObject(new Uint8Array(Buffer.from(response.attestationObject, 'base64url')))
  const plain =
    object.get('fmt') === 'none' || (object.get('fmt') === 'packed' && object.get('attStmt').get('x5c') === undefined)
  if (!plain) throw new Error('certificates')
}

function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.from(text))
}

function base64url(text: string): string {
  return Buffer.from(text).toString('base64url')
}
