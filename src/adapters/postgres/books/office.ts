/** All dossiers of a person at once: the function of migration 0210 reads each company as itself. */
import { sql } from 'kysely'
import type { Office, OfficeLine, OfficeOrder } from '../../../ports/office.ts'
import type { Session } from '../database.ts'
import { knownCode } from './problems.ts'

/** Connections whose counts are worked out by one look. */
const countedMax = 10
/** From so many on, two cores share the work. */
const sharedFrom = 40

export function officeOf(session: Session): Office {
  return {
    async lines(tenantIds, { lastMonth, thisMonth, days }, quiet) {
      const half = tenantIds.length < sharedFrom ? tenantIds.length : Math.ceil(tenantIds.length / 2)
      const shares = [tenantIds.slice(0, half), tenantIds.slice(half)].filter((share) => share.length > 0)
      const rows = await Promise.all(
        shares.map((share) =>
          session.rows(sql<{
            line: OfficeLine
          }>`select line from office_lines(${share}::uuid[], ${lastMonth}::date, ${thisMonth}::date,
            ${days}::date, ${quiet}::text[], ${countedMax}::int) line`),
        ),
      )
      return rows.flat().map(({ line }) => ({
        ...line,
        causes: line.causes.map((cause) => ({ ...cause, code: knownCode(cause.code) })),
      }))
    },
    async orders(tenantIds, orderNumber, limit) {
      const rows = await session.rows(
        sql<{
          found: OfficeOrder
        }>`select found from office_orders(${tenantIds}::uuid[], ${orderNumber}, ${limit}::int) found`,
      )
      return rows.map(({ found }) => found)
    },
  }
}
