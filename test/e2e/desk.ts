/** The daily work of a seller and a bookkeeper in the demo: settlements, orders, what is to do. */
import type { Page } from 'playwright-core'
import { axeViolations, layoutBreaks } from './browser.ts'

export interface Desk {
  page: Page
  url: string
  check: (name: string, faults: string[]) => void
  picture: (name: string) => Promise<void>
}

export async function everyDesk(desk: Desk): Promise<void> {
  await settlements(desk)
  await postingOfSettlements(desk)
  await orders(desk)
  await days(desk)
  await overview(desk)
  await toDo(desk)
  await palette(desk)
  await companies(desk)
}

/** Of several companies the address says which one; never another in the place of one that is not seen. */
async function companies({ page, url, check }: Desk): Promise<void> {
  const second = { tenantId: '22222222-0000-4000-8000-000000000000', name: 'Vélo Sambre', role: 'reader' }
  await page.route('**/api/session', async (route) => {
    const answer = await route.fetch()
    const session = (await answer.json()) as { companies: object[] }
    await route.fulfill({ response: answer, json: { ...session, companies: [...session.companies, second] } })
  })
  await page.route('**/api/**company=22222222**', (route) => route.fulfill({ json: [] }))
  await page.goto(`${url}/report`)
  await page.waitForURL('**/@mijn-bedrijf/report')
  await page.locator('[data-row]').first().waitFor()
  const choice = (name: string) => page.getByRole('button', { name: `Bedrijf: ${name}` }).first()
  await choice('Mijn bedrijf').click()
  await page.getByRole('option', { name: second.name }).click()
  await page.waitForURL('**/@velo-sambre/')
  await choice(second.name).waitFor()
  await page.reload()
  await choice(second.name).waitFor()
  check('companies: a reload keeps the company', page.url().endsWith('/@velo-sambre/') ? [] : [page.url()])
  await page.goBack()
  await choice('Mijn bedrijf').waitFor()
  check('companies: back leads to the one before', page.url().includes('/@mijn-bedrijf/report') ? [] : [page.url()])
  await page.goto(`${url}/@van-iemand-anders/report`)
  await page.getByRole('heading', { name: 'Dit bedrijf ken je hier niet' }).waitFor()
  check('companies: another is never shown in its place', [])
  await page.unrouteAll({ behavior: 'ignoreErrors' })
}

/** ⌘K finds an order and a page; G and a letter lead to a page. */
async function palette(desk: Desk): Promise<void> {
  const { page, url, check } = desk
  await page.setViewportSize({ width: 1440, height: 900 })
  await page.goto(`${url}/report`)
  const number = (await page.locator('[data-row]').nth(2).textContent()) ?? ''
  await page.goto(url)
  await page.getByRole('heading', { level: 1 }).waitFor()
  await page.keyboard.press('Control+k')
  const search = page.getByRole('textbox', { name: 'Zoek of ga naar …' })
  await search.fill(number)
  await page.getByRole('dialog').getByText('€').waitFor()
  check('palette: axe', await axeViolations(page))
  await desk.picture('palette')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { level: 2, name: number }).waitFor()
  await page.keyboard.press('Control+k')
  await search.fill('afreken')
  await page.getByRole('dialog').getByText('Afrekeningen').waitFor()
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { level: 1, name: 'Afrekeningen' }).waitFor()
  await page.keyboard.press('g')
  await page.keyboard.press('t')
  await page.getByRole('heading', { level: 1, name: 'Te doen' }).waitFor()
  check('palette: an order, a page, and G with a letter', [])
}

/** Days as people write them here, whatever language the browser has. */
async function days({ page, url, check }: Desk): Promise<void> {
  await page.goto(`${url}/report`)
  const from = page.getByLabel('Van', { exact: true })
  await page.locator('[data-row]').first().waitFor()
  for (const [typed, day] of [
    ['01/11/2026', '2026-11-01'],
    ['15-10-26', '2026-10-15'],
  ] as const) {
    await from.fill(typed)
    await from.press('Tab')
    await page.waitForURL(`**from=${day}**`)
  }
  await page.keyboard.press('Escape')
  await page.reload()
  check('days: dd/mm/yyyy, and kept', (await from.inputValue()) === '15/10/2026' ? [] : [await from.inputValue()])
  check(
    'days: no field of the browser is left',
    (await page.locator('input[type=date]').count()) === 0 ? [] : ['one is'],
  )
}

/** The parts are the whole, to the cent; what waits has an amount and a button that leads to its question. */
async function overview(desk: Desk): Promise<void> {
  const { page, url, check } = desk
  await page.goto(url)
  const strip = page.getByRole('region', { name: /^Bestellingen van / })
  await strip.waitFor()
  const cents = (await strip.locator('.tie-terms .tie-value').allInnerTexts()).map((text) =>
    Number(text.replaceAll(/[^\d,-]/gu, '').replace(',', '')),
  )
  const [whole = 0, ...parts] = cents
  const sum = parts.reduce((all, part) => all + part, 0)
  check('overview: ordered is the sum of what became of it', whole > 0 && whole === sum ? [] : [cents.join(' ')])
  await seen(desk, 'overview')
  await page
    .getByRole('link', { name: /^Los op/u })
    .first()
    .click()
  await page.getByRole('region', { name: 'Los hier op' }).waitFor()
  await page
    .getByText(/€\s[\d.]+,\d\d · sinds/u)
    .first()
    .waitFor()
  check('overview: the button opens the question', [])
}

/** Causes on the left, the decision on the right: nothing chosen beforehand, its figures before it is saved, and told in numbers after it. */
async function toDo(desk: Desk): Promise<void> {
  const { page, url, check } = desk
  await page.setViewportSize({ width: 1440, height: 900 })
  await page.goto(`${url}/problems`)
  const causes = page.getByRole('navigation', { name: 'Oorzaken' }).getByRole('link')
  const question = page.getByRole('region', { name: 'Los hier op' })
  await question.getByRole('radio').first().waitFor()
  const before = await question.locator('input:checked').count()
  const counts = await causes.first().innerText()
  const waiting = Number(/(\d+) bestelling/u.exec(counts)?.[1])
  check('to do: nothing is chosen beforehand', before === 0 && waiting > 0 ? [] : [`${before} of ${counts}`])
  // The whole row is its label: that is what is clicked.
  await question.getByRole('radio').first().check({ force: true })
  const row = question.locator('.by-saving tfoot tr')
  await row.waitFor()
  const [words = '', ...sums] = await row.locator('td').allInnerTexts()
  const rows = await question.locator('.by-saving tbody td:last-child').allInnerTexts()
  const cents = (text: string): number => Number(text.replaceAll(/[.,]/gu, ''))
  const whole = cents(sums.at(-1) ?? '')
  const sum = rows.reduce((all, text) => all + cents(text), 0)
  check('to do: the rates add up to what is booked', whole > 0 && whole === sum ? [] : [`${whole} ${rows.join(' ')}`])
  const booked = Number(/^\d+/u.exec(words)?.[0])
  const button = question.getByRole('button', { name: `Bewaar en verwerk ${booked}`, exact: true })
  check('to do: the button names how many', booked <= waiting && (await button.count()) === 1 ? [] : [words])
  await seen(desk, 'todo')
  await chosenOrders(desk, waiting)
  await page.setViewportSize({ width: 1440, height: 900 })
  const second = causes.nth(1)
  await second.click()
  const isSecond = page.locator('.cause[aria-current]').and(second)
  await isSecond.waitFor()
  await page.reload()
  await isSecond.waitFor()
  check('to do: the address holds the cause', page.url().includes('cause=') ? [] : [page.url()])
  await page.setViewportSize({ width: 390, height: 844 })
  await page.goto(`${url}/problems`)
  await page.getByRole('heading', { level: 1, name: 'Te doen' }).waitFor()
  await seen(desk, 'todo-list')
  await page.setViewportSize({ width: 390, height: 844 })
  await causes.first().click()
  await question.getByRole('radio').first().waitFor()
  await page.getByRole('heading', { level: 1, name: 'Te doen' }).waitFor({ state: 'detached' })
  await page.getByRole('link', { name: 'Te doen', exact: true }).first().click()
  await page.getByRole('heading', { level: 1, name: 'Te doen' }).waitFor()
  check('to do: on a telephone the decision stands alone, with a way back', [])
}

/** Some of the orders of a cause: what they are, their sum, and a decision for them alone. `?` tells the keys. */
async function chosenOrders({ page, check }: Desk, waiting: number): Promise<void> {
  await page.setViewportSize({ width: 1440, height: 900 })
  const table = page.locator('.waiting-orders tbody tr')
  const sums = await table.locator('td:last-child').allInnerTexts()
  const titles = await table.locator('td.gives-1').allInnerTexts()
  check(
    'to do: each order with its article and amount',
    sums.length === Math.min(waiting, 100) && sums.every((sum) => /^\d[\d.]*,\d\d$/u.test(sum)) && !titles.includes('–')
      ? []
      : [`${waiting}: ${sums.join(' ')} ${titles.join(' ')}`],
  )
  await table.first().getByRole('checkbox').check()
  const bar = page.locator('.chosen-bar')
  await bar.getByText(`1 gekozen · € ${sums[0] ?? ''}`).waitFor()
  await page.keyboard.press('v')
  await page.getByRole('status').filter({ hasText: '1 verwerkt, 0 niet' }).waitFor()
  await bar.waitFor({ state: 'detached' })
  const order = (await table.first().getByRole('link').innerText()).trim()
  await table.first().getByRole('checkbox').check()
  await bar.getByRole('button', { name: 'Niet boeken: 1' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Reden').fill('proef')
  await dialog.getByRole('button', { name: 'Niet boeken' }).click()
  await dialog.waitFor({ state: 'detached' })
  await page.locator('.waiting-orders').getByText(order).waitFor({ state: 'detached' })
  check('to do: what is chosen is processed with V, or not booked, and nothing else', [])
  await page.keyboard.press('?')
  await dialog.getByText('Verwerk wat gekozen is').waitFor()
  check('keys: axe', await axeViolations(page))
  await dialog.getByLabel('Losse letters doen iets').uncheck({ force: true })
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'detached' })
  await page.keyboard.press('?')
  await page.waitForTimeout(200)
  check(
    'keys: single letters are off where one switched them off',
    (await dialog.count()) === 0 ? [] : ['they are not'],
  )
  await page.evaluate("localStorage.removeItem('tentakel-keys')")
}

/** By mouse and by keyboard: the panel is in the address, the list stays, the focus comes back. */
async function orders(desk: Desk): Promise<void> {
  const { page, url, check } = desk
  await page.goto(`${url}/report?class=booked`)
  const rows = page.locator('[data-row]')
  await rows.nth(3).waitFor()
  await seen(desk, 'orders')
  await page.setViewportSize({ width: 1440, height: 900 })
  const first = (await rows.nth(0).textContent()) ?? ''
  const second = (await rows.nth(1).textContent()) ?? ''
  const panel = (order: string) => page.getByRole('complementary', { name: `Bestelling ${order}` })
  for (const key of ['j', 'j', 'k', 'Enter']) await page.keyboard.press(key)
  await panel(first).getByText('Waarom?').waitFor()
  check('orders: j, k and Enter open the first row', page.url().includes(`open=${first}`) ? [] : [page.url()])
  await page.keyboard.press('j')
  await panel(second).getByText('Levensloop').waitFor()
  const held = await page.evaluate<boolean>('document.activeElement?.closest(".panel") !== null')
  check('orders: j in the panel goes on, and the focus stays in it', held ? [] : ['the focus left it'])
  check('orders: the entry has as much debit as credit', await unequalSlips(page))
  await seen(desk, 'order-panel')
  await page.setViewportSize({ width: 1440, height: 900 })
  await page.reload()
  await panel(second).getByText('Levensloop').waitFor()
  const other = await page.context().newPage()
  await other.goto(page.url())
  await other.getByRole('heading', { level: 2, name: second }).waitFor()
  await other.close()
  await page.keyboard.press('Escape')
  await panel(second).waitFor({ state: 'detached' })
  await page.waitForTimeout(100)
  const focused = await page.evaluate<string | null>('document.activeElement?.getAttribute("data-row") ?? null')
  check('orders: Escape closes, and the focus is on the row again', focused === second ? [] : [String(focused)])
  await page.goBack()
  await panel(second).waitFor()
  await page.goForward()
  await panel(second).waitFor({ state: 'detached' })
  check('orders: back and forward open and close', [])
  await page.getByLabel('Zoek').focus()
  await page.keyboard.type('jk')
  check(
    'orders: letters are letters where one types',
    (await page.getByLabel('Zoek').inputValue()) === 'jk' ? [] : ['they are not'],
  )
  const codes = /\b[A-Z]{2,}[-_][A-Z]{2,}\b|[0-9a-f]{8}-[0-9a-f]{4}/u
  await page.goto(`${url}/report?class=blocked`)
  await rows.first().click()
  await page.getByText('Waarom niet?').waitFor()
  await page.getByText('Levensloop').waitFor()
  const shown = codes.exec(await page.locator('main').innerText())
  check('orders: no code on the screen but in the fold', shown === null ? [] : [shown[0]])
  const question = page.getByRole('region', { name: 'Los hier op' })
  await question.getByRole('radio').first().waitFor()
  check(
    'orders: Waarom niet? ends in its question, and nothing is chosen beforehand',
    (await question.locator('input:checked').count()) === 0 ? [] : ['one is'],
  )
  await seen(desk, 'order-blocked')
}

/** A list, one of them, its question answered in place, and the workbook. */
async function settlements(desk: Desk): Promise<void> {
  const { page, url, check } = desk
  await page.goto(`${url}/settlements`)
  await page
    .getByRole('link', { name: /november|oktober|\d{4}/u })
    .first()
    .waitFor({ timeout: 180_000 })
  const question = page.getByText('Wacht op 1 antwoord')
  await question.waitFor({ timeout: 120_000 })
  await seen(desk, 'settlements')
  await page.locator('tr', { has: question }).getByRole('link').click()
  const group = page.getByRole('radiogroup', { name: /Compensatie zoekgeraakte/u })
  await group.waitFor()
  await seen(desk, 'settlement-question')
  check(
    'settlement: nothing is chosen beforehand',
    (await page.locator('input:checked').count()) === 0 ? [] : ['one is'],
  )
  await group.getByLabel('Vergoeding van bol.com').check()
  await page.getByRole('button', { name: 'Bewaar mijn antwoord' }).click()
  await group.waitFor({ state: 'detached' })
  const address = page.url()
  await page.getByText('Aankoop bol.com').waitFor()
  await seen(desk, 'settlement')
  check('settlement: each entry has as much debit as credit', await unequalSlips(page))
  await page.reload()
  await page.getByText('Aankoop bol.com').waitFor()
  check('settlement: its address holds it', page.url() === address ? [] : [page.url()])
  const [saved] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Uitvoer' }).click(),
  ])
  check('settlement: the workbook', saved.suggestedFilename().endsWith('.xlsx') ? [] : [saved.suggestedFilename()])
  await page.goto(`${url}/`)
  await page.getByRole('link', { name: /^Afrekening .*verschil$/u }).waitFor()
  check('overview: the last settlement in a line', [])
}

/** That they are posted is switched on without the connection file, with what the dossier has. */
async function postingOfSettlements({ page, url, check, ...desk }: Desk): Promise<void> {
  await page.goto(`${url}/settings#settlements`)
  const active = page.getByLabel('Boek de afrekeningen van bol.com')
  await active.check()
  await page.getByRole('button', { name: 'Neem ons voorstel over' }).click()
  await page.getByRole('button', { name: 'Wat verandert er?' }).click()
  await page.getByText(/van de \d+ bestellingen sinds/u).waitFor()
  await seen({ page, url, check, ...desk }, 'settings-settlements')
  const chosen = await page.getByLabel('Aankoopdagboek').inputValue()
  check('settings: settlements are posted where the dossier has a journal for them', chosen === 'A2' ? [] : [chosen])
  await page.getByRole('button', { name: 'Terug naar wat bewaard is' }).click()
}

async function unequalSlips(page: Page): Promise<string[]> {
  const sums = await page.locator('.slip tfoot tr').allInnerTexts()
  const wrong = sums.filter((text) => {
    const [debit, credit] = text.match(/[\d.]+,\d\d/gu) ?? []
    return debit === undefined || debit !== credit
  })
  return sums.length === 0 ? ['no entry is shown'] : wrong
}

/** Held to the rules of every page, in both colours, and kept as pictures at the widths of the designs. */
export async function seen({ page, check, picture }: Desk, name: string): Promise<void> {
  const faults: string[] = []
  for (const [scheme, suffix] of [
    ['light', ''],
    ['dark', '-dark'],
  ] as const) {
    await page.emulateMedia({ colorScheme: scheme })
    for (const width of [1440, 390]) {
      await page.setViewportSize({ width, height: 900 })
      await page.waitForTimeout(200)
      faults.push(...(await axeViolations(page)).map((fault) => `${scheme} ${width}: ${fault}`))
      await picture(`${name}-${width}${suffix}`)
    }
  }
  await page.emulateMedia({ colorScheme: 'light' })
  check(`${name}: axe in light and dark, at 1440 and 390 px`, faults)
  check(`${name}: layout from 360 to 1920 px`, await layoutBreaks(page))
}

/** In the other languages, whose words are longer: the same rules, and the pictures of the manuals. */
export async function spoken({ page, check, picture }: Desk, name: string): Promise<void> {
  for (const language of ['fr', 'en', 'nl'] as const) {
    await page.evaluate<undefined>(`localStorage.setItem('tentakel-language', '${language}')`)
    await page.reload()
    await page.getByRole('heading', { level: 1 }).waitFor()
    await page.locator('tbody tr').first().waitFor()
    if (language === 'nl') continue
    check(`${name} in ${language}: axe, layout`, [...(await axeViolations(page)), ...(await layoutBreaks(page))])
    await page.setViewportSize({ width: 1440, height: 900 })
    await picture(`${name}-${language}`)
  }
}
