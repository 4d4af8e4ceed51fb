import { overviewOf } from '../../app/overview.ts'
import { companyOf, languageOf, type Route } from '../route.ts'

export const overviewRoute: Route = {
  method: 'GET',
  path: '/overview',
  needs: 'reader',
  async answer(asked) {
    const { tenantId } = await companyOf(asked)
    return asked.context.json(await overviewOf(asked.ports, tenantId, languageOf(asked)))
  },
}
