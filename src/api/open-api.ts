/** The API as an OpenAPI 3.1 document, derived from the table of routes itself, so that the answers and their description cannot differ. */
import { z } from 'zod'
import type { Needs, Route } from './route.ts'

const version = '0.1.0'
const description = `What the web app uses, for a company's own scripts. An owner makes a token under *Toegang* in the app; it goes along as
\`Authorization: Bearer tentakel_…\`. A token of scope \`read\` may what a reader may, one of scope \`write\` what a member may; what only an
owner or the operator decides, no token does. At most 120 calls a minute for each token; beyond it 429 with \`Retry-After\` in seconds.
Amounts are whole euro cents. An answer may get new fields; a field is not taken away without a line in the changelog.`

const whoMay: Record<Needs, string> = {
  nobody: 'Anybody.',
  account: 'An account; no token.',
  reader: 'From a reader on; a token of either scope.',
  member: 'From a member on; a token of scope write.',
  owner: 'An owner; no token.',
  operator: 'The operator; no token.',
}

const queryShape = { type: 'string' }
const faults = z.strictObject({
  faults: z.array(
    z.strictObject({
      path: z.string(),
      message: z.string(),
      code: z.string().optional().describe('of a message that pages say in their own language'),
      params: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
    }),
  ),
  incident: z.string().optional(),
})

export function openApiOf(routes: readonly Route[]): Record<string, unknown> {
  const paths: Record<string, Record<string, unknown>> = {}
  for (const route of routes) {
    const place = `/api${route.path.replaceAll(/:(\w+)/gu, '{$1}')}`
    paths[place] = { ...paths[place], [route.method.toLowerCase()]: operationOf(route) }
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Tentakel', version, description, license: { name: 'MIT', identifier: 'MIT' } },
    servers: [{ url: '/' }],
    security: [{ token: [] }],
    paths,
    components: {
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer' },
        session: { type: 'apiKey', in: 'cookie', name: 'tentakel_session' },
      },
      schemas: { Faults: jsonSchema(faults, 'output') },
    },
  }
}

function operationOf(route: Route): Record<string, unknown> {
  const inPath = [...route.path.matchAll(/:(\w+)/gu)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }))
  const known = { ...(route.needs === 'nobody' || route.needs === 'account' ? {} : companyQuery), ...route.query }
  const inQuery = Object.entries(known).map(([name, text]) => ({
    name,
    in: 'query',
    description: text,
    schema: queryShape,
  }))
  const forScripts = route.needs === 'reader' || route.needs === 'member'
  return {
    summary: route.about,
    description: whoMay[route.needs],
    security: route.needs === 'nobody' ? [] : forScripts ? [{ token: [] }, { session: [] }] : [{ session: [] }],
    parameters: [...inPath, ...inQuery],
    ...(route.body === undefined
      ? {}
      : {
          requestBody: {
            required: true,
            content: { 'application/json': { schema: jsonSchema(route.body, 'input') } },
          },
        }),
    responses: responsesOf(route),
  }
}

const companyQuery = { company: 'Which company, for who sees several; default: the first.' }

const types: Record<string, string> = {
  csv: 'text/csv',
  pdf: 'application/pdf',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
}

function responsesOf(route: Route): Record<string, unknown> {
  const refusal = (text: string): Record<string, unknown> => ({
    description: text,
    content: { 'application/json': { schema: { $ref: '#/components/schemas/Faults' } } },
  })
  const type = types[route.path.split('.')[1] ?? 'json'] ?? 'application/json'
  const schema = route.answers === undefined ? {} : jsonSchema(route.answers, 'output')
  return {
    200: { description: 'Done.', content: { [type]: { schema } } },
    ...(route.body === undefined ? {} : { 400: refusal('A field is not right: which, and why.') }),
    ...(route.needs === 'nobody' ? {} : { 401: refusal('Nobody is signed in, or the token was taken back.') }),
    403: refusal('Not allowed to this role or scope.'),
    404: refusal('Not there, or not of this company.'),
    409: refusal('Not possible as things stand.'),
    429: refusal('Too many calls; see Retry-After.'),
    500: refusal('A defect of ours; the incident names it in the log.'),
  }
}

function jsonSchema(shape: z.ZodType, io: 'input' | 'output'): Record<string, unknown> {
  const { $schema: _, ...schema } = z.toJSONSchema(shape, { io, unrepresentable: 'any' })
  return schema
}
