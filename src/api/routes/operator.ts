/** The operator's: the whole installation, without anybody's orders. */
import { canonicalAddress } from '../../domain/typed-text.ts'
import { z } from 'zod'
import { operatorOverview, shownMails } from '../../app/show/operator-overview.ts'
import { shownEvents } from '../../app/people/security-events.ts'
import { inviteToSignUp } from '../../app/people/sign-up.ts'
import { answerRequest, closeRequest, listRequests } from '../../app/tell/support.ts'
import { writeMail } from '../../app/tell/write-mail.ts'
import { isDate } from '../../domain/calendar.ts'
import { testMail } from '../../domain/tell/notice.ts'
import { accountOf, type Asked, bodyOf, companiesOf, idOf, languageOf, nameOf, Refused, type Route } from '../route.ts'

const inboxMax = 200
const address = z.strictObject({ email: z.string().max(254) })
const trial = z.strictObject({ until: z.string().max(10).refine(isDate, 'no date').nullable() })
const words = z.strictObject({ text: z.string().trim().min(1).max(5000) })

/** The company whose request it is. */
async function tenantOf({ ports, context }: Asked): Promise<{ tenantId: string; requestId: string }> {
  const requestId = context.req.param('request') ?? ''
  const tenantId = await ports.store.directory.inbox.tenantOf(requestId)
  if (tenantId === null) throw new Refused(404)
  return { tenantId, requestId }
}

export const operatorRoutes = [
  {
    method: 'GET',
    path: '/operator',
    needs: 'operator',
    about: 'Companies, queues, and sign-ups that wait.',
    async answer(asked) {
      const open = new Set(companiesOf(asked.visitor).map(({ tenantId }) => tenantId))
      return asked.context.json(await operatorOverview(asked.ports, open))
    },
  },
  {
    method: 'PUT',
    path: '/operator/companies/:tenant/trial',
    needs: 'operator',
    about: 'The last day of a company’s trial; null: it stays.',
    body: trial,
    async answer(asked) {
      const tenantId = idOf(asked, 'tenant')
      const { until } = await bodyOf(asked, trial)
      const { directory } = asked.ports.store
      if (!(await directory.tenants()).some((company) => company.tenantId === tenantId)) throw new Refused(404)
      await directory.setTrial(tenantId, until)
      return asked.context.json({ until })
    },
  },
  {
    method: 'POST',
    path: '/operator/invitations',
    needs: 'operator',
    about: 'Invites somebody to sign up with a company of his own; the link goes to his mailbox.',
    body: address,
    async answer(asked) {
      if (asked.ports.signUp.mode === 'closed') throw new Refused(409, [{ path: 'email', message: 'closed' }])
      const { email } = await bodyOf(asked, address)
      const account = accountOf(asked.visitor)
      const from = { language: languageOf(asked), by: nameOf(asked.visitor), account, caller: asked.caller }
      const invited = await inviteToSignUp(asked.ports, email, from)
      if (invited === 'tooMany') throw new Refused(429, [{ path: 'email', message: 'tooMany' }])
      if (invited !== 'invited') throw new Refused(400, [invited])
      return asked.context.json({ email: canonicalAddress(email) ?? email, mailed: asked.ports.mailer !== null })
    },
  },
  {
    method: 'GET',
    path: '/operator/security',
    needs: 'operator',
    about: 'Who came in, who was refused, and what was decided on access, newest first.',
    query: { before: 'The moment of the last one of the page before.' },
    async answer(asked) {
      const before = Date.parse(asked.context.req.query('before') ?? '')
      return asked.context.json(await shownEvents(asked.ports, Number.isNaN(before) ? null : before))
    },
  },
  {
    method: 'GET',
    path: '/operator/mails',
    needs: 'operator',
    about: 'Mails, newest first, without what they say.',
    query: { before: 'The moment of the last one of the page before.' },
    async answer(asked) {
      const before = Date.parse(asked.context.req.query('before') ?? '')
      return asked.context.json(await shownMails(asked.ports, Number.isNaN(before) ? null : before))
    },
  },
  {
    method: 'POST',
    path: '/operator/mails/test',
    needs: 'operator',
    about: 'A test mail.',
    body: address,
    async answer(asked) {
      const { email } = await bodyOf(asked, address)
      const language = languageOf(asked)
      const key = `test:${asked.ports.random.id()}`
      await writeMail(asked.ports, { kind: 'test', key, to: email, language, text: testMail(language) })
      return asked.context.json({ written: true })
    },
  },
  {
    method: 'GET',
    path: '/operator/inbox',
    needs: 'operator',
    about: 'What people report, open ones first.',
    answer: async ({ ports, context }) =>
      context.json(
        (await ports.store.directory.inbox.list(inboxMax)).map((entry) => ({
          ...entry,
          changedAt: ports.calendar.isoText(entry.changedAt),
        })),
      ),
  },
  {
    method: 'GET',
    path: '/operator/inbox/:request',
    needs: 'operator',
    about: 'One report, with its evidence and what was said.',
    async answer(asked) {
      const { tenantId, requestId } = await tenantOf(asked)
      const [request] = await listRequests(asked.ports, tenantId, requestId)
      if (request === undefined) throw new Refused(404)
      return asked.context.json(request)
    },
  },
  {
    method: 'POST',
    path: '/operator/inbox/:request/answer',
    needs: 'operator',
    about: 'Answers a report; who made it is told by mail.',
    body: words,
    async answer(asked) {
      const { tenantId, requestId } = await tenantOf(asked)
      const { text } = await bodyOf(asked, words)
      const said = { text, who: nameOf(asked.visitor), byOperator: true, language: languageOf(asked) }
      if (!(await answerRequest(asked.ports, tenantId, requestId, said))) throw new Refused(404)
      return asked.context.json((await listRequests(asked.ports, tenantId, requestId))[0])
    },
  },
  {
    method: 'POST',
    path: '/operator/inbox/:request/close',
    needs: 'operator',
    about: 'Closes a report.',
    async answer(asked) {
      const { tenantId, requestId } = await tenantOf(asked)
      if (!(await closeRequest(asked.ports, tenantId, requestId))) throw new Refused(404)
      return asked.context.json({ closed: true })
    },
  },
] as const satisfies readonly Route[]
