/** The code that the first second proof asks for beside the password: out of the mailbox, or from the operator's terminal. */
import { Button, Group, Stack, Text, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { FirstProofBy } from '../../app/people/first-proof.ts'
import { call, Failure } from '../api.tsx'
import { useSpeech } from '../language.tsx'
import { useSession } from '../session.tsx'
import { placeOf } from './sign-in-fields.tsx'

export function useFirstCode({ firstBy }: { firstBy: FirstProofBy | null }) {
  const [code, setCode] = useState('')
  return {
    by: firstBy,
    code,
    setCode,
    /** Beside the full proof, in what the API is sent. */
    with: <P extends object>(proof: P): P & { mailed?: string } =>
      firstBy === null || 'passkey' in proof ? proof : { ...proof, mailed: code },
  }
}

export function FirstCode({ of: first, error }: { of: ReturnType<typeof useFirstCode>; error: unknown }) {
  const { say } = useSpeech()
  const session = useSession()
  const send = useMutation({ mutationFn: () => call('POST', session.at('/second-proof/mail')) })
  if (first.by === null) return null
  const email = session.account ?? ''
  const failed = send.error instanceof Failure
  return (
    <Stack gap="xs">
      <Text>{say(first.by === 'mail' ? 'firstCodeMail' : 'firstCodeTerminal', { email })}</Text>
      <Group align="end">
        <TextInput
          label={say('firstCode')}
          w={260}
          value={first.code}
          onChange={(event) => first.setCode(event.currentTarget.value)}
          error={placeOf(error) === 'mailed' ? say('firstCodeWrong') : undefined}
          autoComplete="off"
          required
        />
        {first.by === 'mail' && (
          <Button variant="default" loading={send.isPending} onClick={() => send.mutate()}>
            {say('firstCodeSend')}
          </Button>
        )}
      </Group>
      {(send.isSuccess || failed) && (
        <Text size="sm" role="status" className="quiet">
          {say(failed ? 'firstCodeTooMany' : 'firstCodeSent', { email })}
        </Text>
      )}
    </Stack>
  )
}
