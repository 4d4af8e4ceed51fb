/** Tokens for the company's scripts. */
import { z } from 'zod'
import { makeToken, tokenDaysMax, tokenScopes, type ApiToken } from '../../app/people/api-tokens.ts'
import { noteDecision } from '../../app/people/security-events.ts'
import { shownName } from '../body.ts'
import { fullProof, provenOrRefused, toldOrRefused } from '../passkey-site.ts'
import { accountOf, bodyOf, companyOf, idOf, nameOf, Refused, type Asked, type Route } from '../route.ts'

const wanted = z.strictObject({
  name: shownName(100),
  scope: z.enum(tokenScopes),
  /** Until it ends. */
  days: z.int().min(1).max(tokenDaysMax).optional(),
  proof: fullProof.optional(),
})
const confirmation = z.strictObject({ proof: fullProof.optional() })

/** A key is made and confirmed by full proof, and every owner reads of it. */
async function provenAndTold(
  asked: Asked,
  tenantId: string,
  proof: z.infer<typeof fullProof> | undefined,
): Promise<void> {
  await provenOrRefused(asked, proof)
  await toldOrRefused(asked, tenantId, { kind: 'tokenMade', path: 'name' })
}

async function noted(asked: Asked, about: string): Promise<void> {
  const { ports, visitor, caller } = asked
  await noteDecision(ports, { kind: 'token', outcome: 'done', account: accountOf(visitor), caller, about })
}

function shown({ ports }: Asked, token: ApiToken) {
  const iso = (instant: number): string => ports.calendar.isoText(instant)
  const { expiresAt, suspendedAt } = token
  return { ...token, expiresAt: iso(expiresAt), suspendedAt: suspendedAt === null ? null : iso(suspendedAt) }
}

export const tokenRoutes = [
  {
    method: 'GET',
    path: '/tokens',
    needs: 'owner',
    about: 'The tokens of the company’s scripts, without the tokens themselves.',
    async answer(asked) {
      const { tenantId } = await companyOf(asked)
      const tokens = await asked.ports.store.directory.apiTokens.list(tenantId)
      return asked.context.json(tokens.map((token) => shown(asked, token)))
    },
  },
  {
    method: 'POST',
    path: '/tokens',
    needs: 'owner',
    lasting: true,
    about:
      'Makes a token, by full proof. It is shown in this answer alone, and opens no more than its maker may. All owners get a mail.',
    body: wanted,
    async answer(asked) {
      const { tenantId } = await companyOf(asked)
      const { name, scope, days, proof } = await bodyOf(asked, wanted)
      await provenAndTold(asked, tenantId, proof)
      const { token, made } = await makeToken(asked.ports, tenantId, {
        name,
        scope,
        by: nameOf(asked.visitor),
        accountId: accountOf(asked.visitor)?.accountId ?? null,
        ...(days === undefined ? {} : { days }),
      })
      await noted(asked, `made ${scope}`)
      return asked.context.json({ token, made: shown(asked, made) })
    },
  },
  {
    method: 'POST',
    path: '/tokens/:token/confirm',
    needs: 'owner',
    lasting: true,
    about:
      'A token that rests works again, by full proof; from now on it is the confirming owner’s. All owners get a mail.',
    body: confirmation,
    async answer(asked) {
      const { tenantId } = await companyOf(asked)
      const { apiTokens } = asked.ports.store.directory
      const { proof } = await bodyOf(asked, confirmation)
      const wanted = idOf(asked, 'token')
      // No message is sent about a change that does not happen.
      const resting = (await apiTokens.list(tenantId)).filter(({ suspendedAt }) => suspendedAt !== null)
      if (!resting.some(({ tokenId }) => tokenId === wanted)) throw new Refused(404)
      await provenAndTold(asked, tenantId, proof)
      const owner = accountOf(asked.visitor)?.accountId ?? null
      if (!(await apiTokens.confirm(tenantId, wanted, owner))) throw new Refused(404)
      await noted(asked, 'confirmed')
      return asked.context.json({ confirmed: true })
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
      await noted(asked, 'removed')
      return asked.context.json({ removed: true })
    },
  },
] as const satisfies readonly Route[]
