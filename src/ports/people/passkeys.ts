/** Passkeys (WebAuthn): a pair of keys that a user's device keeps, and uses only for the site that they were made for. */
import type { Instant } from '../../domain/calendar.ts'

export interface Passkey {
  passkeyId: string
  accountId: string
  /** Base64url, as the device gave it. */
  credentialId: string
  /** Base64url of the COSE key. */
  publicKey: string
  /** How often it was used, by the device's count; 0 where it does not count. */
  counter: number
  transports: string[]
  /** The maker of the device may copy it to other devices of the person; fixed when it is made. */
  maySync: boolean
  /** It was copied, at last use. */
  synced: boolean
  /** The owner's name for it. */
  name: string
  madeAt: Instant
  lastUsedAt: Instant | null
}

/** The act that the key signs: adding a key, full proof in a session, a sign-in. */
export type PasskeyPurpose = 'add' | 'prove' | 'signIn'

export interface Passkeys {
  ofAccount(accountId: string): Promise<Passkey[]>
  byCredential(credentialId: string): Promise<Passkey | null>
  /**
   * In the session that it was begun in, or not at all.
   * @returns false when some account has this key already, or the session is over
   */
  add(passkey: Passkey, sessionId: string): Promise<boolean>
  /** @returns false when the device counted this use before, or a later one: a copy of the key is about */
  used(passkeyId: string, use: { counter: number; synced: boolean; at: Instant }): Promise<boolean>
  /** @returns whether it was there */
  rename(accountId: string, passkeyId: string, name: string): Promise<boolean>
  /** With the recovery codes, where no second proof is left. @returns whether it was there */
  remove(accountId: string, passkeyId: string): Promise<boolean>
  removeAll(accountId: string): Promise<void>
  /** Takes the place of an earlier one of the same holder and purpose. */
  keepChallenge(
    challenge: { holderHash: string; purpose: PasskeyPurpose; challenge: string; expiresAt: Instant },
    now: Instant,
  ): Promise<void>
  /** Takes the challenge, which can then not be taken again. @returns null when there is none, or it is over */
  takeChallenge(holderHash: string, purpose: PasskeyPurpose, now: Instant): Promise<string | null>
}

/** The site that a key is made for. */
export interface PasskeySite {
  /** Its host's name, e.g. `tentakel.example`. */
  name: string
  /** E.g. `https://tentakel.example`. */
  origin: string
}

/** A device's answer when a key is made; all base64url. */
export interface MadeKey {
  id: string
  rawId: string
  response: { clientDataJSON: string; attestationObject: string; transports?: string[] | undefined }
}

/** A device's answer when a key is used; all base64url. */
export interface UsedKey {
  id: string
  rawId: string
  response: {
    clientDataJSON: string
    authenticatorData: string
    signature: string
    userHandle?: string | undefined
  }
}

export type NewKey = Pick<Passkey, 'credentialId' | 'publicKey' | 'counter' | 'transports' | 'maySync' | 'synced'>

/** The rules of the standard. Every answer but a right one is null. */
export interface PasskeyRules {
  /** Returns the browser's question, as JSON. */
  toMake(
    site: PasskeySite,
    wanted: { challenge: string; account: { accountId: string; email: string }; known: Passkey[] },
  ): Promise<object>
  /** @param wanted.known empty: the person chooses among the keys of this site */
  toUse(site: PasskeySite, wanted: { challenge: string; known: Passkey[] }): Promise<object>
  made(site: PasskeySite, challenge: string, answer: MadeKey): Promise<NewKey | null>
  /** The count is the store's to judge: it alone sees two uses at once. */
  used(
    site: PasskeySite,
    challenge: string,
    answer: UsedKey,
    key: Passkey,
  ): Promise<{ counter: number; synced: boolean } | null>
}
