import type { PageWords } from './nl.ts'
import { frenchLedger } from '../ledger/fr.ts'
import { frenchNotices } from '../notices-fr.ts'
import { frenchOffice } from '../office/fr.ts'
import { frenchOrders } from '../orders/fr.ts'
import { frenchProblems } from '../problems/fr.ts'
import { frenchSettings } from '../settings-fr.ts'

export const frenchPages: PageWords = {
  ...frenchLedger,
  ...frenchNotices,
  ...frenchSettings,
  ...frenchOrders,
  ...frenchOffice,
  ...frenchProblems,
}
