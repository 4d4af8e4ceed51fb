/** The store, opened for one company at a time. */
import type { Secrets } from '../../ports/secrets.ts'
import type { Store, TenantStore, Tx } from '../../ports/store.ts'
import { alarmsOf } from './installation/alarms.ts'
import { completenessOf } from './books/completeness.ts'
import { connectionsOf } from './installation/connections.ts'
import type { Database, Session } from './database.ts'
import { daysOf } from './books/days.ts'
import { directoryOf } from './installation/directory.ts'
import { documentsOf } from './books/documents.ts'
import { readFigures } from './installation/figures.ts'
import { heldRecordsOf } from './books/held-records.ts'
import { historyOf } from './books/history.ts'
import { ledgerOf } from './books/ledger.ts'
import { takeCalls } from './installation/limits.ts'
import { orderListsOf } from './books/order-lists.ts'
import { ordersOf } from './books/orders.ts'
import { personalDataOf } from './copies/personal-data.ts'
import { problemsOf } from './books/problems.ts'
import type { Processes } from './installation/processes.ts'
import { relationsOf } from './books/relations.ts'
import { reportsOf } from './books/reports.ts'
import { returnsOf } from './books/returns.ts'
import { bankOf } from './settle/bank.ts'
import { ledgerChecksOf } from './settle/ledger-check.ts'
import { matchesOf } from './settle/matches.ts'
import { settlementsOf } from './settle/settlements.ts'
import { workScheduleOf } from './books/schedule.ts'
import { shipmentsOf } from './books/shipments.ts'
import { crossBorderOf, vatChecksOf } from './books/vat-checks.ts'
import { operatorActsOf, supportOf } from './installation/support.ts'
import { trailOf } from './installation/trail.ts'
import { webhookOf } from './installation/webhooks.ts'
import { wizardDraftsOf } from './installation/wizard-drafts.ts'

export interface StoreOptions {
  database: Database
  secrets: Secrets
  processes: Processes
}

export function createStore(options: StoreOptions): Store {
  const { database, processes, secrets } = options
  return {
    directory: directoryOf(database, processes, secrets),
    forTenant: (tenantId) => tenantStore(options, tenantId),
  }
}

function tenantStore(options: StoreOptions, tenantId: string): TenantStore {
  const { database, processes } = options
  return {
    tenantId,
    transaction: (work) => database.transaction(tenantId, (session) => work(txOn(session, options, tenantId))),
    atOnce: (work) => database.atOnce(tenantId, (session) => work(txOn(session, options, tenantId))),
    exclusively: (name, work) => processes.exclusively(`${tenantId} ${name}`, work),
  }
}

function txOn(session: Session, { secrets }: StoreOptions, tenantId: string): Tx {
  const documents = documentsOf(session)
  return {
    connections: connectionsOf(session, tenantId, secrets),
    schedule: workScheduleOf(session),
    orders: ordersOf(session),
    shipments: shipmentsOf(session),
    returns: returnsOf(session),
    settlements: settlementsOf(session),
    bank: bankOf(session),
    matches: matchesOf(session),
    completeness: completenessOf(session),
    history: historyOf(session),
    heldRecords: heldRecordsOf(session),
    ledger: ledgerOf(session),
    ledgerChecks: ledgerChecksOf(session),
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
