/** The buttons for a document that is left to the user, with the outcome beside them. */
import { Alert, Button, Group } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import type { ExplainedDocument } from '../../app/show/explain-order.ts'
import { verdictsOf, type Verdict } from '../../domain/document/verdict.ts'
import { call, Failure, queries } from '../api.tsx'
import { useSpeech } from '../language.tsx'
import { useSession } from '../session.tsx'

export function Verdicts({ document }: { document: Pick<ExplainedDocument, 'id' | 'state'> }) {
  const { say } = useSpeech()
  const session = useSession()
  const decide = useMutation({
    mutationFn: (verdict: Verdict) => call('POST', session.at(`/documents/${document.id}/verdict`), { verdict }),
    onSuccess: () => queries.invalidateQueries(),
  })
  const open = verdictsOf(document.state)
  const reason = decide.error instanceof Failure ? decide.error.faults[0]?.message : undefined
  const told = (['notInLedger', 'ledgerDoesNotAnswer', 'callsUsedUp', 'goneOn', 'notOpenToHim'] as const).find(
    (one) => one === reason,
  )
  return (
    <>
      {decide.isSuccess && <Alert role="status">{say('verdictDone')}</Alert>}
      {told !== undefined && (
        <Alert color="red" role="alert">
          {say(`refused_${told}`)}
        </Alert>
      )}
      {open.length > 0 && (
        <Group gap="xs">
          {open.map((verdict) => (
            <Button
              key={verdict}
              size="xs"
              variant="default"
              loading={decide.isPending}
              onClick={() => decide.mutate(verdict)}
            >
              {say(`verdict_${verdict}`)}
            </Button>
          ))}
        </Group>
      )}
    </>
  )
}
