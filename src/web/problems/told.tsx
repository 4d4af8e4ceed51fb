import { Alert } from '@mantine/core'
import type { ListedProblem } from '../../app/show/list-problems.ts'
import { useSpeech } from '../language.tsx'
import type { GoesOn } from './question.tsx'

export function isSame(one: ListedProblem, other: ListedProblem): boolean {
  return one.code === other.code && one.connection === other.connection
}

/** What was answered, and how many of its orders still wait for the same: the list is asked anew until none does. */
export function Told({ answered, list, onClose }: { answered: GoesOn; list: ListedProblem[]; onClose: () => void }) {
  const { say, money } = useSpeech()
  const { problem, orders, grossCents } = answered
  const left = list.find((cause) => isSame(cause, problem))
  return (
    <Alert
      role="status"
      title={say('answeredFor', { title: problem.title })}
      withCloseButton
      onClose={onClose}
      closeButtonLabel={say('close')}
    >
      {say(orders === 1 ? 'wentOn_one' : 'wentOn', { n: orders, amount: money(grossCents) })}{' '}
      {left !== undefined && say('stillWaiting', { n: left.count })}
    </Alert>
  )
}
