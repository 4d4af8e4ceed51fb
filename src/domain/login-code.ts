import type { ProblemCode } from './problem/problem.ts'

/** A side refuses the keys. As long as the connection is stopped by it, nothing but new keys ends it. */
export const loginCode = { marketplace: 'BOL-LOGIN', ledger: 'OCT-LOGIN' } as const satisfies Record<
  'marketplace' | 'ledger',
  ProblemCode
>
