/** The browser's part of passkeys: it asks the user's device, and the API judges the answer. Loaded when a user wants a passkey. */
import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/browser'
import { call } from '../api.tsx'

type ToMake = Parameters<typeof import('@simplewebauthn/browser').startRegistration>[0]['optionsJSON']

/** @throws where the person turns back, or the device cannot */
export async function makePasskey(ask: ToMake): Promise<Sent<RegistrationResponseJSON>> {
  const { startRegistration } = await import('@simplewebauthn/browser')
  return sent(await startRegistration({ optionsJSON: ask }))
}

export async function usePasskeyOf(
  path: '/session/passkey/start' | '/passkeys/proof',
): Promise<Sent<AuthenticationResponseJSON>> {
  const { ask } = await call('POST', path)
  const { startAuthentication } = await import('@simplewebauthn/browser')
  return sent(await startAuthentication({ optionsJSON: ask }))
}

type Sent<T extends RegistrationResponseJSON | AuthenticationResponseJSON> = Pick<T, 'id' | 'rawId' | 'response'>

function sent<T extends RegistrationResponseJSON | AuthenticationResponseJSON>({ id, rawId, response }: T): Sent<T> {
  return { id, rawId, response }
}

export async function signInByPasskey(): Promise<void> {
  await call('POST', '/session/passkey', { passkey: await usePasskeyOf('/session/passkey/start') })
}
