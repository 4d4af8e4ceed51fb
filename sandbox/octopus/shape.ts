/** How the shape of a request body is written down here, and the check of a body against it. */

import { isDate } from '../bol/local-time.ts'

export interface ObjectShape {
  kind: 'object'
  /** Name of the schema in the official document. */
  name: string
  required: readonly string[]
  properties: Readonly<Record<string, Shape>>
}

export type Shape =
  | { kind: 'int'; values?: readonly number[] }
  | { kind: 'double' | 'text' | 'date' | 'boolean' | 'base64' }
  | { kind: 'list'; of: Shape }
  | ObjectShape

export type FaultKind = 'unknown' | 'missing' | 'type' | 'value'

/** One way in which a body breaks its shape. `where` names properties, never values. */
export interface ShapeFault {
  kind: FaultKind
  where: string
  rule: string
}

export const INT: Shape = { kind: 'int' }
export const DOUBLE: Shape = { kind: 'double' }
export const TEXT: Shape = { kind: 'text' }
export const DATE: Shape = { kind: 'date' }
export const BOOLEAN: Shape = { kind: 'boolean' }
export const BASE64: Shape = { kind: 'base64' }

/** A whole number of which the document lists the meanings. */
export function oneOf(first: number, last: number): Shape {
  return { kind: 'int', values: Array.from({ length: last - first + 1 }, (_, index) => first + index) }
}

export function list(of: Shape): Shape {
  return { kind: 'list', of }
}

/** A property whose name ends in `*` is required. */
export function object(name: string, properties: Readonly<Record<string, Shape>>): ObjectShape {
  const entries = Object.entries(properties)
  return {
    kind: 'object',
    name,
    required: entries.filter(([key]) => key.endsWith('*')).map(([key]) => key.slice(0, -1)),
    properties: Object.fromEntries(entries.map(([key, shape]) => [key.replace('*', ''), shape])),
  }
}

export function checkShape(shape: Shape, value: unknown, where = 'body'): ShapeFault[] {
  const wrong = (rule: string, kind: FaultKind = 'type'): ShapeFault[] => [{ kind, where, rule }]
  switch (shape.kind) {
    case 'object':
      return isRecord(value) ? checkObject(shape, value, where) : wrong('must be an object')
    case 'list':
      if (!Array.isArray(value)) return wrong('must be a list')
      return value.flatMap((entry: unknown, index) => checkShape(shape.of, entry, `${where}[${index}]`))
    case 'int':
      if (!isInt32(value)) return wrong('must be a whole number of 32 bits')
      return shape.values && !shape.values.includes(value) ? wrong('is a value without a meaning', 'value') : []
    case 'double':
      return typeof value === 'number' ? [] : wrong('must be a number')
    case 'boolean':
      return typeof value === 'boolean' ? [] : wrong('must be true or false')
    case 'text':
      return typeof value === 'string' ? [] : wrong('must be a text')
    case 'date':
      return typeof value === 'string' && isDate(value) ? [] : wrong('must be a date YYYY-MM-DD')
    case 'base64':
      return typeof value === 'string' && isBase64(value) ? [] : wrong('must be base64')
  }
}

function checkObject(shape: ObjectShape, value: Record<string, unknown>, where: string): ShapeFault[] {
  const faults: ShapeFault[] = []
  for (const name of shape.required) {
    if (!Object.hasOwn(value, name)) {
      faults.push({ kind: 'missing', where: `${where}.${name}`, rule: 'is required and missing' })
    }
  }
  for (const [name, entry] of Object.entries(value)) {
    const inner = Object.hasOwn(shape.properties, name) ? shape.properties[name] : undefined
    if (inner) faults.push(...checkShape(inner, entry, `${where}.${name}`))
    else faults.push({ kind: 'unknown', where: `${where}.${name}`, rule: `is no property of ${shape.name}` })
  }
  return faults
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function isInt32(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && Math.abs(value) <= 2_147_483_647
}

function isBase64(text: string): boolean {
  return text.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(text)
}
