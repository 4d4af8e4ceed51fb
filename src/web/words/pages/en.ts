import type { PageWords } from './nl.ts'
import { englishLedger } from '../ledger/en.ts'
import { englishNotices } from '../notices-en.ts'
import { englishOffice } from '../office/en.ts'
import { englishOrders } from '../orders/en.ts'
import { englishProblems } from '../problems/en.ts'
import { englishSettings } from '../settings-en.ts'

export const englishPages: PageWords = {
  ...englishLedger,
  ...englishNotices,
  ...englishSettings,
  ...englishOrders,
  ...englishOffice,
  ...englishProblems,
}
