/** Open invitations, over all companies that the user owns. Offers to the user are on top of every page. */
import { Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { call } from '../api.tsx'
import { addressIn, companyName } from '../frame/company-address.ts'
import { PlainLink } from '../frame/plain-link.tsx'
import { useSpeech } from '../language.tsx'
import { useSession } from '../session.tsx'

export function Invitations() {
  const { say, date } = useSpeech()
  const { companies, account, operator } = useSession()
  const { data = [] } = useQuery({ queryKey: ['officeInvitations'], queryFn: () => call('GET', '/office/invitations') })
  const owned = companies.filter(({ role }) => operator || role === 'owner')
  const members = (tenantId: string): string => addressIn(companyName(companies, tenantId), '/members')
  return (
    <section className="office-offers">
      <Title order={2} size="h3">
        {say('officeInvitations')}
      </Title>
      {data.length === 0 && <Text size="sm">{say('officeInvitationsNone')}</Text>}
      {data.map(({ id, company, companyId, email, role, expiresAt }) => (
        <PlainLink key={id} className="row-link" to={members(companyId)}>
          {say('officeInvitation', { email, company, role: say(`role_${role}`), until: date(expiresAt) })}
        </PlainLink>
      ))}
      <Text size="sm" className="quiet">
        {say('officeInviteText', { email: account ?? '' })}
      </Text>
      {owned.slice(0, 5).map(({ tenantId, name }) => (
        <PlainLink key={tenantId} className="row-link" to={members(tenantId)}>
          {say('officeInvite', { company: name })}
        </PlainLink>
      ))}
    </section>
  )
}
