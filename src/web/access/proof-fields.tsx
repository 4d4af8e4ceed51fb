/** Full proof, before what one signs in with changes: a passkey that is there, or the password with a code where one is asked for. */
import { Alert, Anchor, Group, PasswordInput, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { FirstProofBy } from '../../app/people/first-proof.ts'
import type { ListedPasskey } from '../../app/people/passkeys.ts'
import { Failure } from '../api.tsx'
import { useSpeech, type Word } from '../language.tsx'
import { usePasskeyOf } from './passkey-browser.ts'
import { placeOf } from './sign-in-fields.tsx'

export interface OwnProofs {
  twoFactor: boolean
  passkeys: ListedPasskey[]
  /** This address is one that browsers make passkeys for. */
  passkeysHere: boolean
  /** Where the code comes from that the first of them asks for. */
  firstBy: FirstProofBy | null
}

export function useProof({ twoFactor, passkeys, passkeysHere }: OwnProofs) {
  const mayPasskey = passkeysHere && passkeys.length > 0
  const [byPasskey, setByPasskey] = useState(mayPasskey)
  const [password, setPassword] = useState('')
  const [code, setCode] = useState('')
  return {
    mayPasskey,
    byPasskey,
    setByPasskey,
    asksForCode: twoFactor || passkeys.length > 0,
    password,
    setPassword,
    code,
    setCode,
    /** Returns the proof for the API; asks the device where the proof is a passkey. */
    body: async () => (byPasskey ? { passkey: await usePasskeyOf('/passkeys/proof') } : { password, code }),
    forget(): void {
      setPassword('')
      setCode('')
    },
  }
}

interface FieldsProps {
  of: ReturnType<typeof useProof>
  error: unknown
  /** Label of the password field, where another password field is beside it. */
  label?: Word
}

export function ProofFields({ of: proof, error, label = 'password' }: FieldsProps) {
  const { say } = useSpeech()
  const place = placeOf(error)
  return (
    <>
      {proof.byPasskey ? (
        <Text>{say('proveByPasskey')}</Text>
      ) : (
        <Group align="end">
          <PasswordInput
            label={say(label)}
            w={260}
            value={proof.password}
            onChange={(event) => proof.setPassword(event.currentTarget.value)}
            error={place === 'password' ? say('wrongPassword') : undefined}
            autoComplete="current-password"
            required
          />
          {(proof.asksForCode || place === 'code') && (
            <TextInput
              label={say('oneTimeCode')}
              w={260}
              value={proof.code}
              onChange={(event) => proof.setCode(event.currentTarget.value)}
              error={place === 'code' ? say('twoFactorWrong') : undefined}
              autoComplete="one-time-code"
              required
            />
          )}
        </Group>
      )}
      {proof.mayPasskey && (
        <Anchor
          component="button"
          type="button"
          size="sm"
          underline="always"
          ta="left"
          onClick={() => proof.setByPasskey(!proof.byPasskey)}
        >
          {say(proof.byPasskey ? 'proveWithPassword' : 'proveWithPasskey')}
        </Anchor>
      )}
    </>
  )
}

const besideFields: ReadonlySet<string> = new Set(['password', 'code', 'mailed', 'next'])

/** Shows a fault without a field: the user cancelled, the device could not, or the answer came too late. */
export function Failed({ error }: { error: unknown }) {
  const { say } = useSpeech()
  const place = placeOf(error)
  if (error === null || (place !== undefined && besideFields.has(place))) return null
  const word = error instanceof Failure && error.status === 429 ? 'tooManyTries' : 'passkeyFailed'
  return (
    <Alert color="red" role="alert">
      {say(word)}
    </Alert>
  )
}
