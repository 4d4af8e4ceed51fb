import { Button, Card, Group, Stack, Text, Title } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { call } from '../api.tsx'
import { useSpeech } from '../language.tsx'
import { Failed, ProofFields, useProof, type OwnProofs } from './proof-fields.tsx'
import { RecoveryCodes } from './two-factor.tsx'

/** Makes new recovery codes, by full proof, for a user who used or lost the earlier ones. */
export function Recovery({ own }: { own: OwnProofs }) {
  const { say } = useSpeech()
  const proof = useProof(own)
  const renew = useMutation({
    mutationFn: async () => call('POST', '/recovery-codes', await proof.body()),
    onSuccess: () => proof.forget(),
  })
  return (
    <Card withBorder>
      <Stack maw={520}>
        <Title order={2} size="h4">
          {say('recoveryTitle')}
        </Title>
        {renew.data !== undefined ? (
          <RecoveryCodes title="recoveryRenewed" codes={renew.data.codes} onClose={() => renew.reset()} />
        ) : (
          <form
            onSubmit={(event) => {
              event.preventDefault()
              if (!renew.isPending) renew.mutate()
            }}
          >
            <Stack>
              <Text>{say('recoveryText')}</Text>
              <ProofFields of={proof} error={renew.error} />
              <Failed error={renew.error} />
              <Group>
                <Button type="submit" variant="default" loading={renew.isPending}>
                  {say('recoveryRenew')}
                </Button>
              </Group>
            </Stack>
          </form>
        )}
      </Stack>
    </Card>
  )
}
