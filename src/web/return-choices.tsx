/** Buttons for a return that waits for the user's decision. */
import { Alert, Button, Group, Select, Stack, Text } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { OpenReturn } from '../app/show/list-problems.ts'
import type { ReturnChoice } from '../domain/order/return-choice.ts'
import { call, Failure, queries } from './api.tsx'
import { useSpeech } from './language.tsx'
import { useSession } from './session.tsx'

export function ReturnChoices({ row }: { row: OpenReturn }) {
  const { say, money, date } = useSpeech()
  const session = useSession()
  const [item, setItem] = useState<string | null>(null)
  const decide = useMutation({
    mutationFn: (choice: ReturnChoice) =>
      call('POST', session.at(`/returns/${encodeURIComponent(row.return)}/decision`), {
        choice,
        ...(choice === 'ofItem' && item !== null ? { item } : {}),
      }),
    onSuccess: () => queries.invalidateQueries(),
  })
  return (
    <Stack gap={4}>
      <Text size="sm" fw={600}>
        {say('returnOf', { id: row.return, order: row.order })}
      </Text>
      <Group gap="xs" align="end">
        {row.choices.includes('ofItem') && (
          <Select
            size="xs"
            label={say('returnItem')}
            value={item}
            onChange={setItem}
            data={row.items.map(({ id, title, ean, quantity, unitCents, parcel }) => ({
              value: id,
              label: [
                `${quantity} × ${title ?? ean ?? id}`,
                money(unitCents),
                ...(parcel === null ? [] : [date(parcel.supplied), `${parcel.country ?? ''} ${parcel.rate ?? '–'} %`]),
              ].join(' · '),
            }))}
          />
        )}
        {row.choices.map((choice) => (
          <Button
            key={choice}
            size="xs"
            variant="default"
            aria-label={`${say(`return_${choice}`)}: ${row.order}`}
            disabled={decide.isPending || (choice === 'ofItem' && item === null)}
            onClick={() => decide.mutate(choice)}
          >
            {say(`return_${choice}`)}
          </Button>
        ))}
      </Group>
      {decide.error instanceof Failure && (
        <Alert color="red" role="alert">
          {say('refused_goneOn')}
        </Alert>
      )}
    </Stack>
  )
}
