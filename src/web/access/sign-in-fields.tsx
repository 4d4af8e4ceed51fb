import { PasswordInput, TextInput } from '@mantine/core'
import { passwordTooEasy } from '../../domain/password.ts'
import { Failure } from '../api.tsx'
import { useSpeech, type Word } from '../language.tsx'

/** The ways to sign in: three of them by a link that works once. */
export type Way = 'account' | 'code' | 'forgot' | 'signUp' | 'password' | 'verify' | 'invited'

export interface Typed {
  email: string
  secret: string
  oneTimeCode: string
  company: string
}

export function placeOf(error: unknown): string | undefined {
  return error instanceof Failure ? error.faults[0]?.path : undefined
}

interface FieldsProps {
  way: Way
  typed: Typed
  type: (change: Partial<Typed>) => void
  failure: Failure | null
}

export function Fields({ way, typed, type, failure }: FieldsProps) {
  const { say } = useSpeech()
  const place = placeOf(failure)
  const asksForCode = way === 'account' && (place === 'oneTimeCode' || typed.oneTimeCode !== '')
  return (
    <>
      {(way === 'account' || way === 'forgot' || way === 'signUp') && (
        <TextInput
          label={say('email')}
          type="email"
          value={typed.email}
          onChange={(event) => type({ email: event.currentTarget.value })}
          error={place === 'email' ? say('faultEmail') : undefined}
          autoComplete="username"
          data-autofocus
          required
        />
      )}
      {(way === 'signUp' || way === 'invited') && (
        <TextInput
          label={say('company_name')}
          value={typed.company}
          maxLength={100}
          onChange={(event) => type({ company: event.currentTarget.value })}
          error={place === 'company' ? say('faultCompany') : undefined}
          autoComplete="organization"
          required
        />
      )}
      {way !== 'forgot' && (
        <Secret
          way={way}
          value={typed.secret}
          onChange={(secret) => type({ secret })}
          fault={faultWord(failure, way)}
        />
      )}
      {asksForCode && (
        <TextInput
          label={say('oneTimeCode')}
          description={failure?.faults[0]?.message === 'passkeyNeeded' ? say('passkeyNeeded') : undefined}
          value={typed.oneTimeCode}
          onChange={(event) => type({ oneTimeCode: event.currentTarget.value })}
          error={place === 'oneTimeCode' && typed.oneTimeCode !== '' ? say('twoFactorWrong') : undefined}
          autoComplete="one-time-code"
          autoFocus
          required
        />
      )}
    </>
  )
}

interface SecretProps {
  way: Way
  value: string
  onChange: (value: string) => void
  fault: Word | null
}

function Secret({ way, value, onChange, fault }: SecretProps) {
  const { say } = useSpeech()
  const error = fault === null ? undefined : say(fault)
  if (way === 'code')
    return (
      <TextInput
        label={say('code')}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
        error={error}
        autoComplete="one-time-code"
        data-autofocus
        required
      />
    )
  const isNew = way === 'password' || way === 'signUp' || way === 'invited'
  return (
    <PasswordInput
      label={say(way === 'verify' ? 'provePassword' : 'password')}
      description={isNew ? say('passwordRule') : undefined}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      error={error}
      autoComplete={isNew ? 'new-password' : 'current-password'}
      required
    />
  )
}

/** Of a 400: too short, or too easy. */
export function passwordWord(failure: Failure): Word {
  return failure.faults[0]?.message === passwordTooEasy ? 'passwordEasy' : 'passwordRule'
}

function faultWord(failure: Failure | null, way: Way): Word | null {
  if (failure === null) return null
  if (failure.status === 429) return 'tooManyTries'
  const place = placeOf(failure)
  if (failure.status === 400)
    return place === 'password' ? passwordWord(failure) : place === 'email' && way !== 'signUp' ? 'knownAddress' : null
  if (failure.status !== 403 || place === 'oneTimeCode') return null
  if (way === 'password' || way === 'invited') return 'linkUsed'
  return way === 'code' ? 'wrongCode' : 'wrongPassword'
}
