/**
 * The demo's knowledge of the sandbox: how to get in, and the connection file that fits it. The demo speaks to it over HTTP, as to the real
 * services.
 */
import { addDays } from '../domain/calendar.ts'

export interface Access {
  bolLogin: string
  bol: string
  octopus: string
  vies: string
  softwareHouse: string
  clientId: string
  clientSecret: string
  user: string
  userPassword: string
  dossierId: number
  control: string
}

export interface SandboxOrder {
  orderId: string
  placedDate: string
  items: {
    orderItemId: string
    ean: string
    quantity: number
    shipped: number
    cancelled: number
    paidCents: number
    shippedPaidCents: number
  }[]
  returns: { handledAt: string | null; handlingResult: string; items: { orderItemId: string; quantity: number }[] }[]
}

export interface SandboxWorld {
  orders: SandboxOrder[]
}

export interface SandboxDocument {
  journal: string
  year: string
  number: number
  amountCents: number
  reference: string
  orderReference: string
  madeBy: string
}

export function environmentOf(access: Access): Record<string, string> {
  return {
    TENTAKEL_BOL_LOGIN_URL: access.bolLogin,
    TENTAKEL_BOL_API_URL: access.bol,
    TENTAKEL_OCTOPUS_API_URL: access.octopus,
    TENTAKEL_VIES_URL: access.vies,
    TENTAKEL_OCTOPUS_SOFTWARE_HOUSE: access.softwareHouse,
  }
}

export async function readSandbox(access: Access): Promise<SandboxWorld> {
  const orders = await readJson<SandboxOrder[] | { orders: SandboxOrder[] }>(`${access.control}/orders`)
  return { orders: Array.isArray(orders) ? orders : orders.orders }
}

export async function readLedger(access: Access): Promise<SandboxDocument[]> {
  const ledger = await readJson<{ documents: SandboxDocument[] }>(
    `${access.control}/octopus/ledger/${access.dossierId}`,
  )
  return ledger.documents
}

async function readJson<T>(url: string, body?: object): Promise<T> {
  const { request } = await import('node:http')
  const options = body === undefined ? {} : { method: 'POST', headers: { 'content-type': 'application/json' } }
  return new Promise((resolve, reject) => {
    request(url, options, (answer) => {
      const chunks: Buffer[] = []
      answer.on('data', (chunk: Buffer) => chunks.push(chunk))
      answer.on('end', () => resolve(JSON.parse(Buffer.concat(chunks).toString()) as T))
      answer.on('error', reject)
    })
      .on('error', reject)
      .end(body === undefined ? undefined : JSON.stringify(body))
  })
}

const firstInvoice = 4_500_298_110_000

/** Settles the half months that are over, as the marketplace does twice a month; the last settlement has a charge that is asked about. */
export async function settleHalves(access: Access, { orders }: SandboxWorld, today: string): Promise<void> {
  const first = orders.map((order) => order.placedDate).toSorted()[0] ?? today
  const over = halvesOf(first, today).filter((half) => half.issueDate <= today)
  for (const [place, half] of over.entries()) {
    const isLast = place === over.length - 1
    await readJson(`${access.control}/settlements`, {
      settle: {
        ...half,
        invoiceId: String(firstInvoice + place * 117),
        seller: { country: 'BE', vatNumber: 'BE0123456749', name: 'Demowinkel', retailerId: '1900034' },
        extra: isLast ? [{ type: 'COMPENSATION_LOST_GOODS', category: 'O', percent: 0, amount: -24.99 }] : [],
      },
    })
  }
}

/** From the half in which `first` lies; each is invoiced on the day after its last. */
function halvesOf(first: string, today: string): { from: string; to: string; issueDate: string }[] {
  const halves = []
  for (let from = `${first.slice(0, 8)}${first.slice(8) > '15' ? '16' : '01'}`; from <= today;) {
    const issueDate = from.endsWith('01')
      ? `${from.slice(0, 8)}16`
      : `${addDays(`${from.slice(0, 8)}28`, 4).slice(0, 8)}01`
    halves.push({ from, to: addDays(issueDate, -1), issueDate })
    from = issueDate
  }
  return halves
}

/** A Belgian seller with OSS, one document per shipment, consumers on central relations. Books are told by their EAN. */
export function demoFile(access: Access, world: SandboxWorld, today: string): Record<string, unknown> {
  const days = world.orders.map((order) => order.placedDate).toSorted()
  const books = [
    ...new Set(
      world.orders.flatMap((order) => order.items.map((item) => item.ean)).filter((ean) => ean.startsWith('978')),
    ),
  ]
  const rule = (treatment: string, account: number) => (country: string, rate: number, code: string) => ({
    treatment,
    country,
    rate,
    code,
    account,
  })
  const oss = rule('OSS', 700210)
  const local = rule('LOCAL_FOREIGN_VAT', 700220)
  const home = rule('DESTINATION_VAT_HOME', 700000)
  return {
    name: 'Demowinkel',
    bol: { clientId: access.clientId, clientSecret: access.clientSecret },
    octopus: { user: access.user, password: access.userPassword, dossierId: access.dossierId },
    seller: {
      country: 'BE',
      vatNumbers: { BE: 'BE0123456749', NL: 'NL123456789B13' },
      oss: { active: true, from: '2026-01-01' },
      shipsFrom: 'BE',
    },
    booking: { startDate: days[0] ?? today, on: 'shipment', journals: { bookings: 'V5', invoices: 'V6' } },
    vat: {
      default: 'STANDARD',
      products: books.map((ean) => ({ ean, class: 'BOOK' })),
      codes: [
        rule('DOMESTIC', 700000)('BE', 21, '21'),
        rule('DOMESTIC', 700100)('BE', 6, '06'),
        home('BE', 21, '21'),
        home('BE', 6, '06'),
        oss('NL', 21, 'NL21'),
        oss('NL', 9, 'NL09'),
        oss('DE', 19, 'DE19'),
        oss('DE', 7, 'DE07'),
        oss('FR', 20, 'FR20'),
        oss('LU', 17, 'LU17'),
        local('NL', 21, 'NLV21'),
        local('NL', 9, 'NLV09'),
      ],
    },
  }
}
