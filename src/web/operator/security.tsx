import { Button, Card, Stack, Table, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { address, call } from '../api.tsx'
import { useSpeech } from '../language.tsx'
import { Answered } from '../waiting.tsx'

const pageLength = 100

/** Sign-ins, refusals, and decisions on access. */
export function Security() {
  const { say, date } = useSpeech()
  const [before, setBefore] = useState<string | null>(null)
  const events = useQuery({
    queryKey: ['operator', 'security', before],
    queryFn: () => call('GET', address('/operator/security', { before })),
  })
  return (
    <Card withBorder>
      <Stack>
        <Title order={2} size="h4">
          {say('security')}
        </Title>
        <Text>{say('securityText')}</Text>
        <Answered of={events}>
          {(rows) => (
            <>
              <Table.ScrollContainer minWidth={620}>
                <Table>
                  <Table.Thead>
                    <Table.Tr>
                      <Table.Th>{say('day')}</Table.Th>
                      <Table.Th>{say('securityWho')}</Table.Th>
                      <Table.Th>{say('securityFrom')}</Table.Th>
                      <Table.Th>{say('securityWhat')}</Table.Th>
                    </Table.Tr>
                  </Table.Thead>
                  <Table.Tbody>
                    {rows.map((row) => (
                      <Table.Tr key={row.eventId}>
                        <Table.Td>{date(row.at)}</Table.Td>
                        <Table.Td>{row.who ?? '–'}</Table.Td>
                        <Table.Td>{row.address ?? say('securityTerminal')}</Table.Td>
                        <Table.Td>
                          {row.kind} · {row.about} · {say(`security_${row.outcome}`)}
                          {row.times > 1 && ` × ${row.times}`}
                        </Table.Td>
                      </Table.Tr>
                    ))}
                  </Table.Tbody>
                </Table>
              </Table.ScrollContainer>
              {rows.length === pageLength && (
                <Button variant="default" w="fit-content" onClick={() => setBefore(rows.at(-1)?.at ?? null)}>
                  {say('more')}
                </Button>
              )}
            </>
          )}
        </Answered>
      </Stack>
    </Card>
  )
}
