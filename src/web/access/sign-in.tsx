/** The dialog that signs in, over the page: with an account, with a link that works once, or with the code of the terminal. */
import { Alert, Anchor, Button, Modal, PasswordInput, Stack, Text, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { call, Failure, queries } from '../api.tsx'
import { useSpeech, type Word } from '../language.tsx'

type Way = 'account' | 'code' | 'link'

/** A link that works once carries its token behind the #, which no server is sent. */
function linkOfAddress(): string | null {
  const { pathname, hash } = globalThis.location
  return pathname === '/welcome' && hash.length > 1 ? hash.slice(1) : null
}

function useSignIn(onDone: () => void) {
  const [link, setLink] = useState(linkOfAddress)
  const [withCode, setWithCode] = useState(false)
  const [typed, setTyped] = useState({ email: '', secret: '', oneTimeCode: '' })
  const way: Way = link === null ? (withCode ? 'code' : 'account') : 'link'
  const type = (change: Partial<typeof typed>): void => setTyped({ ...typed, ...change })
  const leaveLink = (): void => {
    globalThis.history.replaceState(null, '', '/')
    setLink(null)
  }
  const { email, secret, oneTimeCode } = typed
  const signIn = useMutation({
    mutationFn: () => {
      if (way === 'link') return call('POST', '/session/link', { link, password: secret })
      return call('POST', '/session', way === 'code' ? { code: secret } : { email, password: secret, oneTimeCode })
    },
    onSuccess: async () => {
      type({ secret: '', oneTimeCode: '' })
      if (way === 'link') leaveLink()
      onDone()
      await queries.invalidateQueries()
    },
    // The password is chosen; the second proof is asked for where one signs in.
    onError: (error) => way === 'link' && placeOf(error) === 'oneTimeCode' && leaveLink(),
  })
  const change = (): void => {
    setWithCode(!withCode)
    type({ secret: '' })
    signIn.reset()
  }
  return { way, typed, type, signIn, change }
}

function placeOf(error: unknown): string | undefined {
  return error instanceof Failure ? error.faults[0]?.path : undefined
}

/** @param again the session ended while somebody worked: the page stays as it is behind the dialog */
export function SignIn({ again, onDone }: { again: boolean; onDone: () => void }) {
  const { say } = useSpeech()
  const { way, typed, type, signIn, change } = useSignIn(onDone)
  const place = placeOf(signIn.error)
  const asksForCode = way === 'account' && (place === 'oneTimeCode' || typed.oneTimeCode !== '')
  const title = say(way === 'link' ? 'choosePassword' : 'signIn')
  return (
    <Modal opened onClose={() => undefined} withCloseButton={false} centered>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (!signIn.isPending) signIn.mutate()
        }}
      >
        <Stack>
          <Modal.Title component="h2">{title}</Modal.Title>
          {again && <Alert color="yellow">{say('signInAgain')}</Alert>}
          {way === 'code' && <Text size="sm">{say('signInText')}</Text>}
          {way === 'account' && (
            <TextInput
              label={say('email')}
              type="email"
              value={typed.email}
              onChange={(event) => type({ email: event.currentTarget.value })}
              autoComplete="username"
              data-autofocus
              required
            />
          )}
          <Secret
            way={way}
            value={typed.secret}
            onChange={(secret) => type({ secret })}
            fault={signIn.error instanceof Failure ? faultWord(signIn.error, way) : null}
          />
          {asksForCode && (
            <TextInput
              label={say('oneTimeCode')}
              value={typed.oneTimeCode}
              onChange={(event) => type({ oneTimeCode: event.currentTarget.value })}
              error={place === 'oneTimeCode' && typed.oneTimeCode !== '' ? say('twoFactorWrong') : undefined}
              autoComplete="one-time-code"
              autoFocus
              required
            />
          )}
          <Button type="submit" loading={signIn.isPending}>
            {title}
          </Button>
          {way !== 'link' && (
            <Anchor component="button" type="button" size="sm" underline="always" onClick={change}>
              {say(way === 'code' ? 'withPassword' : 'withCode')}
            </Anchor>
          )}
        </Stack>
      </form>
    </Modal>
  )
}

function Secret({
  way,
  value,
  onChange,
  fault,
}: {
  way: Way
  value: string
  onChange: (value: string) => void
  fault: Word | null
}) {
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
  return (
    <PasswordInput
      label={say('password')}
      description={way === 'link' ? say('passwordRule') : undefined}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      error={error}
      autoComplete={way === 'link' ? 'new-password' : 'current-password'}
      required
    />
  )
}

function faultWord(failure: Failure, way: Way): Word | null {
  if (failure.status === 429) return 'tooManyTries'
  if (failure.status === 400) return 'passwordRule'
  if (failure.status !== 403 || placeOf(failure) === 'oneTimeCode') return null
  if (way === 'link') return 'linkUsed'
  return way === 'code' ? 'wrongCode' : 'wrongPassword'
}
