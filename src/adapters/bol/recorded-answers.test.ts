import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { HttpOutcome } from '../../ports/http.ts'
import { classify } from './classify.ts'
import { json, openShop, START } from './testkit.ts'

// Goal: what bol.com was really seen to answer is read. Method: recorded answers, which lie beside the project and do not
// belong to it; without them these tests are skipped.

const FOLDER = join(import.meta.dirname, '../../../../shared/apis/bol/fixtures')
const describeRecorded = describe.skipIf(!existsSync(FOLDER))

/** An answer kept as HTTP text. */
function recorded(name: string): HttpOutcome {
  const [head = '', ...body] = readFileSync(join(FOLDER, 'picqer-http', name), 'utf8')
    .replaceAll('\r', '')
    .split('\n\n')
  const [status = '', ...lines] = head.split('\n')
  const headers = Object.fromEntries(
    lines.map((line) => [line.split(':')[0]?.toLowerCase(), line.replace(/^[^:]*: */, '')]),
  )
  return { kind: 'done', status: Number(status.split(' ')[1]), headers, body: body.join('\n\n') }
}

/** An answer kept as JSON with status, headers and body. */
function live(name: string): HttpOutcome {
  const kept = JSON.parse(readFileSync(join(FOLDER, 'dreambits-live', name), 'utf8')) as {
    status: number
    headers: Record<string, string>
    body: unknown
  }
  return json(kept.status, kept.body, kept.headers)
}

describeRecorded('recorded logins', () => {
  const kindOf = async (outcome: HttpOutcome): Promise<string> => {
    const answer = await openShop(
      () => json(200, { retailerId: '1' }),
      () => outcome,
    ).shop.identify()
    return answer.kind === 'later' ? answer.cause : answer.kind
  }

  it('of August 2026', async () => {
    expect(await kindOf(live('token_200.json'))).toBe('ok')
    expect(await kindOf(live('token_401.json'))).toBe('loginRefused')
  })

  it.each([
    ['200-token', 'ok'],
    ['200-token-lowercase-scope', 'ok'],
    ['200-token-lowercase-type', 'ok'],
    ['200-token-unexpected-scope', 'ok'],
    ['200-token-empty-access_token', 'unreadable'],
    ['200-token-missing-access_token', 'unreadable'],
    ['200-token-empty-body', 'unreadable'],
    ['200-token-empty-expires_in', 'unreadable'],
    ['200-token-missing-expires_in', 'unreadable'],
    ['200-token-expires-immediately', 'unreadable'],
    ['200-token-unexpected-bearer', 'unreadable'],
    ['401-unauthorized', 'loginRefused'],
  ])('%s: %s', async (name, kind) => {
    expect(await kindOf(recorded(name))).toBe(kind)
  })
})

describeRecorded('recorded refusals', () => {
  it.each([
    ['401-jwt-expired', 'unauthorized', null],
    ['403-forbidden-account_is_not_active', 'forbidden', null],
    ['404-not-found', 'notFound', null],
    ['429-too-many-requests', 'later', START + 4_000],
    ['429-too-many-requests-without-retry-after', 'later', START + 4_000],
    ['500-internal-server-error', 'later', null],
  ])('%s: %s', (name, kind, blockUntil) => {
    expect(classify(recorded(name), true, START)).toMatchObject({ meaning: { kind }, blockUntil })
  })
})

describeRecorded('recorded orders', () => {
  it('are listed, of August 2026', async () => {
    const { shop } = openShop(() => live('orders_page_1.json'))
    const answer = await shop.listOrders({ changedWithinMinutes: 60 }, 1)
    expect(answer).toMatchObject({ kind: 'ok', value: { more: false } })
    expect(answer.kind === 'ok' && answer.value.rows.map((row) => [row.orderId, row.placedAt])).toEqual([
      ['C000TEST01', Date.parse('2026-08-27T17:59:40+02:00')],
      ['C000TEST02', Date.parse('2026-08-27T16:50:04+02:00')],
    ])
  })

  it('end with an empty object', async () => {
    for (const outcome of [live('orders_page_empty.json'), recorded('200-reduced-orders-empty')]) {
      const answer = await openShop(() => outcome).shop.listOrders({ changedWithinMinutes: 60 }, 2)
      expect(answer).toEqual({ kind: 'ok', value: { rows: [], bad: [], more: false } })
    }
  })

  it('of an old list have another set of fields', async () => {
    const answer = await openShop(() => recorded('200-reduced-orders')).shop.listOrders({ changedOn: '2019-04-29' }, 1)
    expect(answer.kind === 'ok' && answer.value.rows.map((row) => row.orderId)).toEqual([
      '1043946570',
      '1042831430',
      'A4K8290LP0',
      'B3K8290LP0',
    ])
  })

  it('of an old detail too', async () => {
    const answer = await openShop(() => recorded('200-order')).shop.getOrder('1042823870')
    expect(answer).toMatchObject({
      kind: 'ok',
      value: {
        order: {
          placedOn: '2019-04-30',
          pickupPoint: false,
          destination: { country: 'NL', postcodePrefix: '12' },
          // The number in bol.com's own example has a wrong check digit.
          buyer: { hasCompany: true, hasVatNumber: true, vatNumberCountry: 'NL', language: 'nl' },
          items: [
            { fulfilment: 'marketplace', unitPriceCents: 1999, totalPriceCents: null, unreadableAmount: null },
            { fulfilment: 'marketplace', unitPriceCents: 3298, quantityShipped: 0 },
          ],
        },
        buyer: { vatNumber: 'NL123456789B01', companyNumber: '99887766', ownReference: 'Mijn order ref' },
      },
    })
  })

  it('of the demo environment, with every empty field as null', async () => {
    const names = readdirSync(join(FOLDER, 'rojtjo-demo')).filter((name) => name.startsWith('OrdersTest__get_single'))
    expect(names).toHaveLength(6)
    for (const name of names) {
      const order = readYaml(readFileSync(join(FOLDER, 'rojtjo-demo', name), 'utf8'))
      const answer = await openShop(() => json(200, order)).shop.getOrder(String(order.orderId))
      const items = answer.kind === 'ok' ? answer.value.order.items : []
      expect(items).toHaveLength((order.orderItems as unknown[]).length)
      for (const item of items) expect(item).toMatchObject({ unreadableAmount: null, discounts: [] })
      expect(answer.kind === 'ok' && answer.value.buyer.billing).toMatchObject({ surname: 'Post', country: 'NL' })
    }
  })
})

/** Just the YAML of those files: keys, one level of indentation, and items in one line each. */
function readYaml(text: string): Record<string, unknown> {
  const whole: Record<string, unknown> = {}
  let part: Record<string, unknown> | unknown[] = whole
  for (const line of text.split('\n').filter((each) => each.trim() !== '')) {
    const [, indent = '', key = '', value = ''] = /^( *)([\w-]+):? ?(.*)$/.exec(line.replace(/^ {4}- /, '    - ')) ?? []
    if (line.startsWith('    - ')) (part as unknown[]).push(readFlow(line.slice(6)))
    else if (indent !== '') (part as Record<string, unknown>)[key] = readScalar(value)
    else if (value !== '') whole[key] = readScalar(value)
    else whole[key] = part = key === 'orderItems' ? [] : {}
  }
  return whole
}

/** `{ a: 'b', c: { d: 1 } }` made into JSON. */
function readFlow(text: string): unknown {
  const asJson = text.replace(
    /'((?:[^']|'')*)'|([\w.-]+)(?=:)|([^\s{},:'][^,{}']*?)(?=\s*[,}])/g,
    (whole, quoted, key, bare) => {
      if (typeof quoted === 'string') return JSON.stringify(quoted)
      return JSON.stringify(typeof key === 'string' ? key : readScalar(String(bare ?? whole)))
    },
  )
  return JSON.parse(asJson)
}

function readScalar(text: string): unknown {
  if (text.startsWith("'")) return text.slice(1, -1)
  if (text === 'null') return null
  if (text === 'true' || text === 'false') return text === 'true'
  return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text
}
