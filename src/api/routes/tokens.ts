/** Tokens for the company's scripts. */
import { z } from 'zod'
import { makeToken, tokenScopes } from '../../app/api-tokens.ts'
import { bodyOf, companyOf, idOf, nameOf, Refused, type Route } from '../route.ts'

const wanted = z.object({ name: z.string().trim().min(1).max(100), scope: z.enum(tokenScopes) })

export const tokenRoutes: Route[] = [
  {
    method: 'GET',
    path: '/tokens',
    needs: 'owner',
    about: 'The tokens of the company’s scripts, without the tokens themselves.',
    async answer(asked) {
      const { tenantId } = await companyOf(asked)
      return asked.context.json(await asked.ports.store.directory.apiTokens.list(tenantId))
    },
  },
  {
    method: 'POST',
    path: '/tokens',
    needs: 'owner',
    about: 'Makes a token. It is shown in this answer alone.',
    body: wanted,
    async answer(asked) {
      const { tenantId } = await companyOf(asked)
      const body = await bodyOf(asked, wanted)
      return asked.context.json(await makeToken(asked.ports, tenantId, { ...body, by: nameOf(asked.visitor) }))
    },
  },
  {
    method: 'DELETE',
    path: '/tokens/:token',
    needs: 'owner',
    about: 'Takes a token back. Its next call is refused.',
    async answer(asked) {
      const { tenantId } = await companyOf(asked)
      const gone = await asked.ports.store.directory.apiTokens.remove(tenantId, idOf(asked, 'token'))
      if (!gone) throw new Refused(404)
      return asked.context.json({ removed: true })
    },
  },
]
