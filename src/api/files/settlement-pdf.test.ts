import { expect, it } from 'vitest'
import { settlementPdf } from './settlement-pdf.ts'
import { aSettlement } from './testkit.ts'

/** The content of the paper, in its order: strings of glyphs, which are codes of Windows-1252. */
async function textOf(pdf: Promise<Uint8Array>): Promise<string> {
  const file = Buffer.from(await pdf).toString('latin1')
  const shown = [...file.matchAll(/\[([^\]]*)\] TJ/gu)].map(([, glyphs = '']) =>
    [...glyphs.matchAll(/<([0-9a-f]*)>/gu)]
      .map(([, hex = '']) => new TextDecoder('windows-1252').decode(Buffer.from(hex, 'hex')))
      .join(''),
  )
  return shown.join('\n')
}

const of = { day: '2026-09-02', company: 'Voorbeeld BV', compress: false }

it('the statement stands on paper, with the order that differs and why, in the words of the language', async () => {
  const text = await textOf(settlementPdf(aSettlement, 'fr', of))
  expect(text).toContain('Voorbeeld BV\nAfrekening 3990000000301: -20,00 verschil, 1 bestelling')
  expect(text).toContain('Ventes selon bol.com\n89,85\nRemboursé aux acheteurs\n-29,95')
  expect(text).toMatch(/C000TEST02\n0,00\n20,00\n-20,00\nPas comptabilisée : attend une\s+décision/u)
  expect(text).toContain('du 01/08/2026 au 31/08/2026')
  expect(text).not.toContain('C000TEST01')
  expect(text).toContain('Tentakel · 02/09/2026 · 1/1')
})

it('hundreds of orders go on over as many pages as they need, each numbered', async () => {
  const orders = Array.from({ length: 300 }, (_, nth) => ({
    order: `C${String(nth).padStart(9, '0')}`,
    bookedCents: 0,
    settledCents: 100,
    differenceCents: -100,
    category: 'missingInBooks',
  }))
  const text = await textOf(settlementPdf({ ...aSettlement, orders }, 'nl', of))
  for (const { order } of orders) expect(text).toContain(order)
  const numbers = [...text.matchAll(/ · (\d+)\/(\d+)$/gmu)].map(([, page, of]) => `${page}/${of}`)
  expect(numbers.length).toBeGreaterThan(3)
  expect(numbers).toEqual(numbers.map((_, nth) => `${nth + 1}/${numbers.length}`))
})
