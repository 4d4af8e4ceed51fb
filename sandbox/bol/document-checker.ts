/** A small checker of answers against the schemas of an OpenAPI document, for the conformance test. */

export interface Schema {
  $ref?: string
  type?: string
  format?: string
  enum?: string[]
  nullable?: boolean
  required?: string[]
  properties?: Record<string, Schema>
  items?: Schema
  allOf?: Schema[]
  minimum?: number
  maximum?: number
}

export interface OpenApi {
  paths: Record<string, Record<string, Operation>>
  components: { schemas: Record<string, Schema> }
}

export interface Operation {
  parameters?: { name: string; in: string; schema: Schema }[]
  responses: Record<string, { content?: Record<string, { schema: Schema }> }>
}

const DATE_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/

/**
 * All places where a value differs from its schema, as `place: what is wrong`.
 * @param omitted `Schema.property` names that may be missing although the document requires them
 */
export function faultsOf(
  document: OpenApi,
  schema: Schema,
  value: unknown,
  omitted: ReadonlySet<string>,
  place = '',
): string[] {
  const name = schema.$ref?.split('/').at(-1)
  const own = name === undefined ? (schema.allOf?.[0] ?? schema) : document.components.schemas[name]
  if (!own) return [`${place}: no schema ${name}`]
  if (own !== schema && own.$ref !== undefined) return faultsOf(document, own, value, omitted, place)
  if (own.type === 'array') {
    if (!Array.isArray(value)) return [`${place}: not a list`]
    return value.flatMap((entry, index) => faultsOf(document, own.items ?? {}, entry, omitted, `${place}[${index}]`))
  }
  if (own.type === 'object') return objectFaults(document, { schema: own, name: name ?? '' }, value, omitted, place)
  const fault = scalarFault(own, value)
  return fault === undefined ? [] : [`${place}: ${fault}`]
}

function objectFaults(
  document: OpenApi,
  { schema, name }: { schema: Schema; name: string },
  value: unknown,
  omitted: ReadonlySet<string>,
  place: string,
): string[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [`${place}: not an object`]
  const faults: string[] = []
  for (const key of schema.required ?? []) {
    if (!(key in value) && !omitted.has(`${name}.${key}`)) faults.push(`${place}.${key}: missing (${name})`)
  }
  for (const [key, entry] of Object.entries(value)) {
    const property = schema.properties?.[key]
    if (!property) faults.push(`${place}.${key}: unknown to ${name}`)
    else faults.push(...faultsOf(document, property, entry, omitted, `${place}.${key}`))
  }
  return faults
}

function scalarFault(schema: Schema, value: unknown): string | undefined {
  switch (schema.type) {
    case 'string':
      if (typeof value !== 'string') return 'not a text'
      if (schema.enum && !schema.enum.includes(value)) return `${value} is not in the enumeration`
      if (schema.format === 'date-time' && !DATE_TIME.test(value)) return `${value} is not a date-time`
      if (schema.format === 'date' && !/^\d{4}-\d{2}-\d{2}$/.test(value)) return `${value} is not a date`
      return undefined
    case 'integer':
    case 'number': {
      if (typeof value !== 'number') return 'not a number'
      if (schema.type === 'integer' && !Number.isInteger(value)) return 'not a whole number'
      const low = schema.minimum !== undefined && value < schema.minimum
      return low || (schema.maximum !== undefined && value > schema.maximum) ? `${value} is out of range` : undefined
    }
    case 'boolean':
      return typeof value === 'boolean' ? undefined : 'not true or false'
    default:
      return `type ${schema.type} is not known to the checker`
  }
}
