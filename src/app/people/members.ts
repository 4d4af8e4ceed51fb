/** Changes members and their roles. A lower role takes effect at once; a higher one is an offer, as an invitation is. */
import type { Language } from '../../domain/language.ts'
import { roleRanks, type CompanyRole } from '../../domain/role.ts'
import type { Account } from '../../ports/people/accounts.ts'
import type { Caller } from './guard.ts'
import { sendOffer } from './offers.ts'
import { tellingLeftBehind } from './owners-told.ts'
import type { Ports } from '../run/ports.ts'
import { noteDecision } from './security-events.ts'

export interface WantedRole {
  tenantId: string
  accountId: string
  /** Null: no access any more. */
  role: CompanyRole | null
  /** The name shown to the user. */
  by: string
}

/** The user who asks. */
export interface Asking {
  account: Account | null
  language: Language
  caller: Caller
}

export async function changeRole(
  ports: Ports,
  { tenantId, accountId, role, by }: WantedRole,
  { account, language, caller }: Asking,
): Promise<'changed' | 'offered' | 'tooMany' | 'lastOwner' | 'unknown'> {
  const { accounts } = ports.store.directory
  const member = await accounts.member(tenantId, { accountId })
  if (member === null) return 'unknown'
  if (role !== null && roleRanks[role] > roleRanks[member.role]) {
    const offer = { tenantId, email: member.email, role, invitedBy: by }
    return (await sendOffer(ports, offer, { language, by: account, caller })) ? 'offered' : 'tooMany'
  }
  const changed = await tellingLeftBehind(
    ports,
    { accountId, tenantIds: member.role === 'owner' && role !== 'owner' ? [tenantId] : [] },
    { take: () => accounts.changeMember(tenantId, accountId, role), isTaken: (answer) => answer === 'changed' },
  )
  const decision = { kind: 'membership', account, caller, about: role ?? 'removed' } as const
  await noteDecision(ports, { ...decision, outcome: changed === 'changed' ? 'done' : 'refused' })
  return changed
}
