import { z } from 'zod'
import { companyRoles, roleRanks, type CompanyRole } from '../../domain/role.ts'
import { changeRole } from '../../app/people/members.ts'
import { invite, shownOffer } from '../../app/people/offers.ts'
import { tellOwners } from '../../app/people/owners-told.ts'
import { noteDecision } from '../../app/people/security-events.ts'
import { fullProof, provenOrRefused, toldOrRefused } from '../passkey-site.ts'
import { accountOf, bodyOf, companyOf, idOf, languageOf, nameOf, Refused, type Asked, type Route } from '../route.ts'

const role = z.enum(companyRoles)
const invitation = z.strictObject({ email: z.string().max(254), role, proof: fullProof.optional() })
/** Null: no access any more. */
const newRole = z.strictObject({ role: role.nullable(), proof: fullProof.optional() })

function isMore(wanted: CompanyRole | null, had: CompanyRole): boolean {
  return wanted !== null && roleRanks[wanted] > roleRanks[had]
}

async function pendingOf(asked: Asked) {
  const { tenantId } = await companyOf(asked)
  const offers = await asked.ports.store.directory.offers.ofCompany(tenantId, await asked.ports.clock.now())
  return asked.context.json(offers.map((offer) => shownOffer(asked.ports, offer)))
}

export const memberRoutes = [
  {
    method: 'GET',
    path: '/members',
    needs: 'owner',
    about: 'Who has access to the company.',
    async answer(asked) {
      const { tenantId } = await companyOf(asked)
      return asked.context.json(await asked.ports.store.directory.accounts.members(tenantId))
    },
  },
  {
    /** The link goes to the mailbox alone. Nothing here tells whether the address has an account. */
    method: 'POST',
    path: '/members',
    needs: 'owner',
    lasting: true,
    about:
      'Offers a person access, by full proof; all owners get a mail. He is a member once he accepts it, signed in with this address.',
    body: invitation,
    async answer(asked) {
      const { ports, visitor, caller } = asked
      const { tenantId } = await companyOf(asked)
      const { proof, ...offered } = await bodyOf(asked, invitation)
      await provenOrRefused(asked, proof)
      const wanted = { ...offered, tenantId, invitedBy: nameOf(visitor) }
      const kind = offered.role === 'owner' ? 'ownerOffered' : 'accessOffered'
      const told = () => toldOrRefused(asked, tenantId, { kind, path: 'email' })
      const from = { language: languageOf(asked), by: accountOf(visitor), caller }
      const invited = await invite(ports, wanted, from, told)
      if (invited.kind === 'fault') throw new Refused(400, [invited.fault])
      if (invited.kind === 'tooMany') throw new Refused(429, [{ path: 'email', message: 'tooMany' }])
      return asked.context.json({ email: invited.email, mailed: ports.mailer !== null })
    },
  },
  {
    method: 'GET',
    path: '/invitations',
    needs: 'owner',
    about: 'To whom the company offers access, and who did not accept yet.',
    answer: pendingOf,
  },
  {
    method: 'DELETE',
    path: '/invitations/:invitation',
    needs: 'owner',
    about: 'Takes an offer back.',
    async answer(asked) {
      const { ports, visitor, caller } = asked
      const { tenantId } = await companyOf(asked)
      if (!(await ports.store.directory.offers.withdraw(tenantId, idOf(asked, 'invitation')))) throw new Refused(404)
      const account = accountOf(visitor)
      await noteDecision(ports, { kind: 'invitation', outcome: 'done', account, caller, about: 'withdrawn' })
      return pendingOf(asked)
    },
  },
  {
    method: 'PUT',
    path: '/members/:account',
    needs: 'owner',
    lasting: true,
    about:
      "Changes a person's role, or with null takes the access away. More than he had is an offer, by full proof: it counts once he accepts it, and all owners get a mail. Who owns the company changes by full proof too, and all owners get a mail.",
    body: newRole,
    async answer(asked) {
      const { ports, visitor, caller } = asked
      const { tenantId } = await companyOf(asked)
      const { role: wanted, proof } = await bodyOf(asked, newRole)
      const asking = { account: accountOf(visitor), language: languageOf(asked), caller }
      const accountId = idOf(asked, 'account')
      const member = await ports.store.directory.accounts.member(tenantId, { accountId })
      // No message is sent about a change that does not happen.
      if (member === null) throw new Refused(404)
      const isOwner = member.role === 'owner'
      if (isOwner ? wanted !== 'owner' : isMore(wanted, member.role)) await provenOrRefused(asked, proof)
      const kind = wanted === 'owner' ? 'ownerOffered' : 'accessOffered'
      if (isMore(wanted, member.role)) await toldOrRefused(asked, tenantId, { kind, path: 'role' })
      // Access is taken away whatever becomes of the mail: an owner could use up all of them to stay.
      if (isOwner && wanted !== 'owner') await tellOwners(ports, tenantId, 'ownerOffered')
      const change = { tenantId, accountId, role: wanted, by: nameOf(visitor) }
      const changed = await changeRole(ports, change, asking)
      if (changed === 'unknown') throw new Refused(404)
      if (changed === 'tooMany') throw new Refused(429, [{ path: 'role', message: 'tooMany' }])
      if (changed === 'lastOwner') throw new Refused(409, [{ path: 'role', message: 'lastOwner' }])
      return asked.context.json(await ports.store.directory.accounts.members(tenantId))
    },
  },
] as const satisfies readonly Route[]
