/** What a user may say of an order that differs, beside it: the difference is written off, or its sale stands elsewhere in the books. */
import { Button, Group, NumberInput, Text } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { ShownCheck } from '../../app/settle/show-settlements.ts'
import { closes, isNotInBooks, type OrderCategory } from '../../domain/settlement/check-order.ts'
import { call, Failure, queries } from '../api.tsx'
import { mayDecide } from '../frame/entries.ts'
import { useSpeech } from '../language.tsx'
import { useSession } from '../session.tsx'

type Order = ShownCheck['orders'][number]

const accountMax = 99_999_999

/** Returns the reasons that do not close by themselves. Their public names close no less than their own. */
export function openReasons({
  reasons,
  category,
  differenceCents,
}: Order): { differenceCents: number; absent: boolean }[] {
  return (reasons ?? [{ category, differenceCents }]).flatMap((one) => {
    const name = one.category as OrderCategory
    return closes(name) ? [] : [{ differenceCents: one.differenceCents, absent: isNotInBooks(name) }]
  })
}

export function OrderAnswer({ settlement, order }: { settlement: string; order: Order }) {
  const { say, money } = useSpeech()
  const session = useSession()
  const [isOpen, setOpen] = useState(false)
  const [account, setAccount] = useState<number | null>(null)
  const save = useMutation({
    mutationFn: (answer: 'writeOff' | number) =>
      call('POST', session.at(`/settlements/${encodeURIComponent(settlement)}/answer`), {
        orders: { [order.order]: answer },
      }),
    onSuccess: () => queries.invalidateQueries(),
  })
  const open = openReasons(order)
  if (open.length === 0 || !mayDecide(session)) return null
  const isAbsent = open.every(({ absent }) => absent)
  if (!isOpen)
    return (
      <Button size="compact-sm" variant="default" onClick={() => setOpen(true)}>
        {say(isAbsent ? 'standsElsewhere' : 'writeOff')}
      </Button>
    )
  const cents = open.reduce((sum, reason) => sum + reason.differenceCents, 0)
  const answer = isAbsent ? account : ('writeOff' as const)
  return (
    <Group gap="xs" align="flex-end">
      {isAbsent ? (
        <NumberInput
          label={say('standsElsewhereAsk')}
          min={1}
          max={accountMax}
          allowDecimal={false}
          hideControls
          value={account ?? ''}
          onChange={(value) => setAccount(typeof value === 'number' ? value : null)}
        />
      ) : (
        <Text size="sm">{say('writeOffAsk', { amount: money(cents) })}</Text>
      )}
      <Button
        size="compact-sm"
        disabled={answer === null}
        loading={save.isPending}
        onClick={() => answer !== null && save.mutate(answer)}
      >
        {say(isAbsent ? 'saveAnswer' : 'writeOffYes')}
      </Button>
      <Button size="compact-sm" variant="subtle" onClick={() => setOpen(false)}>
        {say('cancel')}
      </Button>
      {save.error !== null && (
        <Text size="sm" role="alert">
          {say(save.error instanceof Failure && save.error.status === 409 ? 'answerGone' : 'notSaved')}
        </Text>
      )}
    </Group>
  )
}
