import { z } from 'zod'
import { askBackfill, listImports } from '../../app/capture/backfill.ts'
import { isDate } from '../../domain/calendar.ts'
import { historyAnswer } from '../answers.ts'
import { bodyOf, companyOf, connectionOf, Refused, type Route } from '../route.ts'

const day = z.string().max(10).refine(isDate, 'no date')
const asked = z.strictObject({ from: day, to: day.nullable() })
const change = z.strictObject({ from: day, to: day, state: z.enum(['running', 'paused']) })
const path = '/connections/:connection/history'

export const historyRoutes = [
  {
    method: 'GET',
    path,
    needs: 'reader',
    about: 'Periods of past orders that were asked for, and how far each is.',
    answers: historyAnswer,
    async answer(of) {
      const company = await companyOf(of)
      const connectionId = await connectionOf(of, company)
      return of.context.json(await listImports(of.ports, company.tenantId, connectionId))
    },
  },
  {
    /** Workers read the period between their polls; its orders are booked behind today's. */
    method: 'POST',
    path,
    needs: 'member',
    about: 'Asks for past orders of a period.',
    body: asked,
    answers: historyAnswer,
    async answer(of) {
      const { tenantId } = await companyOf(of)
      const connectionId = await connectionOf(of, { tenantId, name: '' })
      const answer = await askBackfill(of.ports, { tenantId, connectionId }, await bodyOf(of, asked))
      if (answer.kind === 'fault') throw new Refused(400, [answer.fault])
      return of.context.json(await listImports(of.ports, tenantId, connectionId))
    },
  },
  {
    method: 'PUT',
    path,
    needs: 'member',
    about: 'Pauses a period, or lets it go on.',
    body: change,
    answers: historyAnswer,
    async answer(of) {
      const { tenantId } = await companyOf(of)
      const connectionId = await connectionOf(of, { tenantId, name: '' })
      const { from, to, state } = await bodyOf(of, change)
      const imports = await listImports(of.ports, tenantId, connectionId)
      if (!imports.some((one) => one.from === from && one.to === to)) throw new Refused(404)
      await of.ports.store
        .forTenant(tenantId)
        .transaction((tx) => tx.history.setState(connectionId, { from, to }, state))
      return of.context.json(await listImports(of.ports, tenantId, connectionId))
    },
  },
] as const satisfies readonly Route[]
