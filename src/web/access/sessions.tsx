import { Button, Card, Group, Stack, Text, Title } from '@mantine/core'
import { useState } from 'react'
import type { ListedSession } from '../../app/people/sessions.ts'
import { call, queries } from '../api.tsx'
import { useSpeech } from '../language.tsx'
import { ProofDialog } from './proof-dialog.tsx'

/** Where one is signed in; each but this one can be ended from here, by full proof. */
export function Sessions({ rows }: { rows: ListedSession[] }) {
  const { say, date } = useSpeech()
  const [ending, setEnding] = useState<ListedSession | null>(null)
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
                onClick={() => setEnding(row)}
              >
                {say('sessionClose')}
              </Button>
            )}
          </Group>
        ))}
      </Stack>
      {ending !== null && (
        <ProofDialog
          title={say('sessionEnd', { time: date(ending.openedAt) })}
          text="proofOwn"
          run={async (proof) => {
            try {
              await call('POST', `/sessions/${ending.id}/end`, proof)
            } finally {
              // Whatever came of it: the session may be over meanwhile.
              await queries.invalidateQueries({ queryKey: ['own-account'] })
            }
          }}
          onClose={() => setEnding(null)}
        />
      )}
    </Card>
  )
}
