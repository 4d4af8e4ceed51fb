/** Problems: one open row per connection, code and subject, with a counter. */
import { sql, type RawBuilder } from 'kysely'
import { loginCode } from '../../../domain/login-code.ts'
import { heldPrefix } from '../../../domain/order/held-record.ts'
import { isProblemCode, problemStates, type ProblemCode } from '../../../domain/problem/problem.ts'
import type {
  OpenProduct,
  ProblemAmount,
  ProblemGroup,
  Problems,
  StoredProblem,
} from '../../../ports/tables/problems.ts'
import type { Session } from '../database.ts'
import { at } from '../values.ts'

const columns =
  sql.raw(`connection_id as "connectionId", code, subject, order_id as "orderId", document_id as "documentId", params,
  first_at as "firstAt", last_at as "lastAt", times`)

/** An earlier version may have raised what the table no longer has. */
export function knownCode(code: string): ProblemCode {
  return isProblemCode(code) ? code : 'SYS-FOUT'
}

export function problemsOf(session: Session): Problems {
  const problems = async <R extends { code: ProblemCode }>(query: RawBuilder<R>): Promise<R[]> =>
    (await session.rows(query)).map((row) => ({ ...row, code: knownCode(row.code) }))
  return {
    ...writesOf(session),
    async countOpen() {
      const [row] = await session.rows(
        sql<{ count: number }>`select count(*)::int as count from problem where cleared_at is null`,
      )
      return row?.count ?? 0
    },
    open: (connectionId) =>
      problems(
        connectionId === null
          ? sql<StoredProblem>`select ${columns} from problem where cleared_at is null order by first_at`
          : sql<StoredProblem>`select ${columns} from problem where cleared_at is null and connection_id = ${connectionId} order by first_at`,
      ),
    withPrefix: (connectionId, prefix) =>
      problems(sql<StoredProblem>`select ${columns} from problem where cleared_at is null and connection_id = ${connectionId}
        and starts_with(subject, ${prefix}) order by first_at`),
    groups: (connectionId, ordersMax) =>
      problems(sql<ProblemGroup>`
        with open as (
          select p.connection_id, p.code, p.problem_id, p.first_at, coalesce(p.order_id, d.order_id) as order_id
          from problem p
            left join day_member m on p.order_id is null and m.tenant_id = p.tenant_id and m.total_id = p.document_id
            left join document d on d.tenant_id = m.tenant_id and d.document_id = m.document_id
          where p.cleared_at is null and p.connection_id not in (select c.connection_id from connection c where c.state = 'removed')
            and ${connectionId === null ? sql`true` : sql`p.connection_id = ${connectionId}`}
        ), grouped as (
          select connection_id, code, count(distinct problem_id)::int as problems, count(distinct order_id)::int as orders,
            coalesce(array_agg(distinct order_id) filter (where order_id is not null), '{}') as ids, min(first_at) as since, min(problem_id) as first
          from open group by 1, 2
        ) select g.connection_id as "connectionId", g.code, g.problems, g.orders, ${ordersMax === null ? sql`g.ids` : sql`g.ids[1:${ordersMax}::int]`} as "orderIds",
            g.since, p.params
          from grouped g cross join lateral (select params from problem where problem_id = g.first limit 1) p order by g.since, g.first`),
    amounts: (connectionId) =>
      problems(sql<ProblemAmount>`
        with open as (select distinct p.connection_id, p.code, coalesce(p.order_id, d.order_id) as order_id from problem p
            left join day_member m on p.order_id is null and m.tenant_id = p.tenant_id and m.total_id = p.document_id
            left join document d on d.tenant_id = m.tenant_id and d.document_id = m.document_id
          where p.cleared_at is null and ${connectionId === null ? sql`true` : sql`p.connection_id = ${connectionId}`})
        select p.connection_id as "connectionId", p.code, sum((o.explanation->>'grossCents')::bigint)::bigint as "grossCents"
        from open p cross join lateral (select explanation from marketplace_order m where m.connection_id = p.connection_id
          and m.order_id = p.order_id and m.explanation->>'grossCents' is not null limit 1) o group by 1, 2`),
    withCodes: (connectionId, codes, limit) =>
      problems(sql<StoredProblem>`select ${columns} from problem where cleared_at is null and connection_id = ${connectionId}
        and code = any(${codes}) order by first_at limit ${limit}`),
    openProducts: (connectionId, limit) =>
      session.rows(sql<OpenProduct>`
        with waiting as (select params from problem where cleared_at is null and connection_id = ${connectionId} and code = 'BTW-EAN' limit ${limit})
        select params->>'ean' as ean, min(params->>'product') as title from waiting where params->>'ean' is not null group by 1 order by 2, 1`),
    about: (subject) =>
      problems(
        sql<StoredProblem>`select ${columns} from problem where cleared_at is null and subject = ${subject} order by first_at`,
      ),
    ofOrder: (connectionId, orderId) =>
      problems(
        sql<StoredProblem>`select ${columns} from problem where cleared_at is null and connection_id = ${connectionId} and (order_id = ${orderId}
          or document_id in (select m.total_id from day_member m join document d on d.tenant_id = m.tenant_id and d.document_id = m.document_id
            where d.connection_id = ${connectionId} and d.order_id = ${orderId})) order by first_at`,
      ),
  }
}

function writesOf(session: Session): Pick<Problems, 'raise' | 'endOwn' | 'endOfOrders' | 'endAbout'> {
  return {
    async raise(raised, when) {
      // A problem that many orders of a batch have in common is one row.
      const problems = [
        ...new Map(raised.map((row) => [`${row.connectionId}|${row.code}|${row.subject}`, row])).values(),
      ].map((row) => ({ ...row, documentStates: row.documentId === null ? null : problemStates(row.code) }))
      await session.run(sql`insert into problem as p (tenant_id, connection_id, code, subject, order_id, document_id, document_states, params, first_at, last_at)
        select current_tenant(), r."connectionId", r.code, r.subject, r."orderId", r."documentId", r."documentStates", r.params, ${at(when)}, ${at(when)}
        from jsonb_to_recordset(${JSON.stringify(problems)}::jsonb) as r("connectionId" uuid, code text, subject text, "orderId" text,
          "documentId" uuid, "documentStates" text[], params jsonb)
        where r."documentStates" is null or exists (select from document d where d.document_id = r."documentId" and d.state = any(r."documentStates"))
        on conflict (tenant_id, connection_id, code, subject) where cleared_at is null
        do update set last_at = excluded.last_at, times = p.times + 1, params = excluded.params`)
    },
    async endOwn(connectionId, codes, when, subjects) {
      const chosen = subjects === undefined ? sql`true` : sql`subject = any(${subjects})`
      await session.run(sql`update problem set cleared_at = ${at(when)} where connection_id = ${connectionId} and cleared_at is null
        and order_id is null and document_id is null and code = any(${codes}) and ${chosen}
        and not exists (select from connection c where c.tenant_id = problem.tenant_id and c.connection_id = problem.connection_id
          and (problem.code = ${loginCode.marketplace} and c.marketplace_refusal is not null
            or problem.code = ${loginCode.ledger} and c.ledger_refusal is not null))`)
    },
    async endOfOrders(connectionId, orderIds, when) {
      await session.run(sql`update problem set cleared_at = ${at(when)} where connection_id = ${connectionId} and cleared_at is null
        and order_id = any(${orderIds}) and document_id is null and not starts_with(subject, ${heldPrefix})`)
    },
    async endAbout(connectionId, subject, when) {
      await session.run(sql`update problem set cleared_at = ${at(when)} where connection_id = ${connectionId} and cleared_at is null
        and subject = ${subject}`)
    },
  }
}
