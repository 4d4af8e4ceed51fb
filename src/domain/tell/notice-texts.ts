/** The shape of what mails say. A language that lacks a text does not compile. `{name}` takes a value; a pair is for one and for many, by `{n}`. */
export type Counted = readonly [one: string, many: string]
export type AlarmText = readonly [title: string, what: string, meaning: string, remedy: string]

export interface NoticeTexts {
  silence: AlarmText
  doubt: AlarmText
  vanishingBilling: AlarmText
  vanishingOrders: AlarmText
  settlementMissing: AlarmText
  settlementDiffers: AlarmText
  payoutMissing: AlarmText
  /** Ends every alarm. */
  once: string
  choose: string
  open: string
  digestSubject: string
  digestBooked: Counted
  digestNothingBooked: string
  digestWaiting: Counted
  digestInDoubt: Counted
  digestBlocked: Counted
  digestCauses: string
  digestCause: Counted
  digestComplete: Counted
  digestMissed: Counted
  digestNoProof: string
  digestSettlements: string
  digestAlarms: string
  testSubject: string
  testBody: string
}
