/** Does it agree with the ledger? The page as it stands, and what is behind a difference. */
import type { CheckedMonth, DifferingDocument, LedgerCheck } from '../../src/app/show/ledger-check.ts'
import { seen, spoken, type Desk } from './desk.ts'

export async function ledger(desk: Desk): Promise<void> {
  const { page, url, check } = desk
  await page.setViewportSize({ width: 1440, height: 900 })
  await page.goto(url)
  await page.getByRole('link', { name: /^Octopus: /u }).click()
  await page.waitForURL('**/ledger?connection=**')
  await page.getByRole('region', { name: /^Jaar / }).waitFor()
  await page.getByRole('row', { name: /V5|V1/u }).first().waitFor()
  check('ledger: the overview’s line leads to its page', [])
  await seen(desk, 'ledger')
  await page.setViewportSize({ width: 1440, height: 900 })
  await differing(desk)
}

/** As after a person changed and removed documents, and booked one of his own. */
async function differing(desk: Desk): Promise<void> {
  const { page, check } = desk
  const lookedAt = '2026-11-30T09:12:00+01:00'
  await page.route('**/ledger-check?**', async (route) => {
    const answer = await route.fetch()
    const found = (await answer.json()) as LedgerCheck
    const [first, ...rest] = found.months as [CheckedMonth, ...CheckedMonth[]]
    const changed: CheckedMonth = {
      ...first,
      ledgerCents: first.hereCents + 1234,
      ledgerDocuments: first.hereDocuments,
      unread: 0,
      unreadCents: 0,
      differing: 3,
      differenceCents: 1234,
      state: 'differs',
    }
    await route.fulfill({
      response: answer,
      json: { ...found, lookedAt, othersSince: lookedAt, months: [changed, ...rest] },
    })
  })
  const behind: DifferingDocument[] = [
    {
      kind: 'changed',
      journal: 'V5',
      number: 4,
      date: '2026-11-21',
      orderId: 'C0001A2B3C',
      hereCents: 5000,
      ledgerCents: 6200,
    },
    {
      kind: 'removed',
      journal: 'V5',
      number: 9,
      date: '2026-11-23',
      orderId: 'C0009Z8Y7X',
      hereCents: 3000,
      ledgerCents: null,
    },
    { kind: 'other', journal: 'V5', number: 17, date: '2026-11-24', orderId: null, hereCents: null, ledgerCents: 3034 },
  ]
  await page.route('**/ledger-check/differences?**', (route) => route.fulfill({ json: behind }))
  await page.reload()
  await page.getByRole('heading', { level: 1, name: '3 documenten verschillen van Octopus' }).waitFor()
  await page
    .getByRole('button', { name: /^Toon 3/u })
    .first()
    .click()
  await page.getByText('Niet van ons: iemand boekte in dit dagboek').waitFor()
  await page.getByRole('link', { name: 'C0001A2B3C' }).waitFor()
  check(
    'ledger: what is behind a difference, with its reason, in the address',
    page.url().includes('open=') ? [] : [page.url()],
  )
  await seen(desk, 'ledger-differs')
  await spoken(desk, 'ledger')
  await page.unrouteAll({ behavior: 'ignoreErrors' })
}
