/** Every call of the API. A test makes each without a session; a new one is in that test by being here. */
import type { Route } from './route.ts'
import { connectionRoutes } from './routes/connections.ts'
import { decisionRoutes } from './routes/decisions.ts'
import { historyRoutes } from './routes/history.ts'
import { memberRoutes } from './routes/members.ts'
import { orderRoutes } from './routes/orders.ts'
import { overviewRoute } from './routes/overview.ts'
import { problemRoutes } from './routes/problems.ts'
import { sessionRoutes } from './routes/session.ts'
import { wizardRoutes } from './routes/wizard.ts'

export const routeTable: Route[] = [
  ...sessionRoutes,
  ...memberRoutes,
  overviewRoute,
  ...problemRoutes,
  ...orderRoutes,
  ...connectionRoutes,
  ...historyRoutes,
  ...decisionRoutes,
  ...wizardRoutes,
]
