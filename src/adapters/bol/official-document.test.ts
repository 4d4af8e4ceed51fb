import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { HttpRequest } from '../../ports/http.ts'
import { BOL_LIMITS } from './limits.ts'
import { json, openShop } from './testkit.ts'

// Goal: no request of ours breaks the official OpenAPI document. Method: each request that the client can make, held
// against that document, which lies beside the project and does not belong to it.

const FILE = join(import.meta.dirname, '../../../../shared/apis/bol/retailer-v10.json')

interface Parameter {
  name: string
  in: string
  required?: boolean
  schema: { type: string; enum?: string[]; minimum?: number; maximum?: number }
}

interface Operation {
  parameters?: Parameter[]
  responses: Record<string, { content?: Record<string, unknown> }>
}

type Paths = Record<string, Record<string, Operation>>

describe.skipIf(!existsSync(FILE))('the official document', () => {
  const paths = existsSync(FILE) ? (JSON.parse(readFileSync(FILE, 'utf8')) as { paths: Paths }).paths : {}

  it('knows every request, its parameters and their values, and what we accept', async () => {
    const requests = await everyRequest()
    expect(requests.length).toBeGreaterThanOrEqual(8)
    for (const request of requests) expect(faultsOf(request, paths)).toEqual([])
  })

  it('would not let a wrong request pass', () => {
    const request = (url: string, accept = 'application/vnd.retailer.v10+json'): HttpRequest => ({
      method: 'GET',
      url: `https://api.example/base${url}`,
      headers: { accept },
      timeoutMs: 1,
    })
    for (const wrong of [
      request('/retailer/order'),
      request('/retailer/orders?pages=1'),
      request('/retailer/orders?page=0'),
      request('/retailer/orders?page=1.5'),
      request('/retailer/orders?change-interval-minute=61'),
      request('/retailer/orders?status=HANDLED'),
      request('/retailer/shipments?fulfilment-method=ALL'),
      request('/retailer/orders', 'application/json'),
    ]) {
      expect(faultsOf(wrong, paths)).not.toEqual([])
    }
  })

  it('has every route that we keep limits for', () => {
    const known = new Set(Object.keys(paths).map((path) => path.replace(/\{[^}]+\}/g, '{id}')))
    const ours = Object.keys(BOL_LIMITS).filter((name) => name !== 'POST /token')
    expect(ours.filter((name) => !known.has(name.replace('GET ', '')))).toEqual([])
  })
})

async function everyRequest(): Promise<HttpRequest[]> {
  const { shop, requests } = openShop((request) => {
    if (!request.url.includes('order-id')) return json(200, {})
    return json(200, { shipments: [{ shipmentId: '914587795', order: { orderId: 'C000TEST01' } }] })
  })
  await shop.identify()
  await shop.listOrders({ changedWithinMinutes: 1 }, 1)
  await shop.listOrders({ changedWithinMinutes: 60 }, 2)
  await shop.listOrders({ changedOn: '2026-11-20' }, 1)
  await shop.getOrder('C000TEST01')
  await shop.listShipments('seller', 1)
  await shop.listShipments('marketplace', 1)
  await shop.listShipmentsOfOrder('C000TEST01', 1)
  await shop.getShipment('914587795')
  await shop.listReturns({ fulfilment: 'seller', handled: true }, 1)
  await shop.listReturns({ fulfilment: 'marketplace', handled: false }, 2)
  await shop.getReturn('914587796')
  return requests.filter((request) => request.method === 'GET')
}

function faultsOf(request: HttpRequest, paths: Paths): string[] {
  const url = new URL(request.url)
  const path = url.pathname.replace(/^\/base/, '')
  const found = Object.entries(paths).find(([name]) =>
    new RegExp(`^${name.replace(/\{[^}]+\}/g, '[^/]+')}$`).test(path),
  )
  const operation = found?.[1][request.method.toLowerCase()]
  if (!operation) return [`no operation ${request.method} ${path}`]
  const accepted = Object.values(operation.responses).flatMap((response) => Object.keys(response.content ?? {}))
  const faults = accepted.includes(request.headers.accept ?? '')
    ? []
    : [`${path} does not give ${request.headers.accept}`]

  const parameters = operation.parameters?.filter((parameter) => parameter.in === 'query') ?? []
  for (const [name, value] of url.searchParams) {
    const parameter = parameters.find((each) => each.name === name)
    if (!parameter) faults.push(`${path} has no parameter ${name}`)
    else if (!fits(value, parameter.schema)) faults.push(`${name}=${value}`)
  }
  for (const parameter of parameters) {
    if (parameter.required && !url.searchParams.has(parameter.name)) faults.push(`${parameter.name} is missing`)
  }
  if (url.searchParams.has('order-id') && url.searchParams.has('fulfilment-method'))
    faults.push('order-id stands alone')
  return faults
}

function fits(value: string, schema: Parameter['schema']): boolean {
  if (schema.enum) return schema.enum.includes(value)
  if (schema.type !== 'integer') return value !== ''
  const number = Number(value)
  return /^\d+$/.test(value) && number >= (schema.minimum ?? 1) && number <= (schema.maximum ?? Infinity)
}
