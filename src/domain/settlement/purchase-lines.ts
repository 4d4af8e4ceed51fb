/**
 * The lines of a purchase as the ledger gets them: an account and a VAT code for each. A missing account or code is reported, never
 * guessed.
 */
import type { BookingLine, VatCode } from '../ledger/ledger.ts'
import type { SettlementSettings } from '../settings/mapping.ts'
import type { Purchase, PurchaseLine } from './purchase.ts'

/** Parameters of the problem's text. */
export type Missing = Record<string, string | number | null>

export type LinesAnswer = { kind: 'lines'; lines: BookingLine[] } | { kind: 'missing'; params: Missing }

export interface LineRules {
  settings: Pick<SettlementSettings, 'purchases' | 'purchaseVat'>
  vatCodes: readonly VatCode[]
  /** Null: the dossier has none; `wanted` is the one to propose. */
  accountOf: (role: PurchaseLine['account']) => { account: number | null; wanted: number }
}

export function purchaseLines(purchase: Purchase, rules: LineRules): LinesAnswer {
  const lines: BookingLine[] = []
  for (const line of purchase.lines) {
    const code = codeOf(line, purchase.kind, rules)
    if (code.kind === 'missing') return code
    const { account, wanted } = rules.accountOf(line.account)
    if (account === null) return { kind: 'missing', params: { account: wanted } }
    const { baseCents, vatCents, type } = line
    lines.push({ account, vatCode: code.code, baseCents, vatCents, comment: type })
  }
  return { kind: 'lines', lines: rules.settings.purchases === 'perAccount' ? merged(lines) : lines }
}

function codeOf(
  line: PurchaseLine,
  kind: Purchase['kind'],
  { settings, vatCodes }: LineRules,
): { kind: 'code'; code: string } | Extract<LinesAnswer, { kind: 'missing' }> {
  const no = (params: Missing): Extract<LinesAnswer, { kind: 'missing' }> => ({ kind: 'missing', params })
  const rule = settings.purchaseVat.find(({ role }) => role === line.vat)
  if (rule === undefined) return no({ vat: `${line.category} ${line.percentBp / 100} %` })
  const isCredit = kind === 'creditNote'
  // A dossier that has codes for credit notes wants one of them there.
  const hasCredits = vatCodes.some(({ type }) => type === 'buyCredit')
  const code = isCredit && hasCredits ? rule.creditCode : rule.code
  if (code === null) return no({ credit: rule.code })
  const found = vatCodes.find((one) => one.code === code)
  const wanted = isCredit && hasCredits ? 'buyCredit' : 'buy'
  return found?.type === wanted ? { kind: 'code', code } : no({ code })
}

/** Returns one line per account and code; its comment names the kinds of charge. */
function merged(lines: readonly BookingLine[]): BookingLine[] {
  const groups = Map.groupBy(lines, ({ account, vatCode }) => `${account}|${vatCode}`)
  return [...groups.values()].map((group) => ({
    ...(group[0] as BookingLine),
    baseCents: group.reduce((sum, line) => sum + line.baseCents, 0),
    vatCents: group.reduce((sum, line) => sum + line.vatCents, 0),
    comment: [...new Set(group.map(({ comment }) => comment))].join(', '),
  }))
}
