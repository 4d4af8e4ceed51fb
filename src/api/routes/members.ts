import { z } from 'zod'
import { addAccount } from '../../app/accounts.ts'
import { companyRoles } from '../../domain/role.ts'
import { mailInvitation } from '../../app/sign-up.ts'
import { bodyOf, companyOf, languageOf, Refused, type Route } from '../route.ts'

const role = z.enum(companyRoles)
const invitation = z.object({ email: z.string().max(254), role })
/** Null: no access any more. */
const newRole = z.object({ role: role.nullable() })

export const memberRoutes: Route[] = [
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
    /** The link is shown once, to whoever invites: he gives it to the person himself. */
    method: 'POST',
    path: '/members',
    needs: 'owner',
    about: 'Gives a person access; answers with a link that works once where he has no password yet.',
    body: invitation,
    async answer(asked) {
      const { tenantId } = await companyOf(asked)
      const wanted = await bodyOf(asked, invitation)
      const added = await addAccount(asked.ports, { ...wanted, password: null, tenantId })
      if (added.kind === 'fault') throw new Refused(400, [added.fault])
      const language = languageOf(asked)
      if (added.link !== null) await mailInvitation(asked.ports, added.email, { link: added.link, language })
      return asked.context.json({ email: added.email, link: added.link })
    },
  },
  {
    method: 'PUT',
    path: '/members/:account',
    needs: 'owner',
    about: "Changes a person's role, or with null takes the access away.",
    body: newRole,
    async answer(asked) {
      const { tenantId } = await companyOf(asked)
      const { accounts } = asked.ports.store.directory
      const body = await bodyOf(asked, newRole)
      const members = await accounts.members(tenantId)
      const found = members.find((member) => member.accountId === asked.context.req.param('account'))
      if (found === undefined) throw new Refused(404)
      const owners = members.filter((member) => member.role === 'owner')
      if (found.role === 'owner' && owners.length === 1 && body.role !== 'owner')
        throw new Refused(409, [{ path: 'role', message: 'lastOwner' }])
      if (body.role === null) await accounts.removeMember(tenantId, found.accountId)
      else await accounts.setRole(tenantId, found.accountId, body.role, await asked.ports.clock.now())
      return asked.context.json(await accounts.members(tenantId))
    },
  },
]
