/**
 * All dossiers of a user, over the companies to which the user has access. No other company is asked for, and each is read with its own
 * rights.
 */
import { z } from 'zod'
import { findOrders, officeOf, retryOffice, type OfficeRow, type OpenedCompany } from '../../app/show/office.ts'
import { shownOffer } from '../../app/people/offers.ts'
import { fitsOffice } from '../../domain/office-filter.ts'
import { officeCsv, officeWorkbook } from '../files/office-file.ts'
import { bodyOf, languageOf, nameOf, type Asked, type Route } from '../route.ts'

const rowsMax = 1000
const searchMax = 100
const chosen = z.strictObject({ connections: z.array(z.uuid()).min(1).max(rowsMax) })
const query = { language: 'nl, fr or en.' }
const filterQuery = {
  ...query,
  state: 'stopped, yours, ours or runs; or vat: last month is not ready.',
  in: 'Id of a company.',
  search: 'In the names and the number of the books.',
}

async function filtered(asked: Asked): Promise<OfficeRow[]> {
  const rows = await officeOf(asked.ports, openedOf(asked), languageOf(asked))
  const of = (name: keyof typeof filterQuery): string | null => asked.context.req.query(name) ?? null
  return rows.filter(fitsOffice({ state: of('state'), company: of('in'), search: of('search') }))
}

/**
 * Returns the companies with the user's role; an operator has none. The operator enters a company by its owner's consent one at a time,
 * where each look is recorded for the owner.
 */
function openedOf({ visitor }: Asked): OpenedCompany[] {
  if (visitor.kind === 'member') return visitor.companies
  return visitor.kind === 'operator' ? visitor.companies.filter(({ byConsent }) => !byConsent) : []
}

/** Records the operator's acts, as each act in a company is recorded for its own page. */
async function noteActs({ ports, visitor }: Asked, tenantIds: readonly string[]): Promise<void> {
  if (visitor.kind !== 'operator') return
  const at = await ports.clock.now()
  for (const tenantId of tenantIds) {
    const act = { actId: ports.random.id(), at, who: nameOf(visitor), act: 'POST /retry' }
    await ports.store.forTenant(tenantId).transaction((tx) => tx.operatorActs.add(act, null))
  }
}

export const officeRoutes = [
  {
    method: 'GET',
    path: '/office',
    needs: 'account',
    about: 'All connections of the person who asks, over all companies, worst first.',
    query,
    async answer(asked) {
      return asked.context.json(await officeOf(asked.ports, openedOf(asked), languageOf(asked)))
    },
  },
  {
    method: 'GET',
    path: '/office/orders',
    needs: 'account',
    about:
      'Orders by number, or by a part of it of four characters or more, over all companies of the person who asks.',
    query: { search: 'The number, or the part.' },
    async answer(asked) {
      const search = (asked.context.req.query('search') ?? '').slice(0, searchMax)
      return asked.context.json(await findOrders(asked.ports, openedOf(asked), search))
    },
  },
  {
    method: 'POST',
    path: '/office/retry',
    needs: 'account',
    about: 'Verwerk for whole connections: tries again, safely; sends nothing by itself.',
    body: chosen,
    async answer(asked) {
      const { connections } = await bodyOf(asked, chosen)
      const { companies, ...done } = await retryOffice(asked.ports, openedOf(asked), new Set(connections))
      await noteActs(asked, companies)
      return asked.context.json(done)
    },
  },
  {
    method: 'GET',
    path: '/office/invitations',
    needs: 'account',
    about: 'To whom the companies that this person owns offer access, and who did not accept yet.',
    async answer(asked) {
      const { offers } = asked.ports.store.directory
      const owned = openedOf(asked).filter(({ role = 'owner' }) => role === 'owner')
      const now = await asked.ports.clock.now()
      const found = await offers.ofCompanies(
        owned.map(({ tenantId }) => tenantId),
        now,
      )
      return asked.context.json(
        found.map((offer) => ({ ...shownOffer(asked.ports, offer), companyId: offer.tenantId })),
      )
    },
  },
  {
    method: 'GET',
    path: '/office.csv',
    needs: 'account',
    about: 'The same, as CSV for people.',
    query: filterQuery,
    async answer(asked) {
      asked.context.header('content-type', 'text/csv; charset=utf-8')
      asked.context.header('content-disposition', 'attachment; filename="tentakel.csv"')
      return asked.context.body(officeCsv(await filtered(asked), languageOf(asked)))
    },
  },
  {
    method: 'GET',
    path: '/office.xlsx',
    needs: 'account',
    about: 'The same as a workbook.',
    query: filterQuery,
    async answer(asked) {
      asked.context.header('content-type', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet')
      asked.context.header('content-disposition', 'attachment; filename="tentakel.xlsx"')
      return asked.context.body(await officeWorkbook(await filtered(asked), languageOf(asked)))
    },
  },
] as const satisfies readonly Route[]
