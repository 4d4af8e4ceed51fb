/** Texts of the pages behind the first one: they come with the first of those that is opened. */
import { dutchLedger } from '../ledger/nl.ts'
import { dutchNotices } from '../notices-nl.ts'
import { dutchOffice } from '../office/nl.ts'
import { dutchOrders } from '../orders/nl.ts'
import { dutchProblems } from '../problems/nl.ts'
import { dutchSettings } from '../settings-nl.ts'

export const dutchPages = {
  ...dutchLedger,
  ...dutchNotices,
  ...dutchSettings,
  ...dutchOrders,
  ...dutchOffice,
  ...dutchProblems,
}

export type PageWords = Record<keyof typeof dutchPages, string>
