import {
  Alert,
  Button,
  Card,
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
import { Fragment, useState } from 'react'
import { companyRoles, roleRanks, type CompanyRole } from '../../domain/role.ts'
import type { Member } from '../../ports/people/accounts.ts'
import { Consent } from '../access/consent.tsx'
import { isOfProof, ProofDialog, type Proof } from '../access/proof-dialog.tsx'
import { Tokens } from '../access/tokens.tsx'
import { call, Failure, queries } from '../api.tsx'
import { useSpeech } from '../language.tsx'
import { useSession } from '../session.tsx'
import { Answered } from '../waiting.tsx'

export function Members() {
  const { say } = useSpeech()
  const session = useSession()
  const own = session.companies.find(({ tenantId }) => tenantId === session.company)
  const mayInvite = session.operator || own?.role === 'owner'
  return (
    <Stack>
      <Title order={1}>{say('members')}</Title>
      <Text>{say(mayInvite ? 'membersText' : 'forOwners')}</Text>
      {mayInvite && session.company !== null && (
        <Fragment key={session.company}>
          <OfCompany />
          <Tokens />
          <Consent />
        </Fragment>
      )}
    </Stack>
  )
}

function roleOf(value: string): CompanyRole {
  return companyRoles.find((role) => role === value) ?? 'reader'
}

function useRoles(): { value: CompanyRole; label: string }[] {
  const { say } = useSpeech()
  return companyRoles.map((role) => ({ value: role, label: say(`role_${role}`) }))
}

interface WantedRole {
  account: string
  role: CompanyRole | null
}

const isOfOwner = (wanted: CompanyRole | null, had: CompanyRole): boolean => (wanted === 'owner') !== (had === 'owner')

/** Returns whether full proof is needed: a stranger at an open session must not give more access, or take an owner's away. */
function asksForProof(wanted: CompanyRole | null, had: CompanyRole): boolean {
  return isOfOwner(wanted, had) || (wanted !== null && roleRanks[wanted] > roleRanks[had])
}

function OfCompany() {
  const { say } = useSpeech()
  const session = useSession()
  const members = useQuery({
    queryKey: ['members', session.company],
    queryFn: () => call('GET', session.at('/members')),
  })
  const [owning, setOwning] = useState<(WantedRole & { ofOwner: boolean }) | null>(null)
  const change = useMutation({
    mutationFn: ({ account, role, proof }: WantedRole & { proof?: Proof }) =>
      call('PUT', session.at(`/members/${account}`), { role, ...(proof === undefined ? {} : { proof }) }),
    onSettled: async () => {
      await queries.invalidateQueries({ queryKey: ['members'] })
      await queries.invalidateQueries({ queryKey: ['invitations'] })
    },
  })
  const asked = change.variables
  const offeredTo = change.data?.find(
    ({ accountId, role }) => accountId === asked?.account && asked.role !== null && role !== asked.role,
  )
  return (
    <Card withBorder>
      <Answered of={members}>
        {(rows) => (
          <Table.ScrollContainer minWidth={480}>
            <Table>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>{say('email')}</Table.Th>
                  <Table.Th>{say('role')}</Table.Th>
                  <Table.Th>
                    <VisuallyHidden>{say('removeMember')}</VisuallyHidden>
                  </Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {rows.map((member) => (
                  <OneMember
                    key={member.accountId}
                    member={member}
                    onRole={(role) => {
                      const wanted = { account: member.accountId, role }
                      if (asksForProof(role, member.role))
                        setOwning({ ...wanted, ofOwner: isOfOwner(role, member.role) })
                      else change.mutate(wanted)
                    }}
                  />
                ))}
              </Table.Tbody>
            </Table>
          </Table.ScrollContainer>
        )}
      </Answered>
      {owning !== null && (
        <ProofDialog
          title={say(owning.ofOwner ? 'ownersChange' : 'roleChange')}
          text={owning.ofOwner ? 'proofText' : 'proofOwn'}
          run={(proof) => change.mutateAsync({ account: owning.account, role: owning.role, proof })}
          onClose={() => setOwning(null)}
        />
      )}
      <Said error={change.error} offeredTo={offeredTo?.email} />
      <Invitation />
      <PendingOffers />
    </Card>
  )
}

/** Shows the result of a change. */
function Said({ error, offeredTo }: { error: unknown; offeredTo: string | undefined }) {
  const { say } = useSpeech()
  const status = error instanceof Failure && !isOfProof(error) ? error.status : null
  return (
    <>
      {(status === 409 || status === 429) && (
        <Alert color="red" role="alert">
          {say(status === 409 ? 'lastOwner' : 'tooManyMails')}
        </Alert>
      )}
      {offeredTo !== undefined && (
        <Alert mt="md" role="status">
          {say('roleOffered', { email: offeredTo })}
        </Alert>
      )}
    </>
  )
}

function OneMember({ member, onRole }: { member: Member; onRole: (role: CompanyRole | null) => void }) {
  const { say } = useSpeech()
  const roles = useRoles()
  return (
    <Table.Tr>
      <Table.Td>{member.email}</Table.Td>
      <Table.Td>
        <NativeSelect
          aria-label={`${say('role')} ${member.email}`}
          data={roles}
          value={member.role}
          onChange={({ currentTarget: { value } }) => onRole(roleOf(value))}
        />
      </Table.Td>
      <Table.Td>
        <Button
          variant="default"
          size="xs"
          aria-label={`${say('removeMember')} ${member.email}`}
          onClick={() => onRole(null)}
        >
          {say('removeMember')}
        </Button>
      </Table.Td>
    </Table.Tr>
  )
}

function Invitation() {
  const { say } = useSpeech()
  const session = useSession()
  const roles = useRoles()
  const [email, setEmail] = useState('')
  const [role, setRole] = useState<CompanyRole>('member')
  const [asks, setAsks] = useState(false)
  const invite = useMutation({
    mutationFn: (proof: Proof) => call('POST', session.at('/members'), { email, role, proof }),
    onSuccess: async () => {
      setEmail('')
      await queries.invalidateQueries({ queryKey: ['invitations'] })
    },
  })
  const failure = invite.error instanceof Failure && !isOfProof(invite.error) ? invite.error : null
  return (
    <>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (!invite.isPending) setAsks(true)
        }}
      >
        <Group align="end" mt="md">
          <TextInput
            label={say('email')}
            type="email"
            value={email}
            onChange={(event) => setEmail(event.currentTarget.value)}
            error={failure === null ? undefined : say(failure.status === 429 ? 'tooManyMails' : 'inviteFault')}
            required
          />
          <NativeSelect
            label={say('role')}
            data={roles}
            value={role}
            onChange={({ currentTarget: { value } }) => setRole(roleOf(value))}
          />
          <Button type="submit" loading={invite.isPending}>
            {say('invite')}
          </Button>
        </Group>
        {invite.data !== undefined && (
          <Alert mt="md" role="status">
            {say(invite.data.mailed ? 'invited' : 'invitedNoMail', { email: invite.data.email })}
          </Alert>
        )}
      </form>
      {asks && (
        <ProofDialog
          title={say('invite')}
          text={role === 'owner' ? 'proofText' : 'proofOwn'}
          run={invite.mutateAsync}
          onClose={() => setAsks(false)}
        />
      )}
    </>
  )
}

/** Open invitations. */
function PendingOffers() {
  const { say, date } = useSpeech()
  const session = useSession()
  const offers = useQuery({
    queryKey: ['invitations', session.company],
    queryFn: () => call('GET', session.at('/invitations')),
  })
  const withdraw = useMutation({
    mutationFn: (id: string) => call('DELETE', session.at(`/invitations/${id}`)),
    onSettled: () => queries.invalidateQueries({ queryKey: ['invitations'] }),
  })
  if (offers.data === undefined || offers.data.length === 0) return null
  return (
    <Stack mt="md" gap="xs">
      <Title order={2} size="h5">
        {say('pendingOffers')}
      </Title>
      {offers.data.map(({ id, email, role, expiresAt }) => (
        <Group key={id} justify="space-between">
          <Text>
            {email} · {say(`role_${role}`)} · {say('offerUntil', { time: date(expiresAt) })}
          </Text>
          <Button
            size="xs"
            variant="default"
            aria-label={`${say('withdraw')} ${email}`}
            onClick={() => withdraw.mutate(id)}
          >
            {say('withdraw')}
          </Button>
        </Group>
      ))}
    </Stack>
  )
}
