import { describe, expect, it } from 'vitest'
import type { VatCode } from '../ledger/ledger.ts'
import { likelyRules } from './likely-rules.ts'
import { proposeCodes } from './propose-codes.ts'
import { someSettings } from '../testkit.ts'

const date = '2026-11-20'
const onlyEveryDay = { destinations: [], stockCountry: null, date }

function code(name: string, rateBp: number, description: string, type: VatCode['type'] = 'sell'): VatCode {
  return { code: name, description, type, rateBp, defaultAccount: null }
}

const dossier = [
  code('21', 2100, 'Binnenland 21 %'),
  code('06', 600, 'Binnenland 6 %'),
  code('IC', 0, 'Intracommunautaire levering van goederen'),
  code('EX', 0, 'Uitvoer'),
  code('NLV21', 2100, 'Nederlandse btw 21 % (eigen nummer)'),
  code('NLV09', 900, 'Nederlandse btw 9 % (eigen nummer)'),
  code('NL21', 2100, 'OSS Nederland 21 %'),
  code('NL09', 900, 'OSS Nederland 9 %'),
  code('DE19', 1900, 'OSS Duitsland 19 %'),
  code('D21', 2100, 'Diensten en diverse goederen 21 %', 'buy'),
]
const accounts = [700100, 700000, 604000].map((account) => ({ bookYearId: 1, account, name: 'Rekening' }))

function proposals(settings: Parameters<typeof someSettings>[0], codes: VatCode[], more: object = {}) {
  const { seller, vat } = someSettings(settings)
  const rules = likelyRules({ seller, vat }, { ...onlyEveryDay, ...more })
  return proposeCodes(rules, { vatCodes: codes, accounts }, seller.country)
}

const short = (list: ReturnType<typeof proposals>) =>
  list.map((row) => `${row.treatment} ${row.country} ${row.rateBp} → ${row.code ?? '?'}`)

describe('which rules a seller needs', () => {
  it('with OSS: his own rates, and those of the country next door, for each class he sells', () => {
    expect(short(proposals({}, dossier))).toEqual([
      'DOMESTIC BE 2100 → 21',
      'DOMESTIC BE 600 → 06',
      'OSS NL 2100 → NL21',
      'OSS NL 900 → NL09',
    ])
  })

  it('without OSS and with a Dutch number: today below the threshold, tomorrow above it', () => {
    const seller = {
      oss: { active: false, from: null, to: null },
      thresholdPassed: false,
      vatNumbers: { BE: 'BE0123456749', NL: 'NL123456789B13' },
    }
    expect(short(proposals({ seller }, dossier))).toEqual([
      'DOMESTIC BE 2100 → 21',
      'DOMESTIC BE 600 → 06',
      'DISTANCE_BELOW_THRESHOLD BE 2100 → 21',
      'DISTANCE_BELOW_THRESHOLD BE 600 → 06',
      'DESTINATION_LOCAL_VAT NL 2100 → NLV21',
      'DESTINATION_LOCAL_VAT NL 900 → NLV09',
    ])
  })

  it('with stock at bol.com: sales within the Netherlands under his own number there', () => {
    const seller = { vatNumbers: { BE: 'BE0123456749', NL: 'NL123456789B13' } }
    const found = short(proposals({ seller }, dossier, { stockCountry: 'NL' }))
    expect(found).toContain('LOCAL_FOREIGN_VAT NL 2100 → NLV21')
    expect(found).toContain('OSS NL 2100 → NL21')
  })

  it('goes where orders went', () => {
    expect(short(proposals({}, dossier, { destinations: ['DE'] }))).toContain('OSS DE 1900 → DE19')
  })
})

describe('what is proposed', () => {
  it('is nothing where two codes fit alike, and the person is shown both', () => {
    const twice = [...dossier, code('NL21B', 2100, 'OSS Nederland 21 % (boeken)')]
    const row = proposals({}, twice).find(({ treatment, rateBp }) => treatment === 'OSS' && rateBp === 2100)
    expect(row?.code).toBeNull()
    expect(row?.candidates.slice(0, 2)).toEqual(['NL21', 'NL21B'])
  })

  it('is never a code of another percentage, of purchases, or of another country', () => {
    const poor = [code('D21', 2100, 'Diensten 21 %', 'buy'), code('20', 2000, 'Binnenland'), code('DE21', 2100, 'OSS')]
    expect(proposals({}, poor).map((row) => row.code)).toEqual([null, null, null, null])
  })

  it('for a small business is the exempt code, not any other of 0 %', () => {
    const codes = [...dossier, code('00V', 0, 'Vrijstellingsregeling kleine onderneming')]
    const seller = { scheme: 'small' as const, oss: { active: false, from: null, to: null }, thresholdPassed: false }
    expect(short(proposals({ seller }, codes))).toContain('DOMESTIC_SMALL_EXEMPT BE 0 → 00V')
    expect(short(proposals({ seller }, dossier))).toContain('DOMESTIC_SMALL_EXEMPT BE 0 → ?')
  })

  it('reads French dossiers', () => {
    const french = [code('21', 2100, 'Ventes Belgique 21 %'), code('NL-21', 2100, 'Guichet unique Pays-Bas 21 %')]
    expect(short(proposals({}, french))).toEqual(
      expect.arrayContaining(['DOMESTIC BE 2100 → 21', 'OSS NL 2100 → NL-21']),
    )
  })

  it('has a credit code where the dossier keeps them, and says where one is still to be chosen', () => {
    const withCredits = [...dossier, code('C21', 2100, 'Creditnota 21 %', 'sellCredit')]
    const [home, books] = proposals({}, withCredits)
    expect([home?.creditCode, home?.creditCodeOpen]).toEqual(['C21', false])
    expect([books?.creditCode, books?.creditCodeOpen]).toEqual([null, true])
    expect(proposals({}, dossier)[0]?.creditCodeOpen).toBe(false)
  })

  it("has the code's own account where it exists, else the first sales account", () => {
    const own = [{ ...code('21', 2100, 'Binnenland 21 %'), defaultAccount: 700100 }, ...dossier.slice(1)]
    expect(proposals({}, own)[0]?.account).toBe(700100)
    const gone = [{ ...code('21', 2100, 'Binnenland 21 %'), defaultAccount: 701234 }, ...dossier.slice(1)]
    expect(proposals({}, gone)[0]?.account).toBe(700000)
  })
})
