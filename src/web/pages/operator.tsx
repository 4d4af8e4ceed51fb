import { Card, Stack, Table, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { OperatorOverview } from '../../app/show/operator-overview.ts'
import { call } from '../api.tsx'
import { useSpeech } from '../language.tsx'
import { Companies } from '../operator/companies.tsx'
import { Inbox } from '../operator/inbox.tsx'
import { Mails } from '../operator/mails.tsx'
import { Security } from '../operator/security.tsx'
import { SignUps } from '../operator/sign-ups.tsx'
import { Answered } from '../waiting.tsx'

export function OperatorPage() {
  const { say } = useSpeech()
  const overview = useQuery({
    queryKey: ['operator', 'overview'],
    queryFn: () => call('GET', '/operator'),
    refetchInterval: 30_000,
  })
  return (
    <Stack>
      <Title order={1}>{say('operator')}</Title>
      <Text>{say('operatorText')}</Text>
      <Inbox />
      <Answered of={overview}>
        {({ companies, queues, pendingSignUps, signUp, mailServer }) => (
          <>
            <Companies companies={companies} />
            <SignUps pendingSignUps={pendingSignUps} signUp={signUp} />
            <Queues queues={queues} />
            <Mails mailServer={mailServer} />
            <Security />
          </>
        )}
      </Answered>
    </Stack>
  )
}

function Queues({ queues }: Pick<OperatorOverview, 'queues'>) {
  const { say } = useSpeech()
  return (
    <Card withBorder>
      <Title order={2} size="h4">
        {say('queues')}
      </Title>
      <Table.ScrollContainer minWidth={420}>
        <Table>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{say('queue')}</Table.Th>
              <Table.Th className="number">{say('queueWaiting')}</Table.Th>
              <Table.Th className="number">{say('queueRunning')}</Table.Th>
              <Table.Th className="number">{say('queueDead')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {queues.map((queue) => (
              <Table.Tr key={queue.name}>
                <Table.Td>{queue.name}</Table.Td>
                <Table.Td className="number">{queue.waiting}</Table.Td>
                <Table.Td className="number">{queue.running}</Table.Td>
                <Table.Td className="number">{queue.dead}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Card>
  )
}
