/** What the browser does with passkeys: it asks the person's device, and the API judges the answer. Read when somebody wants to. */
import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/browser'
import { call } from '../api.tsx'

type ToMake = Parameters<typeof import('@simplewebauthn/browser').startRegistration>[0]['optionsJSON']
type ToUse = Parameters<typeof import('@simplewebauthn/browser').startAuthentication>[0]['optionsJSON']

/** @throws where the person turns back, or the device cannot */
export async function makePasskey(ask: ToMake): Promise<object> {
  const { startRegistration } = await import('@simplewebauthn/browser')
  return sent(await startRegistration({ optionsJSON: ask }))
}

export async function usePasskeyOf(path: '/session/passkey/start' | '/passkeys/proof'): Promise<object> {
  const { ask } = await call<{ ask: ToUse }>('POST', path)
  const { startAuthentication } = await import('@simplewebauthn/browser')
  return sent(await startAuthentication({ optionsJSON: ask }))
}

function sent({ id, rawId, response }: RegistrationResponseJSON | AuthenticationResponseJSON): object {
  return { id, rawId, response }
}

export async function signInByPasskey(): Promise<void> {
  await call('POST', '/session/passkey', { passkey: await usePasskeyOf('/session/passkey/start') })
}
