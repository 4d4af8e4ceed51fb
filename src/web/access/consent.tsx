import { Button, Card, Group, Stack, Table, Text, Title } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { call, queries } from '../api.tsx'
import { useSpeech } from '../language.tsx'
import { useSession } from '../session.tsx'
import { Answered } from '../waiting.tsx'

interface ConsentAnswer {
  consent: { givenBy: string; givenAt: string; until: string } | null
  acts: { actId: string; at: string; who: string; act: string }[]
}

const days = 7

/** Shows whether the operator may act in the company, and the operator's changes. */
export function Consent() {
  const { say, date } = useSpeech()
  const session = useSession()
  const consent = useQuery({
    queryKey: ['consent', session.company],
    queryFn: () => call('GET', session.at('/consent')),
  })
  const change = useMutation({
    mutationFn: (give: boolean) =>
      give ? call('PUT', session.at('/consent'), { days }) : call('DELETE', session.at('/consent')),
    onSettled: () => queries.invalidateQueries({ queryKey: ['consent'] }),
  })
  return (
    <Card withBorder>
      <Stack>
        <Title order={2} size="h4">
          {say('consent')}
        </Title>
        <Text>{say('consentText')}</Text>
        <Answered of={consent}>
          {({ consent: given, acts }) => (
            <>
              {given !== null && <Text>{say('consentUntil', { time: date(given.until), who: given.givenBy })}</Text>}
              <Group>
                {given === null ? (
                  !session.operator && (
                    <Button variant="default" loading={change.isPending} onClick={() => change.mutate(true)}>
                      {say('consentGive', { n: days })}
                    </Button>
                  )
                ) : (
                  <Button variant="default" loading={change.isPending} onClick={() => change.mutate(false)}>
                    {say('consentEnd')}
                  </Button>
                )}
              </Group>
              <Title order={3} size="h5">
                {say('consentActs')}
              </Title>
              {acts.length === 0 ? <Text className="quiet">{say('consentNoActs')}</Text> : <Acts acts={acts} />}
            </>
          )}
        </Answered>
      </Stack>
    </Card>
  )
}

function Acts({ acts }: Pick<ConsentAnswer, 'acts'>) {
  const { date } = useSpeech()
  return (
    <Table.ScrollContainer minWidth={420}>
      <Table>
        <Table.Tbody>
          {acts.map((act) => (
            <Table.Tr key={act.actId}>
              <Table.Td>{date(act.at)}</Table.Td>
              <Table.Td>{act.who}</Table.Td>
              <Table.Td>{act.act}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}
