import { describe, expect, it } from 'vitest'
import type { VatCode } from '../ledger/ledger.ts'
import { creditCodeOf } from './vat-code.ts'

const code = (name: string, type: VatCode['type'], rateBp: number): VatCode => ({
  code: name,
  description: name,
  type,
  rateBp,
  defaultAccount: null,
})
const sale = code('DE19', 'sell', 1900)
const rule = { code: 'DE19', creditCode: null, rateBp: 1900 }

describe('the code of a credit', () => {
  it("is the sale's where the dossier keeps none for credits", () => {
    expect(creditCodeOf(rule, [sale])).toMatchObject({ kind: 'code', code: 'DE19' })
  })

  it('must be chosen where the dossier keeps codes for credits, of whatever percentage', () => {
    const choice = creditCodeOf(rule, [sale, code('C21', 'sellCredit', 2100)])
    expect(choice).toMatchObject({ kind: 'problem', code: 'BTW-CODE-CREDIT' })
  })

  it('is the chosen one, which may also be a code of sales', () => {
    const codes = [sale, code('C21', 'sellCredit', 2100), code('C19', 'sellCredit', 1900)]
    expect(creditCodeOf({ ...rule, creditCode: 'C19' }, codes)).toMatchObject({ kind: 'code', code: 'C19' })
    expect(creditCodeOf({ ...rule, creditCode: 'DE19' }, codes)).toMatchObject({ kind: 'code', code: 'DE19' })
  })

  it('has the percentage of the sale, and is there', () => {
    const codes = [sale, code('C21', 'sellCredit', 2100)]
    expect(creditCodeOf({ ...rule, creditCode: 'C21' }, codes)).toMatchObject({ code: 'BTW-CODE-ANDERS' })
    expect(creditCodeOf({ ...rule, creditCode: 'GONE' }, codes)).toMatchObject({ code: 'BTW-CODE-WEG' })
  })
})
