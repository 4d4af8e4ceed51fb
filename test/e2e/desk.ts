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

async function unequalSlips(page: Page): Promise<string[]> {
  const sums = await page.locator('.slip tfoot tr').allInnerTexts()
  const wrong = sums.filter((text) => {
    const [debit, credit] = text.match(/[\d.]+,\d\d/gu) ?? []
    return debit === undefined || debit !== credit
  })
  return sums.length === 0 ? ['no entry is shown'] : wrong
}

/** Held to the rules of every page, in both colours, and kept as pictures at the widths of the designs. */
async function seen({ page, check, picture }: Desk, name: string): Promise<void> {
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
