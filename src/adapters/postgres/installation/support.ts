/** Reports of users and the operator's answers. Their texts are sealed. */
import { sql } from 'kysely'
import type { Secrets } from '../../../ports/secrets.ts'
import type {
  Inbox,
  InboxEntry,
  OperatorAct,
  OperatorActs,
  Support,
  SupportMessage,
  SupportRequest,
} from '../../../ports/tables/support.ts'
import type { Session } from '../database.ts'
import { at } from '../values.ts'

const columns =
  sql.raw(`request_id as "requestId", connection_id as "connectionId", order_id as "orderId", problem_code as "problemCode",
  made_by as "madeBy", account_id as "accountId", made_at as "madeAt", changed_at as "changedAt", state, evidence`)

export function supportOf(session: Session, tenantId: string, secrets: Secrets): Support {
  const context = (messageId: string): string => `${tenantId}|support_message.text|${messageId}`
  return {
    async add(request) {
      const { requestId, connectionId, orderId, problemCode, madeBy, accountId, madeAt, changedAt, state, evidence } =
        request
      await session.run(sql`insert into support_request (tenant_id, request_id, connection_id, order_id, problem_code, made_by, account_id,
          made_at, changed_at, state, evidence)
        values (current_tenant(), ${requestId}, ${connectionId}, ${orderId}, ${problemCode}, ${madeBy}, ${accountId}, ${at(madeAt)},
          ${at(changedAt)}, ${state}, ${JSON.stringify(evidence)}::jsonb)`)
    },
    async addMessage({ messageId, requestId, at: when, byOperator, who, text }) {
      await session.run(sql`insert into support_message (tenant_id, message_id, request_id, at, by_operator, who, text_sealed)
        values (current_tenant(), ${messageId}, ${requestId}, ${at(when)}, ${byOperator}, ${who},
          ${secrets.seal(text, context(messageId))})`)
    },
    async setState(requestId, state, when) {
      await session.run(
        sql`update support_request set state = ${state}, changed_at = ${at(when)} where request_id = ${requestId}`,
      )
    },
    async get(requestId) {
      const [row] = await session.rows(
        sql<SupportRequest>`select ${columns} from support_request where request_id = ${requestId}`,
      )
      return row ?? null
    },
    list: (limit) =>
      session.rows(
        sql<SupportRequest>`select ${columns} from support_request order by changed_at desc, request_id limit ${limit}`,
      ),
    async messages(requestIds) {
      type Row = Omit<SupportMessage, 'text'> & { sealed: string }
      const rows = await session.rows(sql<Row>`select message_id as "messageId", request_id as "requestId", at,
        by_operator as "byOperator", who, text_sealed as sealed from support_message
        where request_id = any(${requestIds}::uuid[]) order by at, message_id`)
      return rows.map(({ sealed, ...row }) => ({ ...row, text: secrets.open(sealed, context(row.messageId)) }))
    },
    async forget(before) {
      const rows = await session.rows(sql<{
        requestId: string
      }>`delete from support_request where changed_at < ${at(before)}
        returning request_id as "requestId"`)
      return rows.map((row) => row.requestId)
    },
  }
}

export function inboxOf(session: Session): Inbox {
  return {
    async note({ requestId, tenantId, changedAt, state }) {
      await session.run(sql`insert into support_inbox (request_id, tenant_id, changed_at, state)
        values (${requestId}, ${tenantId}, ${at(changedAt)}, ${state})
        on conflict (request_id) do update set changed_at = excluded.changed_at, state = excluded.state`)
    },
    list: (limit) =>
      session.rows(sql<InboxEntry>`select i.request_id as "requestId", i.tenant_id as "tenantId", t.name as company,
        i.changed_at as "changedAt", i.state from support_inbox i join tenant t using (tenant_id)
        order by i.state <> 'open', i.changed_at desc, i.request_id limit ${limit}`),
    async tenantOf(requestId) {
      const [row] = await session.rows(
        sql<{
          tenantId: string
        }>`select tenant_id as "tenantId" from support_inbox where request_id::text = ${requestId}`,
      )
      return row?.tenantId ?? null
    },
    async forget(requestIds) {
      await session.run(sql`delete from support_inbox where request_id = any(${requestIds}::uuid[])`)
    },
  }
}

export function operatorActsOf(session: Session): OperatorActs {
  return {
    async add({ actId, at: when, who, act }, unlessSince) {
      const since = unlessSince === null ? null : at(unlessSince)
      await session.run(sql`insert into operator_act (tenant_id, act_id, at, who, act)
        select current_tenant(), ${actId}::uuid, ${at(when)}::timestamptz, ${who}, ${act}
        where not exists (select from operator_act o where o.who = ${who} and o.act = ${act} and o.at > ${since}::timestamptz)`)
    },
    newest: (limit) =>
      session.rows(
        sql<OperatorAct>`select act_id as "actId", at, who, act from operator_act order by at desc, act_id limit ${limit}`,
      ),
  }
}
