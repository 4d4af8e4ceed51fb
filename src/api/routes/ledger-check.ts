/** Does it agree with the ledger? Our own tables only: no call waits for the ledger. */
import { ledgerCheck, ledgerDifferences } from '../../app/show/ledger-check.ts'
import { differencesAnswer, ledgerCheckAnswer } from '../answers.ts'
import { companyOf, connectionOf, Refused, type Route } from '../route.ts'

const monthPattern = /^\d{4}-(?:0[1-9]|1[0-2])(?:-\d{2})?$/u

export const ledgerCheckRoutes = [
  {
    method: 'GET',
    path: '/connections/:connection/ledger-check',
    needs: 'reader',
    about: 'Per journal and month what was booked beside what stands in the ledger, as far as it was looked at.',
    query: { year: 'Four digits; default: this year.' },
    answers: ledgerCheckAnswer,
    async answer(asked) {
      const company = await companyOf(asked)
      const connectionId = await connectionOf(asked, company)
      const year = asked.context.req.query('year') ?? null
      const found = await ledgerCheck(asked.ports, company.tenantId, { connectionId, year })
      if (found === null) throw new Refused(404)
      return asked.context.json(found)
    },
  },
  {
    method: 'GET',
    path: '/connections/:connection/ledger-check/differences',
    needs: 'reader',
    about: 'The documents behind a difference of one journal in one month; at most 500.',
    query: { journal: 'Its key.', month: 'YYYY-MM.' },
    answers: differencesAnswer,
    async answer(asked) {
      const company = await companyOf(asked)
      const connectionId = await connectionOf(asked, company)
      const journal = asked.context.req.query('journal') ?? ''
      const month = asked.context.req.query('month') ?? ''
      if (!monthPattern.test(month)) return asked.context.json([])
      const found = await ledgerDifferences(asked.ports, company.tenantId, { connectionId, journal, month })
      if (found === null) throw new Refused(404)
      return asked.context.json(found)
    },
  },
] as const satisfies readonly Route[]
