/** Single records that bol.com gives badly: one order, one row, one shipment or return, while all others are right. */

import type { SandboxResponse } from '../world.ts'
import { json, problem } from './answers.ts'

/** A row of a list, or the answer for the one record. */
export const PLACES = ['orderRow', 'order', 'shipmentRow', 'shipment', 'returnRow', 'return'] as const

export type Place = (typeof PLACES)[number]

/** `path` as `orderItems.0.quantity`; without `value` what stands there is left out. An empty path means the whole record. */
export interface Spoil {
  where: Place
  path?: string
  value?: unknown
  /** A row that comes twice: as it is, and spoilt. */
  twice?: boolean
  /** A row that does not come at all. */
  gone?: boolean
  /** Status of the answer for the one record. */
  status?: number
  /** Body of that answer, e.g. one that is no JSON. */
  body?: string
  delivery?: 'hang' | 'drop'
}

type Row = Record<string, unknown>

export class Spoils {
  private readonly byOrder = new Map<string, Spoil[]>()

  add(orderId: string, spoil: Spoil): void {
    if (!PLACES.includes(spoil.where)) throw new Error(`where must be one of ${PLACES.join(', ')}`)
    this.byOrder.set(orderId, [...(this.byOrder.get(orderId) ?? []), spoil])
  }

  mend(orderId: string): void {
    this.byOrder.delete(orderId)
  }

  list(answer: Row, key: 'orders' | 'shipments' | 'returns'): Row {
    const rows = answer[key] as Row[] | undefined
    if (rows === undefined || this.byOrder.size === 0) return answer
    const where = `${key.slice(0, -1)}Row`
    return { ...answer, [key]: rows.flatMap((row) => this.rowsOf(row, where)) }
  }

  private rowsOf(row: Row, where: string): unknown[] {
    const own = (this.byOrder.get(orderOf(row)) ?? []).filter((spoil) => spoil.where === where)
    if (own.length === 0) return [row]
    if (own.some((spoil) => spoil.gone === true)) return []
    const spoilt = own.reduce<unknown>(changed, row)
    return own.some((spoil) => spoil.twice === true) ? [row, spoilt] : [spoilt]
  }

  one(answer: Row, orderId: string, where: Place): SandboxResponse {
    const own = (this.byOrder.get(orderId) ?? []).filter((spoil) => spoil.where === where)
    const whole = json(200, own.reduce<unknown>(changed, answer))
    return own.reduce<SandboxResponse>((response, { status, body, delivery }) => {
      const replaced =
        status === undefined ? response : problem({ status, title: 'Error', detail: `Status ${status}.`, bare: true })
      return { ...replaced, ...(body === undefined ? {} : { body }), ...(delivery === undefined ? {} : { delivery }) }
    }, whole)
  }
}

function orderOf(row: Row): string {
  const order = row['order'] as Row | undefined
  const items = row['returnItems'] as Row[] | undefined
  const id = row['orderId'] ?? order?.['orderId'] ?? items?.[0]?.['orderId']
  return typeof id === 'string' ? id : ''
}

function changed(record: unknown, { path, value }: Spoil): unknown {
  if (path === undefined) return record
  if (path === '') return value
  const copy = structuredClone(record) as Row
  const steps = path.split('.')
  const last = steps.pop() as string
  let place: Row = copy
  for (const step of steps) place = place[step] as Row
  if (value === undefined) {
    if (Array.isArray(place)) place.splice(Number(last), 1)
    else delete place[last]
  } else place[last] = value
  return copy
}
