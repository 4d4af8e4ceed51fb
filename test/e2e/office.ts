/** A bookkeeper of forty dossiers: which one needs her is seen in one look, and solved in three clicks at most. */
import type { Page } from 'playwright-core'
import type { OfficeRow } from '../../src/app/show/office.ts'
import { axeViolations } from './browser.ts'
import { seen, spoken, type Desk } from './desk.ts'

const others = 39

/** The real dossier of the demo, among others that run. */
async function withOthers(page: Page): Promise<void> {
  const company = (at: number) => ({
    id: `${String(at).padStart(8, '0')}-0000-4000-8000-000000000000`,
    name: `${['Aquaria Leie', 'Bakgerei Lier', 'Maison Ardoise', 'Zaad & Zonen'][at % 4]} ${at + 1}`,
  })
  await page.route('**/api/session', async (route) => {
    const answer = await route.fetch()
    const session = (await answer.json()) as { companies: object[] }
    const more = Array.from({ length: others }, (_, at) => company(at)).map(({ id, name }) => ({
      tenantId: id,
      name,
      role: 'accountant',
    }))
    await route.fulfill({ response: answer, json: { ...session, companies: [...session.companies, ...more] } })
  })
  await page.route('**/api/office?**', async (route) => {
    const answer = await route.fetch()
    const rows = (await answer.json()) as OfficeRow[]
    const more = Array.from({ length: others }, (_, at): OfficeRow => {
      const { id, name } = company(at)
      return {
        company: { id, name },
        connection: id.replace('-0000-', '-1111-'),
        name: 'bol.com',
        shopName: name,
        ledgerId: 40_000 + at,
        isPaused: false,
        group: at < 3 ? 'ours' : 'runs',
        cause: null,
        otherCauses: 0,
        stuck: { orders: 0, grossCents: 0 },
        lastPollAt: rows[0]?.lastPollAt ?? null,
        days: Array.from({ length: 12 }, (_one, day) => (day * 7 + at * 3) % 11),
        booked: { orders: at, grossCents: 120_000 + at * 31_357 },
        settlement: at % 5 === 0 ? null : { ...settled, differenceCents: 0 },
        ledger: { differing: 0, differenceCents: 0, unread: 0, lookedAt: rows[0]?.lastPollAt ?? null, state: 'closes' },
        vat: { month: rows[0]?.vat.month ?? '', state: at % 9 === 4 ? 'open' : 'ready', open: at % 9 === 4 ? 2 : 0 },
        missing: 0,
        mayDecide: true,
      }
    })
    await route.fulfill({ response: answer, json: [...rows, ...more] })
  })
}

const settled = {
  invoiceId: '3990000000001',
  periodFrom: '2026-11-01',
  periodTo: '2026-11-15',
  state: 'closed',
  differing: 0,
  payableCents: -146_617,
}

export async function office(desk: Desk): Promise<void> {
  const { page, url, check } = desk
  await page.setViewportSize({ width: 1440, height: 900 })
  await withOthers(page)
  // For whom the books of others are most of the work, the list comes first.
  await page.goto(url)
  await page.waitForURL('**/office')
  await page.getByRole('heading', { level: 1, name: '1 van de 40 dossiers heeft je nodig' }).waitFor()
  const first = page.locator('.office [data-row]').first()
  check(
    'office: the one that needs her stands first',
    (await first.textContent()) === 'Mijn bedrijf' ? [] : ['another'],
  )
  await seen(desk, 'office')
  await spoken(desk, 'office')
  await page.setViewportSize({ width: 1440, height: 900 })
  await palette(desk)
  await byKeyboard(desk)
  await filters(desk)
  await threeClicks(desk)
  await page.unrouteAll({ behavior: 'ignoreErrors' })
}

/** ⌘K over all dossiers: one of them by a piece of its name, an order by a piece of its number, without knowing whose it is. */
async function palette(desk: Desk): Promise<void> {
  const { page, url, check } = desk
  const own = (await (await page.request.get(`${url}/api/office?language=nl`)).json()) as OfficeRow[]
  const { company, connection } = own[0] as OfficeRow
  const list = await page.request.get(`${url}/api/connections/${connection}/orders?company=${company.id}&language=nl`)
  const [order] = ((await list.json()) as { rows: { orderId: string }[] }).rows
  const number = order?.orderId ?? ''
  await page.keyboard.press('Control+k')
  const field = page.getByRole('textbox', { name: 'Zoek of ga naar …' })
  const dialog = page.getByRole('dialog')
  await field.fill('ardoise')
  await dialog.getByText('Maison Ardoise 3 · bol.com', { exact: true }).waitFor()
  await field.fill(number.slice(-6).toLowerCase())
  await dialog.getByText(number, { exact: true }).waitFor()
  check('palette of the office: axe', await axeViolations(page))
  await desk.picture('office-palette')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { level: 2, name: number }).waitFor()
  check('palette of the office: a dossier by its name, an order by a piece of its number', [])
  await page.goto(`${url}/office`)
  await page.locator('.office [data-row]').first().waitFor()
}

async function byKeyboard({ page, check }: Desk): Promise<void> {
  for (const key of ['j', 'x', 'j', 'x']) await page.keyboard.press(key)
  await page.getByText('2 dossiers gekozen').waitFor()
  await page.keyboard.press('Escape')
  await page.getByText('2 dossiers gekozen').waitFor({ state: 'detached' })
  check('office: j, x and Escape choose and leave', [])
}

/** In the address, and the same for rows, sums and files. */
async function filters({ page, check }: Desk): Promise<void> {
  await page.getByPlaceholder('Bedrijf, winkel of dossiernummer').fill('ardoise')
  await page.waitForURL('**search=ardoise**')
  await page.getByText('10 dossiers', { exact: true }).waitFor()
  await page.getByRole('button', { name: 'Uitvoer' }).click()
  const file = await page.getByRole('menuitem', { name: 'Bewaar als Excel' }).getAttribute('href')
  check('office: the file has the filter of the page', file?.includes('search=ardoise') === true ? [] : [String(file)])
  await page.keyboard.press('Escape')
  await page.reload()
  await page.getByText('10 dossiers', { exact: true }).waitFor()
  await page.getByRole('button', { name: / niet klaar/u }).click()
  await page.waitForURL('**state=vat**')
  check('office: filters stand in the address', [])
  await page.goBack()
}

async function threeClicks({ page, url, check }: Desk): Promise<void> {
  await page.goto(`${url}/office`)
  const row = page.locator('.office tbody tr', { has: page.locator('[data-row]') }).first()
  const cause = (await row.locator('.office-cause').first().textContent()) ?? ''
  let clicks = 0
  const click = async (what: ReturnType<Page['locator']>): Promise<void> => {
    clicks += 1
    await what.click()
  }
  await click(row.locator('.office-cause:visible').first())
  const question = page.getByRole('region', { name: 'Los hier op' })
  await question.waitFor()
  await click(question.locator('.option label').first())
  const button = question.getByRole('button', { name: /^Bewaar en verwerk \d+$/u })
  await button.waitFor()
  const booked = /\d+$/u.exec(await button.innerText())?.[0]
  await click(button)
  const told = page.getByRole('status').filter({ hasText: 'je antwoord is bewaard' })
  await told.waitFor()
  const text = await told.innerText()
  check('office: what was done is told in numbers', text.includes(`${booked} bestelling`) ? [] : [text])
  await page.goto(`${url}/office`)
  const gone = page.locator('.office tbody tr', { hasText: cause })
  await gone.first().waitFor({ state: 'detached', timeout: 120_000 })
  check(`office: solved in ${clicks} clicks`, clicks <= 3 ? [] : [`${clicks}`])
}
