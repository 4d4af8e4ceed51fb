/** The recipients of notices: alarms and digests by mail, and an address of the company's own. */
import { z } from 'zod'
import { languages } from '../../domain/language.ts'
import { addressFault, setWebhook, tryWebhook, type WebhookMaker } from '../../app/tell/webhook-calls.ts'
import { alarmKinds, digestWishes } from '../../domain/tell/alarm.ts'
import { fullProof, provenOrRefused, toldOrRefused } from '../passkey-site.ts'
import { noteDecision } from '../../app/people/security-events.ts'
import { accountOf, bodyOf, companyOf, connectionOf, ownOf, Refused, type Asked, type Route } from '../route.ts'

const setting = z.strictObject({
  alarmsOff: z.array(z.enum(alarmKinds)).max(100),
  digest: z.enum(digestWishes),
  language: z.enum(languages),
})
const address = z.strictObject({ url: z.string().max(2000).trim().min(1), proof: fullProof.optional() })
const takenOver = z.strictObject({ proof: fullProof.optional() })

/** Reports the change to every owner, because the address outlasts the session. @returns the maker */
async function toldAsMaker(asked: Asked, tenantId: string): Promise<WebhookMaker> {
  await toldOrRefused(asked, tenantId, { kind: 'webhookSet', path: 'url' })
  const { account } = ownOf(asked)
  return { accountId: account.accountId, by: account.email }
}

async function noted({ ports, visitor, caller }: Asked, about: string): Promise<void> {
  await noteDecision(ports, { kind: 'webhook', outcome: 'done', account: accountOf(visitor), caller, about })
}

async function noticesOf(asked: Asked) {
  const { tenantId } = await companyOf(asked)
  return asked.ports.store.forTenant(tenantId).transaction(async (tx) => {
    const connections = (await tx.connections.list()).filter(({ state }) => state !== 'removed')
    const webhook = await tx.webhook.get()
    return {
      byMail: asked.ports.mailer !== null,
      connections: await Promise.all(
        connections.map(async ({ connectionId, name }) => ({
          id: connectionId,
          name,
          ...(await tx.alarms.setting(connectionId)),
        })),
      ),
      // The rest of the address may be a key of the other side.
      webhook:
        webhook === null
          ? null
          : {
              host: new URL(webhook.url).host,
              madeAt: asked.ports.calendar.isoText(webhook.madeAt),
              offAt: webhook.offAt === null ? null : asked.ports.calendar.isoText(webhook.offAt),
              offReason: webhook.offReason,
              madeBy: webhook.madeBy,
              makerGone: webhook.makerGone,
              restsAt: webhook.restsAt === null ? null : asked.ports.calendar.isoText(webhook.restsAt),
            },
    }
  })
}

export const noticeRoutes = [
  {
    method: 'GET',
    path: '/notices',
    needs: 'reader',
    about: 'Which alarms and digests the company gets, and its webhook.',
    answer: async (asked) => asked.context.json(await noticesOf(asked)),
  },
  {
    method: 'PUT',
    path: '/notices/:connection',
    needs: 'owner',
    about: 'Which alarms are off, when a digest is wanted, and in which language.',
    body: setting,
    async answer(asked) {
      const company = await companyOf(asked)
      const connectionId = await connectionOf(asked, company)
      const wanted = await bodyOf(asked, setting)
      const store = asked.ports.store.forTenant(company.tenantId)
      await store.transaction((tx) => tx.alarms.saveSetting(connectionId, wanted))
      return asked.context.json(await noticesOf(asked))
    },
  },
  {
    method: 'PUT',
    path: '/webhook',
    needs: 'owner',
    lasting: true,
    about:
      'The address that is called: https, public. By full proof; all owners get a mail. Answers with the key of its signatures, this once.',
    body: address,
    async answer(asked) {
      const { tenantId } = await companyOf(asked)
      const { url, proof } = await bodyOf(asked, address)
      await provenOrRefused(asked, proof)
      const fault = await addressFault(asked.ports, tenantId, url)
      if (fault !== null) throw new Refused(fault === 'tooMany' ? 429 : 400, [{ path: 'url', message: fault }])
      const maker = await toldAsMaker(asked, tenantId)
      const secret = await setWebhook(asked.ports, tenantId, url, maker)
      await noted(asked, 'set')
      return asked.context.json({ secret })
    },
  },
  {
    method: 'POST',
    path: '/webhook/confirm',
    needs: 'owner',
    lasting: true,
    about:
      'The address that rests, or of somebody who is no owner any more, is called again; from now on it is the confirming owner’s. By full proof; all owners get a mail.',
    body: takenOver,
    async answer(asked) {
      const { tenantId } = await companyOf(asked)
      const { proof } = await bodyOf(asked, takenOver)
      const store = asked.ports.store.forTenant(tenantId)
      const webhook = await store.transaction((tx) => tx.webhook.get())
      if (webhook === null || (!webhook.makerGone && webhook.restsAt === null)) throw new Refused(404)
      await provenOrRefused(asked, proof)
      const owner = await toldAsMaker(asked, tenantId)
      if (!(await store.transaction((tx) => tx.webhook.takeOver(owner)))) throw new Refused(404)
      await noted(asked, 'confirmed')
      return asked.context.json({ confirmed: true })
    },
  },
  {
    method: 'DELETE',
    path: '/webhook',
    needs: 'owner',
    about: 'No address is called any more.',
    async answer(asked) {
      const { tenantId } = await companyOf(asked)
      await asked.ports.store.forTenant(tenantId).transaction((tx) => tx.webhook.remove())
      await noted(asked, 'removed')
      return asked.context.json({ removed: true })
    },
  },
  {
    method: 'POST',
    path: '/webhook/test',
    needs: 'owner',
    about: 'One call at once, to see whether it arrives; ten an hour.',
    async answer(asked) {
      const { tenantId } = await companyOf(asked)
      const tried = await tryWebhook(asked.ports, tenantId)
      if (tried === 'tooMany') throw new Refused(429, [{ path: '', message: 'tooMany' }])
      return asked.context.json(tried)
    },
  },
] as const satisfies readonly Route[]
