/** What the screens count, beside what stands in the tables. */
import type { Client } from 'pg'
import type { AskedCompany } from './lists-requests.ts'

type Ask = (at: string) => Promise<unknown>
type Counts = Record<string, number>

/** Pages read to the end of a list: of a company up to this size. */
const readWholeMax = 5000

export async function countsThatDiffer(owner: Client, company: AskedCompany, ask: Ask): Promise<string[]> {
  const { tenantId, connectionId } = company
  const at = [tenantId, connectionId]
  const faults: string[] = []
  const compare = (what: string, shown: unknown, true_: unknown): void => {
    if (JSON.stringify(shown) !== JSON.stringify(true_))
      faults.push(
        `${what} of ${company.orders} orders: shown ${JSON.stringify(shown)}, in the tables ${JSON.stringify(true_)}`,
      )
  }
  const { rows: classes } = await owner.query<{ class: string; orders: number }>(
    'select class, count(*)::int as orders from order_truth where tenant_id = $1 and connection_id = $2 group by 1',
    at,
  )
  const truth: Counts = Object.fromEntries(classes.map((row) => [row.class, row.orders]))
  const [overview] = (await ask(`/overview?company=${tenantId}`)) as (Counts & {
    days: { orders: number; grossCents: number }[]
  })[]
  for (const name of ['booked', 'waiting', 'blocked', 'skipped', 'inDoubt'])
    compare(name, overview?.[name] ?? 0, truth[name] ?? 0)
  const { rows: sums } = await owner.query<{ gross: number; vat: number }>(
    `select coalesce(sum((l->>'grossCents')::bigint * case kind when 'creditNote' then -1 else 1 end), 0)::float8 as gross,
       coalesce(sum((l->>'vatCents')::bigint * case kind when 'creditNote' then -1 else 1 end), 0)::float8 as vat
     from document, jsonb_array_elements(plan->'lines') l
     where tenant_id = $1 and connection_id = $2 and order_id is not null and state in ('confirmed', 'verified', 'changed')`,
    at,
  )
  const rows = (await ask(
    `/connections/${connectionId}/vat-sums?company=${tenantId}&from=2000-01-01&to=2099-12-31`,
  )) as Record<string, number>[]
  const sum = (name: string): number => rows.reduce((total, row) => total + (row[name] ?? 0), 0)
  compare('VAT sums', { gross: sum('grossCents'), vat: sum('vatCents') }, sums[0])
  const { rows: days } = await owner.query<{ orders: number }>(
    `select coalesce(sum(n), 0)::int as orders from (select document_date, coalesce(l->>'country', ''), count(distinct order_id) as n
       from document, jsonb_array_elements(plan->'lines') l where tenant_id = $1 and connection_id = $2 and order_id is not null
         and state in ('confirmed', 'verified', 'changed') and document_date between (select max(day) - 29 from (select current_date as day) t) and current_date
       group by 1, 2) d`,
    at,
  )
  compare(
    'orders of thirty days',
    overview?.days.reduce((total, row) => total + row.orders, 0),
    days[0]?.orders,
  )
  if (company.orders <= readWholeMax)
    for (const name of ['', 'booked', 'waiting', 'blocked', 'skipped', 'inDoubt']) {
      const all = Object.values(truth).reduce((total, count) => total + count, 0)
      compare(`the whole list ${name}`, await lengthOf(company, name, ask), name === '' ? all : (truth[name] ?? 0))
    }
  return faults
}

/** Each order once, to the end of the list. */
async function lengthOf({ tenantId, connectionId }: AskedCompany, name: string, ask: Ask): Promise<number> {
  const seen = new Set<string>()
  let after: string | null = null
  do {
    const query: URLSearchParams = new URLSearchParams({
      company: tenantId,
      class: name,
      ...(after === null ? {} : { after }),
    })
    const page = (await ask(`/connections/${connectionId}/orders?${query.toString()}`)) as {
      rows: { orderId: string }[]
      next: string | null
    }
    for (const row of page.rows) seen.add(row.orderId)
    after = page.next
  } while (after !== null)
  return seen.size
}
