import { Button, Card, Group, Stack, Text, Title } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import type { ListedSession } from '../../app/people/sessions.ts'
import { call, queries } from '../api.tsx'
import { useSpeech } from '../language.tsx'

/** Where one is signed in; each but this one can be ended from here. */
export function Sessions({ rows }: { rows: ListedSession[] }) {
  const { say, date } = useSpeech()
  const close = useMutation({
    mutationFn: (id: string) => call('DELETE', `/sessions/${id}`),
    onSettled: () => queries.invalidateQueries({ queryKey: ['own-account'] }),
  })
  return (
    <Card withBorder>
      <Stack>
        <Title order={2} size="h4">
          {say('sessions')}
        </Title>
        {rows.map((row) => (
          <Group key={row.id} justify="space-between">
            <Text>
              {say('sessionOpened', { time: date(row.openedAt) })}, {say('sessionEnds', { time: date(row.expiresAt) })}
            </Text>
            {row.own ? (
              <Text className="quiet">{say('sessionOwn')}</Text>
            ) : (
              <Button
                size="xs"
                variant="default"
                aria-label={`${say('sessionClose')} ${date(row.openedAt)}`}
                onClick={() => close.mutate(row.id)}
              >
                {say('sessionClose')}
              </Button>
            )}
          </Group>
        ))}
      </Stack>
    </Card>
  )
}
