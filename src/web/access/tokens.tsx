import {
  Alert,
  Anchor,
  Button,
  Card,
  Code,
  Group,
  NativeSelect,
  Stack,
  Table,
  Text,
  TextInput,
  Title,
  VisuallyHidden,
} from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { tokenScopes, type ApiToken, type TokenScope } from '../../ports/people/api-tokens.ts'
import { call, queries } from '../api.tsx'
import { useSpeech } from '../language.tsx'
import { useSession } from '../session.tsx'
import { Answered } from '../waiting.tsx'
import { isOfProof, ProofDialog, type Proof } from './proof-dialog.tsx'

type ShownToken = Omit<ApiToken, 'expiresAt' | 'suspendedAt'> & { expiresAt: string; suspendedAt: string | null }

/** Tokens of the company's scripts: made, shown once, taken back. */
export function Tokens() {
  const { say } = useSpeech()
  const session = useSession()
  const tokens = useQuery({
    queryKey: ['tokens', session.company],
    queryFn: () => call('GET', session.at('/tokens')),
  })
  const remove = useMutation({
    mutationFn: (id: string) => call('DELETE', session.at(`/tokens/${id}`)),
    onSettled: () => queries.invalidateQueries({ queryKey: ['tokens'] }),
  })
  const [confirming, setConfirming] = useState<string | null>(null)
  const confirm = async (proof: Proof) => {
    await call('POST', session.at(`/tokens/${confirming}/confirm`), { proof })
    await queries.invalidateQueries({ queryKey: ['tokens'] })
  }
  return (
    <Card withBorder>
      <Stack>
        <Title order={2} size="h4">
          {say('tokens')}
        </Title>
        <Text>{say('tokensText')}</Text>
        <Answered of={tokens}>
          {(rows) =>
            rows.length === 0 ? (
              <Text className="quiet">{say('noTokens')}</Text>
            ) : (
              <TokenTable rows={rows} onRemove={(id) => remove.mutate(id)} onConfirm={setConfirming} />
            )
          }
        </Answered>
        <NewToken />
        {confirming !== null && (
          <ProofDialog title={say('tokenConfirm')} run={confirm} onClose={() => setConfirming(null)} />
        )}
        <Anchor href="/api/openapi.json" target="_blank" rel="noreferrer" underline="always" size="sm">
          {say('tokenDescription')}
        </Anchor>
      </Stack>
    </Card>
  )
}

interface TokenTableProps {
  rows: ShownToken[]
  onRemove: (id: string) => void
  onConfirm: (id: string) => void
}

function TokenTable({ rows, onRemove, onConfirm }: TokenTableProps) {
  const { say, date } = useSpeech()
  return (
    <Table.ScrollContainer minWidth={620}>
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{say('tokenName')}</Table.Th>
            <Table.Th>{say('tokenScope')}</Table.Th>
            <Table.Th>{say('tokenMade')}</Table.Th>
            <Table.Th>{say('tokenUsed')}</Table.Th>
            <Table.Th>{say('tokenEnds')}</Table.Th>
            <Table.Th>
              <VisuallyHidden>{say('tokenRemove')}</VisuallyHidden>
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((row) => (
            <Table.Tr key={row.tokenId}>
              <Table.Td>{row.name}</Table.Td>
              <Table.Td>{say(`scope_${row.scope}`)}</Table.Td>
              <Table.Td>{row.madeBy}</Table.Td>
              <Table.Td>{row.lastUsedOn === null ? say('tokenNeverUsed') : date(row.lastUsedOn)}</Table.Td>
              <Table.Td>
                {date(row.expiresAt)}
                {row.makerGone && (
                  <Text size="sm" className="quiet">
                    {say('tokenGone')}
                  </Text>
                )}
                {row.suspendedAt !== null && !row.makerGone && (
                  <Button
                    size="compact-xs"
                    ml="xs"
                    variant="default"
                    aria-label={`${say('tokenConfirm')} ${row.name}`}
                    onClick={() => onConfirm(row.tokenId)}
                  >
                    {say('tokenRests')} · {say('tokenConfirm')}
                  </Button>
                )}
              </Table.Td>
              <Table.Td>
                <Button
                  size="xs"
                  variant="default"
                  aria-label={`${say('tokenRemove')} ${row.name}`}
                  onClick={() => onRemove(row.tokenId)}
                >
                  {say('tokenRemove')}
                </Button>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}

function NewToken() {
  const { say } = useSpeech()
  const session = useSession()
  const [name, setName] = useState('')
  const [scope, setScope] = useState<TokenScope>('read')
  const [asks, setAsks] = useState(false)
  const make = useMutation({
    mutationFn: (proof: Proof) => call('POST', session.at('/tokens'), { name, scope, proof }),
    onSuccess: async () => {
      setName('')
      await queries.invalidateQueries({ queryKey: ['tokens'] })
    },
  })
  return (
    <>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (!make.isPending) setAsks(true)
        }}
      >
        <Group align="end">
          <TextInput
            label={say('tokenName')}
            value={name}
            maxLength={100}
            onChange={(event) => setName(event.currentTarget.value)}
            required
          />
          <NativeSelect
            label={say('tokenScope')}
            data={tokenScopes.map((value) => ({ value, label: say(`scope_${value}`) }))}
            value={scope}
            onChange={({ currentTarget: { value } }) => setScope(value === 'write' ? 'write' : 'read')}
          />
          <Button type="submit" loading={make.isPending}>
            {say('makeToken')}
          </Button>
        </Group>
        {make.data !== undefined && (
          <Alert mt="md" role="status" title={say('tokenOnce')}>
            <Code style={{ overflowWrap: 'anywhere' }}>{make.data.token}</Code>
          </Alert>
        )}
        {make.isError && !isOfProof(make.error) && (
          <Alert mt="md" color="red" role="alert">
            {say('notSaved')}
          </Alert>
        )}
      </form>
      {asks && <ProofDialog title={say('makeToken')} run={make.mutateAsync} onClose={() => setAsks(false)} />}
    </>
  )
}
