/**
 * The yardstick: the same HTTP calls in the same order of phases, and nothing else. Per shop the lists one after the other,
 * the details eight at a time, then the bookings one by one; the shops beside each other. Reads its plan on standard input.
 */
import { Agent, request } from 'node:http'
import type { Access, Shop } from './sandbox.ts'

interface Plan {
  access: Access
  shops: Shop[]
  routes: Record<string, Record<string, number>>
}

const agent = new Agent({ keepAlive: true, maxSockets: 256 })
const detailsAtOnce = 8

const chunks: Buffer[] = []
for await (const chunk of process.stdin) chunks.push(chunk as Buffer)
const plan = JSON.parse(Buffer.concat(chunks).toString()) as Plan
const share = (api: string, route: string): number => Math.round((plan.routes[api]?.[route] ?? 0) / plan.shops.length)

await Promise.all(plan.shops.map(runShop))
agent.destroy()

async function runShop(shop: Shop): Promise<void> {
  const { bol, octopus } = plan.access
  const token = await bolToken(shop)
  const headers = { authorization: `Bearer ${token}`, accept: 'application/vnd.retailer.v10+json' }
  const ids: string[] = []
  const days = share('bol', 'GET /retailer/orders')
  const seen = new Set<string>()
  for (let call = 0, day = 0, page = 1; call < days; call += 1) {
    const date = new Date(Date.now() - day * 86_400_000).toISOString().slice(0, 10)
    const list = (await ask(
      'GET',
      `${bol}/retailer/orders?page=${page}&status=ALL&fulfilment-method=ALL&latest-change-date=${date}`,
      headers,
    )) as { orders?: { orderId: string }[] }
    for (const order of list.orders ?? []) if (!seen.has(order.orderId)) ids.push(order.orderId)
    for (const order of list.orders ?? []) seen.add(order.orderId)
    if ((list.orders?.length ?? 0) === 50) page += 1
    else {
      page = 1
      day += 1
    }
  }
  const wanted = share('bol', 'GET /retailer/orders/{id}')
  const queue = Array.from({ length: wanted }, (_, index) => ids[index % Math.max(ids.length, 1)] ?? 'C000TEST01')
  const lane = async (): Promise<void> => {
    for (let id = queue.pop(); id !== undefined; id = queue.pop())
      await ask('GET', `${bol}/retailer/orders/${id}`, headers)
  }
  await Promise.all(Array.from({ length: detailsAtOnce }, lane))
  const dossier = await dossierToken(shop)
  const base = `${octopus}/dossiers/${shop.dossierId}`
  const relation = (
    (await ask('GET', `${base}/relations/modified?modifiedTimeStamp=1980-01-01%2000:00:00.000`, {
      dossierToken: dossier,
    })) as { modified: { relationIdentificationServiceData: unknown }[] }
  ).modified[0]
  for (let number = 1; number <= share('octopus', 'POST /dossiers/{dossierId}/buysellbookings'); number += 1) {
    await ask(
      'POST',
      `${base}/buysellbookings`,
      { dossierToken: dossier, 'content-type': 'application/json' },
      booking(number, relation?.relationIdentificationServiceData),
    )
  }
}

async function bolToken(shop: Shop): Promise<string> {
  const basic = Buffer.from(`${shop.clientId}:${shop.clientSecret}`).toString('base64')
  const headers = {
    authorization: `Basic ${basic}`,
    accept: 'application/json',
    'content-type': 'application/x-www-form-urlencoded',
  }
  const answer = (await ask('POST', `${plan.access.bolLogin}/token`, headers, 'grant_type=client_credentials')) as {
    access_token: string
  }
  return answer.access_token
}

async function dossierToken(shop: Shop): Promise<string> {
  const { octopus, softwareHouse, user, userPassword } = plan.access
  const login = (await ask(
    'POST',
    `${octopus}/authentication`,
    { softwareHouseUuid: softwareHouse, 'content-type': 'application/json' },
    JSON.stringify({ user, password: userPassword }),
  )) as { token: string }
  const answer = (await ask('POST', `${octopus}/dossiers?dossierId=${shop.dossierId}`, {
    Token: login.token,
    'content-length': '0',
  })) as { Dossiertoken: string }
  return answer.Dossiertoken
}

function booking(number: number, relation: unknown): string {
  const today = new Date().toISOString().slice(0, 10)
  return JSON.stringify({
    buySellBookingServiceData: {
      bookyearKey: { id: 2 },
      journalKey: 'V5',
      documentSequenceNr: number,
      bookyearPeriodeNr: Number(today.slice(0, 7).replace('-', '')),
      documentDate: today,
      expiryDate: today,
      relationIdentificationServiceData: relation,
      amount: 49.99,
      currencyCode: 'EUR',
      exchangeRate: 1,
      reference: `BARE${number}`,
      orderReference: `C${number}`,
      comment: `bol.com C${number}`,
      paymentMethod: 5,
      bookingLines: [
        { accountKey: 700000, baseAmount: 41.31, vatCodeKey: '21', vatAmount: 8.68, comment: '1 x artikel' },
      ],
    },
  })
}

function ask(method: string, url: string, headers: Record<string, string>, body?: string): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const call = request(url, { method, headers, agent }, (answer) => {
      const parts: Buffer[] = []
      answer.on('data', (part: Buffer) => parts.push(part))
      answer.on('end', () => {
        const text = Buffer.concat(parts).toString()
        if ((answer.statusCode ?? 500) >= 400)
          reject(new Error(`${method} ${url.split('?')[0]}: ${answer.statusCode} ${text.slice(0, 200)}`))
        else resolve(text === '' ? null : JSON.parse(text))
      })
    })
    call.on('error', reject)
    call.end(body)
  })
}
