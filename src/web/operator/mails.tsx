import { Alert, Button, Card, Group, Stack, Table, Text, TextInput, Title } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { ShownMail } from '../../app/show/operator-overview.ts'
import { address, call, queries } from '../api.tsx'
import { useSpeech } from '../language.tsx'
import { useSession } from '../session.tsx'
import { Answered } from '../waiting.tsx'

export function Mails({ mailServer }: { mailServer: boolean }) {
  const { say } = useSpeech()
  const [before, setBefore] = useState<string | null>(null)
  const mails = useQuery({
    queryKey: ['operator', 'mails', before],
    queryFn: () => call('GET', address('/operator/mails', { before })),
  })
  return (
    <Card withBorder>
      <Stack>
        <Title order={2} size="h4">
          {say('mails')}
        </Title>
        {!mailServer && <Alert color="amber">{say('noMailServer')}</Alert>}
        <TestMail />
        <Answered of={mails}>
          {(rows) =>
            rows.length === 0 ? (
              <Text className="quiet">{say('noMails')}</Text>
            ) : (
              <>
                <MailTable rows={rows} />
                {rows.length === 50 && (
                  <Button variant="default" w="fit-content" onClick={() => setBefore(rows.at(-1)?.createdAt ?? null)}>
                    {say('more')}
                  </Button>
                )}
              </>
            )
          }
        </Answered>
      </Stack>
    </Card>
  )
}

function MailTable({ rows }: { rows: ShownMail[] }) {
  const { say, date } = useSpeech()
  const stateOf = ({ sentAt, givenUpAt, lastFailure }: ShownMail): string => {
    const reason = lastFailure ?? ''
    if (sentAt !== null) return say('mailSent', { time: date(sentAt) })
    if (givenUpAt !== null) return say('mailGivenUp', { reason })
    return lastFailure === null ? say('mailNotSent') : say('mailRetry', { reason })
  }
  return (
    <Table.ScrollContainer minWidth={620}>
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{say('day')}</Table.Th>
            <Table.Th>{say('mailTo')}</Table.Th>
            <Table.Th>{say('mailKind')}</Table.Th>
            <Table.Th>{say('mailState')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((mail) => (
            <Table.Tr key={mail.mailId}>
              <Table.Td>{date(mail.createdAt)}</Table.Td>
              <Table.Td>{mail.recipient}</Table.Td>
              <Table.Td>{say(`mail_${mail.kind}`)}</Table.Td>
              <Table.Td>{stateOf(mail)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}

function TestMail() {
  const { say } = useSpeech()
  const session = useSession()
  const [email, setEmail] = useState(session.account ?? '')
  const send = useMutation({
    mutationFn: () => call('POST', session.at('/operator/mails/test'), { email }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['operator', 'mails'] }),
  })
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (!send.isPending) send.mutate()
      }}
    >
      <Group align="end">
        <TextInput
          label={say('testMailTo')}
          type="email"
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
          required
        />
        <Button type="submit" variant="default" loading={send.isPending}>
          {say('sendTest')}
        </Button>
        {send.isSuccess && <Text role="status">{say('testWritten')}</Text>}
      </Group>
    </form>
  )
}
