/** *Meld probleem*, and whether the operator may act in the company. */
import { z } from 'zod'
import { answerRequest, listRequests, maySay, reportProblem } from '../../app/tell/support.ts'
import { isProblemCode } from '../../domain/problem/problem.ts'
import { hour } from '../../domain/delays.ts'
import { noteDecision } from '../../app/people/security-events.ts'
import { accountOf, bodyOf, companyOf, languageOf, nameOf, ownOf, Refused, type Asked, type Route } from '../route.ts'

const words = z.string().trim().min(1).max(5000)
const report = z.strictObject({
  order: z.string().max(200).nullish(),
  problem: z.string().max(60).nullish(),
  text: words,
})
const more = z.strictObject({ text: words })
const consentDaysMax = 30
const consent = z.strictObject({ days: z.int().min(1).max(consentDaysMax) })
const actsShown = 100

async function consentOf(asked: Asked) {
  const { tenantId } = await companyOf(asked)
  const { ports } = asked
  const given = await ports.store.directory.accounts.consent(tenantId, await ports.clock.now())
  const acts = await ports.store.forTenant(tenantId).transaction((tx) => tx.operatorActs.newest(actsShown))
  const iso = (instant: number): string => ports.calendar.isoText(instant)
  return {
    consent: given === null ? null : { givenBy: given.givenBy, givenAt: iso(given.givenAt), until: iso(given.until) },
    acts: acts.map((act) => ({ ...act, at: iso(act.at) })),
  }
}

async function noted({ ports, visitor, caller }: Asked, about: string): Promise<void> {
  await noteDecision(ports, { kind: 'consent', outcome: 'done', account: accountOf(visitor), caller, about })
}

async function mayOrRefused({ ports }: Asked, tenantId: string): Promise<void> {
  if (!(await maySay(ports, tenantId))) throw new Refused(429, [{ path: 'text', message: 'tooMany' }])
}

export const supportRoutes = [
  {
    method: 'GET',
    path: '/support',
    needs: 'reader',
    about: 'What the company reported to the operator, and his answers.',
    async answer(asked) {
      const { tenantId } = await companyOf(asked)
      return asked.context.json(await listRequests(asked.ports, tenantId))
    },
  },
  {
    method: 'POST',
    path: '/support',
    needs: 'reader',
    about: 'Reports a problem to the operator; of an order, with the evidence that has no person in it.',
    body: report,
    async answer(asked) {
      const company = await companyOf(asked)
      const { order, problem, text } = await bodyOf(asked, report)
      await mayOrRefused(asked, company.tenantId)
      const id = await reportProblem(asked.ports, company, {
        orderId: order ?? null,
        problemCode: problem != null && isProblemCode(problem) ? problem : null,
        text,
        by: nameOf(asked.visitor),
        accountId: accountOf(asked.visitor)?.accountId ?? null,
        language: languageOf(asked),
      })
      return asked.context.json({ id })
    },
  },
  {
    method: 'POST',
    path: '/support/:request/answer',
    needs: 'reader',
    about: 'One word more to a report.',
    body: more,
    async answer(asked) {
      const { tenantId } = await companyOf(asked)
      const { text } = await bodyOf(asked, more)
      await mayOrRefused(asked, tenantId)
      const requestId = z.uuid().safeParse(asked.context.req.param('request')).data ?? null
      const said = { text, who: nameOf(asked.visitor), byOperator: false, language: languageOf(asked) }
      if (requestId === null || !(await answerRequest(asked.ports, tenantId, requestId, said))) throw new Refused(404)
      return asked.context.json(await listRequests(asked.ports, tenantId))
    },
  },
  {
    method: 'GET',
    path: '/consent',
    needs: 'owner',
    about: 'Whether the operator may act in the company, and what he changed in it.',
    answer: async (asked) => asked.context.json(await consentOf(asked)),
  },
  {
    method: 'PUT',
    path: '/consent',
    needs: 'owner',
    about: 'Lets the operator look and act in the company for some days.',
    body: consent,
    async answer(asked) {
      // The operator cannot give consent, and needs none where the company has no owner.
      if (asked.visitor.kind === 'operator') throw new Refused(403)
      const { tenantId } = await companyOf(asked)
      const { days } = await bodyOf(asked, consent)
      const givenAt = await asked.ports.clock.now()
      const { accountId } = ownOf(asked).account
      const given = { accountId, givenBy: nameOf(asked.visitor), givenAt, until: givenAt + days * 24 * hour }
      await asked.ports.store.directory.accounts.setConsent(tenantId, given)
      await noted(asked, `given for ${days} days`)
      return asked.context.json(await consentOf(asked))
    },
  },
  {
    method: 'DELETE',
    path: '/consent',
    needs: 'owner',
    about: 'The operator may no longer enter the company.',
    async answer(asked) {
      const { tenantId } = await companyOf(asked)
      await asked.ports.store.directory.accounts.setConsent(tenantId, null)
      await noted(asked, 'ended')
      return asked.context.json(await consentOf(asked))
    },
  },
] as const satisfies readonly Route[]
