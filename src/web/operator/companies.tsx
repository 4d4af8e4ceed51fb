import { Button, Card, Group, Table, Text, Title } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { OperatedCompany } from '../../app/show/operator-overview.ts'
import { call, queries } from '../api.tsx'
import { DayField } from '../parts/day-field.tsx'
import { useSpeech } from '../language.tsx'

export function Companies({ companies }: { companies: OperatedCompany[] }) {
  const { say, date } = useSpeech()
  return (
    <Card withBorder>
      <Title order={2} size="h4">
        {say('companies')}
      </Title>
      <Table.ScrollContainer minWidth={760}>
        <Table>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{say('company')}</Table.Th>
              <Table.Th>{say('connections')}</Table.Th>
              <Table.Th>{say('openProblems')}</Table.Th>
              <Table.Th>{say('lastPoll')}</Table.Th>
              <Table.Th>{say('trialUntil')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {companies.map((company) => (
              <Table.Tr key={company.tenantId}>
                <Table.Td>{company.name}</Table.Td>
                <Table.Td>
                  {company.connections}
                  {company.paused > 0 && ` (${company.paused} ${say('pausedOnes')})`}
                </Table.Td>
                <Table.Td>{company.problems}</Table.Td>
                <Table.Td>{date(company.lastPollAt)}</Table.Td>
                <Table.Td>
                  <Trial company={company} />
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Card>
  )
}

function Trial({ company }: { company: OperatedCompany }) {
  const { say } = useSpeech()
  const [until, setUntil] = useState(company.trialUntil ?? '')
  const save = useMutation({
    mutationFn: () =>
      call('PUT', `/operator/companies/${company.tenantId}/trial`, { until: until === '' ? null : until }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['operator'] }),
  })
  return (
    <Group gap="xs" wrap="nowrap">
      <DayField name={`${say('trialUntil')} ${company.name}`} size="xs" value={until} onChange={setUntil} />
      {until === (company.trialUntil ?? '') ? (
        until === '' && (
          <Text size="sm" className="quiet">
            {say('noTrial')}
          </Text>
        )
      ) : (
        <Button
          size="xs"
          variant="default"
          aria-label={`${say('save')} ${company.name}`}
          loading={save.isPending}
          onClick={() => save.mutate()}
        >
          {say('save')}
        </Button>
      )}
    </Group>
  )
}
