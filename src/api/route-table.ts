/** Every call of the API. A test makes each without a session; a new one is in that test by being here. */
import { openApiOf } from './open-api.ts'
import type { Route } from './route.ts'
import { connectionRoutes } from './routes/connections.ts'
import { decisionRoutes } from './routes/decisions.ts'
import { historyRoutes } from './routes/history.ts'
import { ledgerCheckRoutes } from './routes/ledger-check.ts'
import { memberRoutes } from './routes/members.ts'
import { noticeRoutes } from './routes/notices.ts'
import { officeRoutes } from './routes/office.ts'
import { orderRoutes } from './routes/orders.ts'
import { overviewRoute } from './routes/overview.ts'
import { ownAccountRoutes } from './routes/own-account.ts'
import { operatorRoutes } from './routes/operator.ts'
import { passkeyRoutes, passkeySignInRoutes } from './routes/passkeys.ts'
import { problemRoutes } from './routes/problems.ts'
import { tokenRoutes } from './routes/tokens.ts'
import { supportRoutes } from './routes/support.ts'
import { settlementRoutes } from './routes/settlements.ts'
import { sessionRoutes } from './routes/session.ts'
import { wizardRoutes } from './routes/wizard.ts'

/** With the type of each: the pages' own calls are checked against it (`calls.ts`). */
export const routes = [
  ...sessionRoutes,
  ...passkeySignInRoutes,
  ...memberRoutes,
  ...ownAccountRoutes,
  ...passkeyRoutes,
  ...tokenRoutes,
  ...noticeRoutes,
  ...supportRoutes,
  ...operatorRoutes,
  overviewRoute,
  ...officeRoutes,
  ...problemRoutes,
  ...orderRoutes,
  ...settlementRoutes,
  ...ledgerCheckRoutes,
  ...connectionRoutes,
  ...historyRoutes,
  ...decisionRoutes,
  ...wizardRoutes,
] as const

/** The API describes itself, for scripts and for users who look up the rights of a call. */
const description: Route = {
  method: 'GET',
  path: '/openapi.json',
  needs: 'nobody',
  about: 'This document.',
  answer: ({ context }) => Promise.resolve(context.json(openApiOf(routeTable))),
}

export const routeTable: Route[] = [...routes, description]
