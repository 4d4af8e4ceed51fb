/** Documents, their attempts and the sends of these. */
import { sql } from 'kysely'
import { kindsOf } from '../../../domain/document/document-kinds.ts'
import type { Progress } from '../../../domain/document/progress.ts'
import { assertStep, states, type DocumentState } from '../../../domain/document/document-states.ts'
import type { DocumentTarget } from '../../../domain/ledger/ledger.ts'
import type { LimitRequest } from '../../../ports/call-limits.ts'
import type {
  AnswerWrite,
  ClaimWrite,
  Documents,
  DocumentStep,
  JournalWithWork,
  NewDocument,
  NextInJournal,
  NextPrepared,
  StoredDocument,
} from '../../../ports/tables/documents.ts'
import { attemptsOf } from './attempts.ts'
import type { Session } from '../database.ts'
import { letGo, releaseHistory } from './history.ts'
import { heldBySent, nextAttention, nextMoments } from './moments.ts'
import { among, stepTo } from './state-steps.ts'
import { at } from '../values.ts'

/** The event of a document that the plan set aside. */
const planAgain = 'planAgain'

type Row = Omit<StoredDocument, 'progress'> &
  Omit<Progress, 'state' | 'target'> & { state: DocumentState; target: DocumentTarget }

const columns =
  sql.raw(`d.document_id as "documentId", d.connection_id as "connectionId", d.dossier_id as "dossierId", d.kind,
  d.business_key as "businessKey", d.version, d.reference, d.order_id as "orderId", d.journal_id as "journalId", d.journal_key as "journalKey",
  d.book_year_id as "bookYearId", d.period, d.document_date as "documentDate", d.amount_cents as "amountCents", d.buyer_hash as "buyerHash",
  d.revision, d.order_version as "orderVersion", d.plan, d.template_hash as "templateHash",
  d.not_before as "notBefore", d.book_anyway as "bookAnyway", d.queue_at as "queueAt", d.ledger_cents as "ledgerCents", d.confirmed_at as "confirmedAt", d.priority,
  d.state = 'skipped' and d.last_event = '${planAgain}' as discarded, coalesce(b.state = 'wanted', false) as "relationWanted", d.state, d.target, d.must_look as "mustLook", d.number,
  d.sends_of_number as "sendsOfNumber", d.last_sent_at as "lastSentAt", d.doubt_since as "doubtSince", coalesce(d.last_answer, 'none') as "lastAnswer",
  d.silent_sends as "silentSends", d.server_errors as "serverErrors", d.empty_lookups as "emptyLookups", d.resend_used as "resendUsed"`)
/** They may be long, and are read where they are sent. */
const bytes = sql.raw(`d.template_sealed as "templateSealed"`)
const withBuyer = sql.raw(
  `document d left join buyer_relation b on b.tenant_id = d.tenant_id and b.dossier_id = d.dossier_id and b.buyer_hash = d.buyer_hash`,
)

export function documentsOf(session: Session): Documents {
  const find = async (where: ReturnType<typeof sql>): Promise<StoredDocument[]> => {
    const rows = await session.rows(sql<Row>`select ${columns}, ${bytes} from ${withBuyer} where ${where}`)
    return rows.map(documentOf)
  }
  return {
    ofOrders: (connectionId, orderIds) =>
      find(sql`d.connection_id = ${connectionId} and d.order_id = any(${orderIds}) order by d.queue_at, d.document_id`),
    async ofSettlements(connectionId) {
      // Without their bytes: a purchase carries its PDF.
      const rows = await session.rows(sql<Row>`select ${columns}, null as "templateSealed" from ${withBuyer}
        where d.connection_id = ${connectionId} and d.kind in ${among(kindsOf.settlement)}
        order by d.queue_at, array_position(${kindsOf.settlement}::text[], d.kind), d.business_key`)
      return rows.map(documentOf)
    },
    async anyOfSettlements(connectionId, wanted) {
      const found = await session.rows(sql<unknown>`select 1 from document d where d.connection_id = ${connectionId}
        and d.kind in ${among(kindsOf.settlement)} and d.state in ${among(wanted)} limit 1`)
      return found.length > 0
    },
    get: async (documentId) =>
      /^[0-9a-f-]{36}$/iu.test(documentId) ? ((await find(sql`d.document_id = ${documentId}`))[0] ?? null) : null,
    savePlanned: (documents) => savePlanned(session, documents),
    async withdraw(documentIds, to, event, when) {
      const step = stepTo(to, 'withdrawn', { at: when, cause: event })
      await session.run(sql`update document set ${step.set}, not_before = null
        where document_id = any(${documentIds}) and state in ${step.from}`)
    },
    async discard(documentIds, event, when) {
      const step = stepTo('skipped', 'discarded', { at: when, cause: event })
      await session.run(sql`delete from document d where d.document_id = any(${documentIds}) and d.state in ${step.from}
        and not exists (select from attempt a where a.tenant_id = d.tenant_id and a.document_id = d.document_id)`)
      await session.run(
        sql`update document set ${step.set}, not_before = null where document_id = any(${documentIds}) and state in ${step.from}`,
      )
    },
    async anyGoneOn(documentIds) {
      const rows = await session.rows(sql<unknown>`select 1 from document where document_id = any(${documentIds})
        and state not in ${among(states.planned)} and not (state = 'skipped' and last_event = ${planAgain}) limit 1`)
      return rows.length > 0
    },
    async takeUp(documentIds, when) {
      const step = stepTo('draft', 'takenUp', { at: when, cause: planAgain })
      await session.run(
        sql`update document set ${step.set} where document_id = any(${documentIds}) and state in ${step.from} and last_event = ${planAgain}`,
      )
    },
    step: (step) => writeStep(session, step),
    async notFoundFirst(documentIds, when) {
      // To `checking` and back: both steps are told, and the row is written once.
      assertStep('ready', 'checkStarted', 'checking')
      assertStep('checking', 'lookedUp', 'ready')
      await session.run(sql`with found as (
          update document set last_event = 'lookedUp', must_look = false, doubt_since = null, last_actor = 'tentakel', not_before = null
          where document_id = any(${documentIds}) and state = 'ready' and must_look and sends_of_number = 0
          returning tenant_id, document_id, number, amount_cents, ledger_cents, document_date, reference, template_hash
        )
        insert into document_step (tenant_id, document_id, at, from_state, to_state, event, actor, number, amount_cents, ledger_cents,
            document_date, reference, bytes_hash)
          select f.tenant_id, f.document_id, ${at(when)}, s.from_state, s.to_state, s.event, 'tentakel', f.number, f.amount_cents, f.ledger_cents,
            f.document_date, f.reference, f.template_hash
          from found f cross join (values (1, 'ready', 'checking', 'lookedFirst'), (2, 'checking', 'ready', 'lookedUp'))
            as s(turn, from_state, to_state, event)
          order by f.document_id, s.turn`)
    },
    releaseHistory: (dossierId, release) => releaseHistory(session, dossierId, release),
    async prioritise(documentIds, notBefore) {
      await session.run(
        sql`update document set priority = 100, not_before = ${at(notBefore)} where document_id = any(${documentIds}) and state in ${among(['ready', 'deferred'])}`,
      )
    },
    next: (journalId, budget, now) => nextInJournal(session, journalId, { budget, now }),
    nextPrepared: (claim, budget) => nextPrepared(session, claim, budget),
    peek: (journalId, now, limit) =>
      find(sql`d.journal_id = ${journalId} and d.state = 'ready' and d.priority >= ${letGo} and not d.must_look
        and (d.not_before is null or d.not_before <= ${at(now)}) order by d.priority desc, d.document_date, d.queue_at, d.document_id limit ${limit}`),
    journalsWithWork: (dossierId, now) =>
      session.rows(sql<JournalWithWork>`select j.journal_id as "journalId", case when j.mode in ('bookings', 'purchases') then 'bookings' when j.mode = 'entries' then 'entries' else 'invoices' end as target
        from ledger_journal j left join lateral (select d.document_id from document d where d.tenant_id = j.tenant_id
          and d.journal_id = j.journal_id and d.state = 'ready' and d.priority >= ${letGo} and not d.must_look
          and (d.not_before is null or d.not_before <= ${at(now)}) limit 1) waiting on true
        where j.dossier_id = ${dossierId} and (j.held_by is not null or waiting.document_id is not null)`),
    inState: (connectionId, wanted) =>
      find(sql`d.connection_id = ${connectionId} and d.state in ${among(wanted)}
        order by d.queue_at, d.document_id`),
    unnumberedLike: (documentId) =>
      find(sql`d.state = 'ready' and d.number is null and d.document_id in (
          select o.document_id from document l join document o using (tenant_id, dossier_id, buyer_hash) where l.document_id = ${documentId})
        order by d.queue_at, d.document_id`),
    async journalsOf(connectionId, wanted) {
      const rows = await session.rows(sql<{
        journalKey: string
      }>`select distinct d.journal_key as "journalKey" from document d
        where d.connection_id = ${connectionId} and d.state in ${among(wanted)}`)
      return rows.map(({ journalKey }) => journalKey)
    },
    async anyUnsettled(connectionId) {
      const [row] = await session.rows(sql<{ any: boolean }>`select
        exists (select from document d where d.connection_id = ${connectionId} and d.state in ${among(states.unsettled)})
        or exists (select from document d where d.connection_id = ${connectionId} and d.state = 'ready' and d.must_look) as any`)
      return row?.any === true
    },
    async anyInState(connectionId, wanted) {
      const found = await session.rows(sql<unknown>`select 1 from document d where d.connection_id = ${connectionId}
        and d.state in ${among(wanted)} limit 1`)
      return found.length > 0
    },
    nextAttention: (connectionId) => nextAttention(session, connectionId),
    nextMoments: (connectionId) => nextMoments(session, connectionId),
    async toReadBack(connectionId) {
      const rows = await session.rows(sql<unknown>`select 1 from ${heldBySent(connectionId)} limit 1`)
      return rows.length > 0
    },
    toLookFor: (connectionId) =>
      find(
        sql`d.connection_id = ${connectionId} and d.state = 'ready' and d.must_look order by d.queue_at, d.document_id`,
      ),
    toVerify: (dossierId) =>
      find(
        sql`d.dossier_id = ${dossierId} and d.state = 'confirmed' and d.number is not null order by d.queue_at, d.document_id`,
      ),
    byPlace: (dossierId, places) =>
      find(sql`d.dossier_id = ${dossierId} and d.state in ${among(states.inLedger)} and (d.book_year_id, d.journal_key, d.number) in (
        select r."bookYearId", r."journalKey", r.number from jsonb_to_recordset(${JSON.stringify(places)}::jsonb)
          as r("bookYearId" int, "journalKey" text, number int)) order by d.queue_at, d.document_id`),
    async bookAnyway(documentId) {
      await session.run(sql`update document set book_anyway = true where document_id = ${documentId}`)
    },
    async lookFirst(references) {
      await session.run(
        sql`update document set must_look = true where reference = any(${references}) and state = 'ready'`,
      )
    },
    byReferences: (references) => find(sql`d.reference = any(${references})`),
    async claim(claim) {
      const [row] = await session.rows(
        sql<Attempt>`with ${claimSteps(claim, sql`true`)} select ${attemptColumns} from chosen, sent`,
      )
      if (row === undefined) throw new Error('a document went on while it was being claimed')
      return { kind: 'claimed', ...row }
    },
    record: (answer) => writeAnswer(session, answer),
    async closeAttempt(documentId, state) {
      await session.run(sql`update attempt set state = ${state} where document_id = ${documentId} and state = 'open'`)
    },
    ...attemptsOf(session),
  }
}

interface Next {
  kindOfNext: NextInJournal['kind'] | 'other'
  lastNumber: number
  heldBy: string
  freeAt: number | null
}

function nextColumns(): ReturnType<typeof sql> {
  return sql.raw('n.kind as "kindOfNext", n.last_number as "lastNumber", n.held_by as "heldBy", n.free_at as "freeAt"')
}

async function nextInJournal(
  session: Session,
  journalId: string,
  { budget, now }: { budget: LimitRequest; now: number },
): Promise<NextInJournal> {
  const [row] = await session.rows(sql<Row & Next>`select ${nextColumns()}, ${columns}, ${bytes}
    from next_in_journal(${journalId}, ${at(now)}, ${budget.key}, ${budget.limit}, ${budget.windowMs}) n left join (${withBuyer}) on d.document_id = n.head_id`)
  if (row === undefined) return { kind: 'empty' }
  const { kindOfNext, lastNumber, heldBy, freeAt, ...document } = row
  if (kindOfNext === 'held') return { kind: 'held', documentId: heldBy }
  if (kindOfNext === 'budget') return { kind: 'budget', until: freeAt ?? now + budget.windowMs }
  if (kindOfNext === 'empty') return { kind: 'empty' }
  if (kindOfNext === 'relationWanted') return { kind: 'relationWanted', document: documentOf(document) }
  return { kind: 'head', document: documentOf(document), lastNumber }
}

async function nextPrepared(session: Session, claim: ClaimWrite, budget: LimitRequest): Promise<NextPrepared> {
  const { document, progress, journalId } = claim
  const last = progress.number === null ? null : progress.number - 1
  const [row] = await session.rows(sql<Next & Partial<Attempt>>`
    with next as materialized (select * from next_expected_in_journal(${journalId}, ${at(claim.at)}, ${budget.key}, ${budget.limit},
        ${budget.windowMs}, ${document.documentId}::uuid, ${document.templateHash}::text, ${last}::int)),
      ${claimSteps(claim, sql`exists (select from next n where n.kind = 'head')`)}
    select ${nextColumns()}, ${attemptColumns} from next n left join (chosen join sent using (attempt_id)) on true`)
  if (row === undefined || row.kindOfNext === 'empty') return { kind: 'empty' }
  const { kindOfNext, heldBy, freeAt, attemptId, bytesHash } = row
  if (typeof attemptId === 'string' && typeof bytesHash === 'string') return { kind: 'claimed', attemptId, bytesHash }
  if (kindOfNext === 'held') return { kind: 'held', documentId: heldBy }
  if (kindOfNext === 'budget') return { kind: 'budget', until: freeAt ?? claim.at + budget.windowMs }
  return { kind: 'other' }
}

function documentOf(row: Row): StoredDocument {
  const {
    state,
    target,
    mustLook,
    number,
    sendsOfNumber,
    lastSentAt,
    doubtSince,
    lastAnswer,
    silentSends,
    serverErrors,
    emptyLookups,
    resendUsed,
    ...rest
  } = row
  const progress = {
    state,
    target,
    mustLook,
    number,
    sendsOfNumber,
    lastSentAt,
    doubtSince,
    lastAnswer,
    silentSends,
    serverErrors,
    emptyLookups,
    resendUsed,
  }
  return { ...rest, progress }
}

/** Nothing of `d` left for a reason that lies with the call, and it is planned for the same journal again. */
const rests = sql`d.state = 'ready' and excluded.state = 'ready' and d.last_event in ('notSent', 'planned') and d.journal_id = excluded.journal_id`

/** A row that was planned before is replaced, unless something was sent of it in the meantime. */
async function savePlanned(session: Session, documents: NewDocument[]): Promise<void> {
  const rows = documents.map((document) => ({
    ...document,
    queueAt: at(document.queueAt),
    notBefore: at(document.notBefore),
    at: at(document.at),
  }))
  await session.run(sql`
    insert into document as d (tenant_id, document_id, connection_id, dossier_id, kind, business_key, version, reference, order_id, target, journal_id,
        journal_key, book_year_id, period, document_date, amount_cents, buyer_hash, revision, order_version, state, state_since, last_event, last_actor,
        queue_at, not_before, must_look, plan, template_sealed, template_hash, template_at, priority)
      select current_tenant(), r."documentId", r."connectionId", r."dossierId", r.kind, r."businessKey", r.version, r.reference, r."orderId", r.target,
        r."journalId", r."journalKey", r."bookYearId", r.period, r."documentDate", r."amountCents", r."buyerHash", r.revision, r."orderVersion", r.state,
        r.at, 'planned', 'tentakel', r."queueAt", r."notBefore", r."mustLook", r.plan, r."templateSealed", r."templateHash", r.at, r.priority
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r("documentId" uuid, "connectionId" uuid, "dossierId" int, kind text, "businessKey" text,
        version int, reference text, "orderId" text, target text, "journalId" uuid, "journalKey" text, "bookYearId" int, period int, "documentDate" date,
        "amountCents" bigint, "buyerHash" text, revision int, "orderVersion" int, state text, at timestamptz, "queueAt" timestamptz, "notBefore" timestamptz, "mustLook" boolean,
        plan jsonb, "templateSealed" text, "templateHash" text, priority int)
    on conflict (tenant_id, document_id) do update set dossier_id = excluded.dossier_id, version = excluded.version, reference = excluded.reference,
      target = excluded.target, journal_id = excluded.journal_id, journal_key = excluded.journal_key, book_year_id = excluded.book_year_id,
      period = excluded.period, document_date = excluded.document_date, amount_cents = excluded.amount_cents, buyer_hash = excluded.buyer_hash,
      revision = excluded.revision, order_version = excluded.order_version, state = excluded.state, state_since = excluded.state_since,
      last_event = excluded.last_event, last_actor = excluded.last_actor, plan = excluded.plan, template_sealed = excluded.template_sealed,
      template_hash = excluded.template_hash, template_at = excluded.template_at, must_look = case when d.version = excluded.version then d.must_look else excluded.must_look end,
      -- What failed before may go through with another content.
      doubt_since = case when d.template_hash = excluded.template_hash then d.doubt_since end,
      last_answer = null, ledger_cents = null, ledger_sums = null,
      -- A call that rests is not asked sooner because the order was read once more.
      not_before = case when ${rests} then greatest(d.not_before, excluded.not_before) else excluded.not_before end
      where d.state in ${among(states.planned)}`)
}

async function writeStep(session: Session, step: DocumentStep): Promise<boolean> {
  const { progress, expected } = step
  const sends = expected.sendsOfNumber === undefined ? sql`true` : sql`sends_of_number = ${expected.sendsOfNumber}`
  const rows =
    await session.run(sql`update document set ${progressColumns(progress)}, state_since = ${at(step.at)}, last_event = ${step.event},
      last_actor = ${step.actor}, not_before = ${at(step.notBefore)}, confirmed_at = coalesce(${at(step.confirmedAt ?? null)}, confirmed_at),
      verified_at = coalesce(${at(step.verifiedAt ?? null)}, verified_at), ledger_cents = coalesce(${step.ledgerCents ?? null}, ledger_cents),
      ledger_sums = coalesce(${step.ledgerSums == null ? null : JSON.stringify(step.ledgerSums)}::jsonb, ledger_sums),
      priority = case when ${step.goesLast ?? false} then least(priority, ${letGo}) else priority end
    where document_id = ${step.documentId} and state = ${expected.state} and ${sends}`)
  return rows > 0
}

function progressColumns(progress: Progress): ReturnType<typeof sql> {
  return sql`state = ${progress.state}, must_look = ${progress.mustLook}, number = ${progress.number}, sends_of_number = ${progress.sendsOfNumber},
    last_sent_at = ${at(progress.lastSentAt)}, doubt_since = ${at(progress.doubtSince)}, last_answer = ${progress.lastAnswer},
    silent_sends = ${progress.silentSends}, server_errors = ${progress.serverErrors}, empty_lookups = ${progress.emptyLookups},
    resend_used = ${progress.resendUsed}`
}

interface Attempt {
  attemptId: string
  bytesHash: string
}

const attemptColumns = sql.raw('chosen.attempt_id as "attemptId", chosen.bytes_hash as "bytesHash"')

/** Document, attempt, send and journal as parts of one statement: a claim is there whole or not at all. */
function claimSteps(claim: ClaimWrite, condition: ReturnType<typeof sql>): ReturnType<typeof sql> {
  const { document, progress, journalId } = claim
  return sql`moved as (
      update document set ${progressColumns(progress)}, state_since = ${at(claim.at)}, last_event = 'claimed', last_actor = 'tentakel', not_before = null
      where document_id = ${document.documentId} and state = ${document.progress.state} and sends_of_number = ${document.progress.sendsOfNumber}
        -- What is sent is what stands there: planned anew in the meantime, it is read again.
        and template_hash is not distinct from ${document.templateHash} and ${condition}
      returning document_id
    ), present as (
      select attempt_id, bytes_hash from attempt where document_id = ${document.documentId} and state = 'open' and ${ofNumber(progress.number)}
    ), made as (
      insert into attempt (tenant_id, attempt_id, document_id, journal_id, document_number, bytes_hash, state)
        select current_tenant(), ${claim.newAttemptId}::uuid, document_id, ${journalId}::uuid, ${progress.number}::int, ${claim.bytesHash}::text, 'open' from moved
        where not exists (select from present)
      returning attempt_id, bytes_hash
    ), chosen as (select * from present union all select * from made), sent as (
      insert into attempt_send (tenant_id, attempt_id, send_no, sent_by, sent_at)
        select current_tenant(), chosen.attempt_id,
          (select coalesce(max(s.send_no), 0) + 1 from attempt_send s where s.attempt_id = chosen.attempt_id), ${claim.sentBy}, ${at(claim.at)} from chosen, moved
      returning attempt_id
    )${progress.number === null ? sql`` : heldBy(claim)}`
}

/** The one open attempt of a document under a key of ours has no number. */
function ofNumber(number: number | null): ReturnType<typeof sql> {
  return number === null ? sql`document_number is null` : sql`document_number = ${number}`
}

/** The next number of the journal depends on what becomes of this one. */
function heldBy({ document, journalId }: ClaimWrite): ReturnType<typeof sql> {
  return sql`, held as (
      update ledger_journal set held_by = ${document.documentId}::uuid where journal_id = ${journalId}::uuid and exists (select from moved)
    )`
}

async function writeAnswer(session: Session, answer: AnswerWrite): Promise<boolean> {
  const { document, decision, expected, journal } = answer
  const { progress } = decision
  const confirmed = progress.state === 'confirmed'
  const attemptState = decision.returnsNumber ? 'returned' : confirmed ? 'answered' : 'open'
  const [row] = await session.rows(sql<{ moved: boolean }>`
    with moved as (
      update document set ${progressColumns(progress)}, state_since = ${at(answer.at)}, last_event = ${answer.outcome}, last_actor = 'tentakel',
        not_before = ${at(decision.notBefore)}, confirmed_at = case when ${confirmed} then ${at(answer.at)}::timestamptz else confirmed_at end,
        ledger_cents = case when ${confirmed} and target <> 'invoices' then amount_cents else ledger_cents end
      where document_id = ${document.documentId} and state = ${expected.state} and sends_of_number = ${expected.sendsOfNumber}
      returning document_id
    ), answered as (
      update attempt_send set outcome = ${answer.outcome}, detail = ${answer.detail}, answered_at = ${at(answer.at)}
      where attempt_id = ${answer.attemptId} and answered_at is null
    ), closed as (
      update attempt set state = ${attemptState} where attempt_id = ${answer.attemptId} and state = 'open' and exists (select from moved)
    ), freed as (
      update ledger_journal set held_by = ${journal.heldBy}::uuid, last_number = coalesce(${journal.lastNumber}, last_number)
      where journal_id = ${document.journalId} and held_by = ${document.documentId} and exists (select from moved)
    )
    select exists (select from moved) as moved`)
  return row?.moved ?? false
}
