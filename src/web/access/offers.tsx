import { Alert, Button, Group, Text } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { call, queries } from '../api.tsx'
import { useSpeech } from '../language.tsx'

/** Which companies offer one access: on every page, until one says yes or no. */
export function Offers() {
  const { say } = useSpeech()
  const offers = useQuery({ queryKey: ['offers'], queryFn: () => call('GET', '/offers') })
  const answer = useMutation({
    mutationFn: ({ id, accept }: { id: string; accept: boolean }) =>
      accept ? call('POST', `/offers/${id}/accept`) : call('DELETE', `/offers/${id}`),
    onSettled: () => queries.invalidateQueries(),
  })
  if (offers.data === undefined) return null
  return offers.data.map(({ id, company, role, invitedBy }) => (
    <Alert key={id} mb="md" role="status" title={say('offers')}>
      <Text mb="xs">{say('offerText', { who: invitedBy, company, role: say(`role_${role}`) })}</Text>
      <Group>
        <Button size="xs" onClick={() => answer.mutate({ id, accept: true })}>
          {say('offerAccept')}
        </Button>
        <Button size="xs" variant="default" onClick={() => answer.mutate({ id, accept: false })}>
          {say('offerDecline')}
        </Button>
      </Group>
    </Alert>
  ))
}
