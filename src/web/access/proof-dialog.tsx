/** Asks for full proof before a lasting right is granted, so that a stranger at an open session can grant none. */
import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { call, Failure } from '../api.tsx'
import { useSpeech, type Word } from '../language.tsx'
import { Answered } from '../waiting.tsx'
import { Failed, ProofFields, useProof, type OwnProofs } from './proof-fields.tsx'
import { placeOf } from './sign-in-fields.tsx'

export type Proof = Awaited<ReturnType<ReturnType<typeof useProof>['body']>>

interface DialogProps {
  /** The action that needs the proof. */
  title: string
  /** Why it is asked; left out: all owners are told. */
  text?: Word
  run: (proof: Proof) => Promise<unknown>
  onClose: () => void
}

export function ProofDialog({ title, text, run, onClose }: DialogProps) {
  const own = useQuery({ queryKey: ['sessions'], queryFn: () => call('GET', '/sessions') })
  return (
    <Modal opened onClose={onClose} withCloseButton={false}>
      <Stack>
        <Modal.Title component="h2">{title}</Modal.Title>
        <Answered of={own}>{(proofs) => <Asked own={proofs} text={text} run={run} onClose={onClose} />}</Answered>
      </Stack>
    </Modal>
  )
}

function Asked({
  own,
  text = 'proofText',
  run,
  onClose,
}: Pick<DialogProps, 'run' | 'onClose'> & { text: Word | undefined; own: OwnProofs }) {
  const { say } = useSpeech()
  const proof = useProof(own)
  const give = useMutation({
    mutationFn: async () => run(await proof.body()),
    onSuccess: onClose,
    onError(error) {
      // Other faults are shown beside their fields.
      if (error instanceof Failure && !isOfProof(error)) onClose()
    },
  })
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (!give.isPending) give.mutate()
      }}
    >
      <Stack>
        <Text>{say(text)}</Text>
        <ProofFields of={proof} error={give.error} />
        <Failed error={give.error} />
        <Group>
          <Button type="submit" loading={give.isPending}>
            {say('proofGive')}
          </Button>
          <Button variant="default" onClick={onClose}>
            {say('cancel')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

export function isOfProof(error: unknown): boolean {
  const place = placeOf(error)
  if (place === undefined) return error instanceof Failure && error.status === 429
  return ['password', 'code', 'passkey'].includes(place)
}
