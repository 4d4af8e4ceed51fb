/** The store, opened for one company at a time. */
import { sql } from 'kysely'
import type { Secrets } from '../../ports/secrets.ts'
import type { Store, TenantStore, Tx } from '../../ports/store.ts'
import { alarmsOf } from './alarms.ts'
import { completenessOf } from './completeness.ts'
import { connectionsOf } from './connections.ts'
import type { Database, Session } from './database.ts'
import { daysOf } from './days.ts'
import { directoryOf } from './directory.ts'
import { documentsOf } from './documents.ts'
import { readFigures } from './figures.ts'
import { heldRecordsOf } from './held-records.ts'
import { historyOf } from './history.ts'
import { ledgerOf } from './ledger.ts'
import { takeCalls } from './limits.ts'
import { orderListsOf } from './order-lists.ts'
import { ordersOf } from './orders.ts'
import { personalDataOf } from './personal-data.ts'
import { problemsOf } from './problems.ts'
import type { Processes } from './processes.ts'
import { relationsOf } from './relations.ts'
import { reportsOf } from './reports.ts'
import { returnsOf } from './returns.ts'
import { shipmentsOf } from './shipments.ts'
import { crossBorderOf, vatChecksOf } from './vat-checks.ts'
import { operatorActsOf, supportOf } from './support.ts'
import { trailOf } from './trail.ts'
import { webhookOf } from './webhooks.ts'
import { wizardDraftsOf } from './wizard-drafts.ts'

export interface StoreOptions {
  database: Database
  secrets: Secrets
  processes: Processes
}

export function createStore(options: StoreOptions): Store {
  const { database, processes, secrets } = options
  return {
    directory: directoryOf(database.session, processes, secrets),
    forTenant: (tenantId) => tenantStore(options, tenantId),
  }
}

function tenantStore(options: StoreOptions, tenantId: string): TenantStore {
  const { database } = options
  return {
    tenantId,
    transaction: (work) => database.transaction(tenantId, (session) => work(txOn(session, options, tenantId))),
    atOnce: (work) => database.atOnce(tenantId, (session) => work(txOn(session, options, tenantId))),
    async exclusively(name, work) {
      const connection = await database.connect(() => undefined)
      try {
        const key = `${tenantId} ${name}`
        const [row] = await connection.session.rows(
          sql<{ taken: boolean }>`select pg_try_advisory_lock(hashtextextended(${key}, 1)) as taken`,
        )
        if (row?.taken !== true) return { kind: 'busy' }
        return { kind: 'done', value: await work() }
      } finally {
        // The server frees the lock with its connection, also when this process is killed.
        await connection.close().catch(() => undefined)
      }
    },
  }
}

function txOn(session: Session, { secrets }: StoreOptions, tenantId: string): Tx {
  const documents = documentsOf(session)
  return {
    connections: connectionsOf(session, tenantId, secrets),
    orders: ordersOf(session),
    shipments: shipmentsOf(session),
    returns: returnsOf(session),
    completeness: completenessOf(session),
    history: historyOf(session),
    heldRecords: heldRecordsOf(session),
    ledger: ledgerOf(session),
    relations: relationsOf(session),
    documents,
    days: daysOf(session, documents),
    problems: problemsOf(session),
    reports: reportsOf(session),
    orderLists: orderListsOf(session),
    vatChecks: vatChecksOf(session),
    crossBorder: crossBorderOf(session),
    alarms: alarmsOf(session),
    webhook: webhookOf(session, tenantId, secrets),
    support: supportOf(session, tenantId, secrets),
    operatorActs: operatorActsOf(session),
    trail: trailOf(session),
    personalData: personalDataOf(session, secrets),
    figures: () => readFigures(session),
    wizardDrafts: wizardDraftsOf(session, tenantId, secrets),
    countCall: (request, now) => takeCalls(session, request, now),
  }
}
