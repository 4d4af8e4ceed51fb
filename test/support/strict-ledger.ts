/**
 * A ledger's arithmetic of its own, out of the very bytes of an invoice: nothing of the product and nothing of the sandbox computes here.
 * Numbers are read as text; fractions are exact.
 */
export interface Books {
  inclusive: boolean
  /** Decimals that the journal keeps of a unit price. */
  scale: 2 | 4
  /** What becomes of more decimals than that, and of halves of a cent. */
  rounding: 'halfUp' | 'halfEven' | 'reject'
  vatPer: 'rate' | 'line'
  /** Percent by VAT code, in hundredths. */
  rates: ReadonlyMap<string, bigint>
}

/** Signed cents; null: the ledger refuses it. */
export function totalsOf(bytes: string, books: Books): { base: bigint; vat: bigint; total: bigint } | null {
  const lines = [...bytes.matchAll(/"count":(-?\d+),"unitPrice":(-?\d+)\.(\d+),"vatCodeKey":"([^"]+)"/gu)]
  const tooFine = lines.some(([, , , decimals = '']) => decimals.length > books.scale)
  if (lines.length === 0 || (tooFine && books.rounding === 'reject')) return null
  const divide = (n: bigint, d: bigint): bigint => {
    const size = n < 0n ? -n : n
    const up = (2n * size) % (2n * d) === d && books.rounding === 'halfEven' ? (size / d) % 2n : 1n
    const rounded = (2n * size) % (2n * d) === d ? size / d + up : (2n * size + d) / (2n * d)
    return n < 0n ? -rounded : rounded
  }
  const groups = new Map<string, { rate: bigint; cents: bigint }>()
  for (const [at, [, count = '', whole = '', decimals = '', code = '']] of lines.entries()) {
    const kept = divide(BigInt(whole + decimals.padEnd(9, '0')), 10n ** BigInt(9 - books.scale))
    const cents = divide(BigInt(count) * kept, 10n ** BigInt(books.scale - 2))
    const key = books.vatPer === 'line' ? String(at) : code
    const group = groups.get(key) ?? { rate: books.rates.get(code) as bigint, cents: 0n }
    groups.set(key, { ...group, cents: group.cents + cents })
  }
  const sums = { base: 0n, vat: 0n, total: 0n }
  for (const { rate, cents } of groups.values()) {
    const vat = divide(cents * rate, books.inclusive ? 10_000n + rate : 10_000n)
    sums.vat += vat
    sums.base += books.inclusive ? cents - vat : cents
  }
  return { ...sums, total: sums.base + sums.vat }
}

/** All ledgers that may stand behind a journal of this kind. */
export function everyLedger(kind: Pick<Books, 'inclusive' | 'scale' | 'rates'>): Books[] {
  return (['halfUp', 'halfEven', 'reject'] as const).flatMap((rounding) =>
    (['rate', 'line'] as const).map((vatPer) => ({ ...kind, rounding, vatPer })),
  )
}
