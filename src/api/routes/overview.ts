import { overviewOf } from '../../app/show/overview.ts'
import { overviewAnswer } from '../answers.ts'
import { companyOf, languageOf, type Route } from '../route.ts'

export const overviewRoute = {
  method: 'GET',
  path: '/overview',
  needs: 'reader',
  about: 'How each connection of the company stands, and why.',
  query: { language: 'nl, fr or en.' },
  answers: overviewAnswer,
  async answer(asked) {
    const { tenantId } = await companyOf(asked)
    return asked.context.json(await overviewOf(asked.ports, tenantId, languageOf(asked)))
  },
} as const satisfies Route
