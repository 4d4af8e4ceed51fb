/** Whether a payout should have been seen by now. */
import type { LocalDate } from '../calendar.ts'
import { addDays } from '../calendar.ts'
import type { Payout } from '../settlement/payout.ts'
import { addBankingDays } from './banking-days.ts'

/** Holidays and the bank's own days make it late; more than this it never was. */
const bankingDaysMax = 5
const watchedFromDays = -1
const watchedToDays = 10

/** @param readOn day on which the bank's lines were read last; null: never */
export function isOverdue({ status, earliest }: Payout, readOn: LocalDate | null): boolean {
  return status === 'expected' && readOn !== null && readOn > addBankingDays(earliest, bankingDaysMax)
}

/** In these days it may come any hour. */
export function isAwaited({ status, earliest }: Payout, today: LocalDate): boolean {
  return (
    status === 'expected' && today >= addDays(earliest, watchedFromDays) && today <= addDays(earliest, watchedToDays)
  )
}
