/** Every list of the web app with each of its filters, as addresses to ask for. */
import type { Client } from 'pg'

export interface AskedCompany {
  tenantId: string
  connectionId: string
  orders: number
  /** Some orders from over the whole time, oldest first, each with a document's number and its amount. */
  samples: { orderId: string; placedOn: string; number: number; cents: number }[]
  /** The amount that most orders have. */
  commonCents: number
  first: string
  last: string
}

/** The largest company, and one of about this many orders. */
export async function companiesToAsk(owner: Client, small: number): Promise<AskedCompany[]> {
  const { rows } = await owner.query<{ tenantId: string; connectionId: string; orders: number }>(
    `select tenant_id as "tenantId", connection_id as "connectionId", sum(orders)::int as orders from order_tally group by 1, 2 order by 3 desc`,
  )
  const [largest] = rows
  if (largest === undefined) throw new Error('the database holds no orders')
  const other = rows.filter((row) => row.orders >= small).at(-1) ?? largest
  const chosen = other === largest ? [largest] : [largest, other]
  return Promise.all(chosen.map((company) => withSamples(owner, company)))
}

async function withSamples(
  owner: Client,
  company: { tenantId: string; connectionId: string; orders: number },
): Promise<AskedCompany> {
  const at = [company.tenantId, company.connectionId]
  const { rows: samples } = await owner.query<AskedCompany['samples'][number]>(
    `select * from (select distinct on (o.order_id) o.order_id as "orderId", o.placed_on::text as "placedOn", d.number, d.amount_cents::int as cents
       from marketplace_order o join document d on d.tenant_id = o.tenant_id and d.connection_id = o.connection_id and d.order_id = o.order_id
       where o.tenant_id = $1 and o.connection_id = $2 and d.number is not null and abs(hashtext(o.order_id)) % greatest(1, $3::int / 400) = 0) s
     order by "placedOn", "orderId" limit 1000`,
    [...at, company.orders],
  )
  const { rows: common } = await owner.query<{ cents: number }>(
    'select amount_cents::int as cents from order_amount where tenant_id = $1 and connection_id = $2 group by 1 order by count(*) desc limit 1',
    at,
  )
  return {
    ...company,
    samples,
    commonCents: common[0]?.cents ?? 0,
    first: samples[0]?.placedOn ?? '',
    last: samples.at(-1)?.placedOn ?? '',
  }
}

interface Asked {
  name: string
  at(number: number): string
}

export function requestsOf(company: AskedCompany): Asked[] {
  const { tenantId, connectionId, samples } = company
  const sample = (number: number): AskedCompany['samples'][number] => samples[(number * 7) % samples.length] as never
  const of = (route: string, query: Record<string, string> = {}): string =>
    `${route}?${new URLSearchParams({ company: tenantId, ...query }).toString()}`
  const own = (route: string, query: Record<string, string> = {}): string =>
    of(`/connections/${connectionId}/${route}`, query)
  const orders = (query: Record<string, string>): string => own('orders', query)
  const deep = (number: number): string => `${sample(number).placedOn}|${sample(number).orderId}`
  const last = `${company.first}|~`
  const classes = ['booked', 'waiting', 'blocked', 'skipped', 'inDoubt']
  const euros = (cents: number): string => (cents / 100).toFixed(2).replace('.', ',')
  const months = (number: number): Record<string, string> => {
    const month = sample(number).placedOn.slice(0, 7)
    return { from: `${month}-01`, to: `${month}-28` }
  }
  const year = { from: `${company.last.slice(0, 4)}-01-01`, to: company.last }
  return [
    { name: 'orders, first page', at: () => orders({}) },
    { name: 'orders, deep page', at: (number) => orders({ after: deep(number) }) },
    { name: 'orders, last page', at: () => orders({ after: last }) },
    { name: 'orders of a month', at: (number) => orders(months(number)) },
    ...classes.flatMap((name) => [
      { name: `orders ${name}, first page`, at: () => orders({ class: name }) },
      { name: `orders ${name}, deep page`, at: (number: number) => orders({ class: name, after: deep(number) }) },
      { name: `orders ${name}, last page`, at: () => orders({ class: name, after: last }) },
      { name: `orders ${name}, of a month`, at: (number: number) => orders({ class: name, ...months(number) }) },
    ]),
    { name: 'orders by order number', at: (number) => orders({ search: sample(number).orderId }) },
    { name: 'orders by document number', at: (number) => orders({ search: `V5 ${sample(number).number}` }) },
    { name: 'orders by amount', at: (number) => orders({ search: euros(sample(number).cents) }) },
    { name: 'orders by the most common amount', at: () => orders({ search: euros(company.commonCents) }) },
    {
      name: 'orders by amount, booked, deep page',
      at: (number) => orders({ search: euros(sample(number).cents), class: 'booked', after: deep(number) }),
    },
    { name: 'orders by a piece of the number', at: (number) => orders({ search: sample(number).orderId.slice(3, 8) }) },
    { name: 'orders by an article', at: (number) => orders({ search: `ARTIKEL ${100 + (number % 200)}` }) },
    { name: 'orders by a piece of an EAN', at: (number) => orders({ search: `00000${100 + (number % 200)}` }) },
    { name: 'orders by a word of all articles', at: () => orders({ search: 'tikel' }) },
    { name: 'orders by a word of all, deep page', at: (number) => orders({ search: 'tikel', after: deep(number) }) },
    ...classes.map((name) => ({
      name: `orders ${name}, by an article`,
      at: (number: number) => orders({ search: `artikel ${100 + (number % 200)}`, class: name }),
    })),
    { name: 'orders by what nothing has', at: () => orders({ search: 'niets' }) },
    { name: 'VAT sums of three months', at: () => own('vat-sums') },
    { name: 'VAT sums of a month', at: (number) => own('vat-sums', months(number)) },
    { name: 'VAT sums of a year', at: () => own('vat-sums', year) },
    { name: 'VAT sums of all', at: () => own('vat-sums', { from: company.first, to: company.last }) },
    { name: 'overview', at: () => of('/overview') },
    { name: 'problems', at: () => of('/problems') },
    { name: 'history', at: () => own('history') },
    { name: 'why, of an order', at: (number) => of(`/orders/${sample(number).orderId}`) },
    { name: 'settings, with revisions', at: () => own('file') },
    { name: 'members', at: () => of('/members') },
    { name: 'session', at: () => '/session' },
  ]
}
