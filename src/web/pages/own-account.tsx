import { Stack, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Fragment } from 'react'
import { FirstOperator } from '../access/first-operator.tsx'
import { OwnPassword } from '../access/own-password.tsx'
import { Passkeys } from '../access/passkeys.tsx'
import { Recovery } from '../access/recovery.tsx'
import { Sessions } from '../access/sessions.tsx'
import { TwoFactor } from '../access/two-factor.tsx'
import { call } from '../api.tsx'
import { useSpeech } from '../language.tsx'
import { useSession } from '../session.tsx'
import { Answered } from '../waiting.tsx'

export function OwnAccount() {
  const { say } = useSpeech()
  const session = useSession()
  const own = useQuery({
    queryKey: ['own-account'],
    queryFn: () => call('GET', '/sessions'),
    enabled: session.account !== null,
  })
  return (
    <Stack>
      <Title order={1}>{say('ownAccount')}</Title>
      <Text>{session.account ?? say('signedInWithCode')}</Text>
      {session.account === null && <FirstOperator />}
      {session.account !== null && (
        <>
          <Answered of={own}>
            {(answer) => (
              <Fragment key={`${answer.twoFactor} ${answer.passkeys.length}`}>
                <OwnPassword own={answer} />
                <Passkeys own={answer} />
                <TwoFactor own={answer} />
                {(answer.twoFactor || answer.passkeys.length > 0) && <Recovery own={answer} />}
                <Sessions rows={answer.sessions} />
              </Fragment>
            )}
          </Answered>
        </>
      )}
    </Stack>
  )
}
