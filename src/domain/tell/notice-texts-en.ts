import type { NoticeTexts } from './notice-texts.ts'

export const englishNotices: NoticeTexts = {
  silence: [
    'No order for {hours} hours, usually {perDay} a day',
    'Not one order came in for {hours} hours. Usually there are about {perDay} a day.',
    'Perhaps nothing is wrong: everything that we know of is dealt with.',
    'Look in your bol seller account whether your shop and your offers are still active.',
  ],
  doubt: [
    'For some time not sure whether Octopus kept a booking',
    'Since {since} we do not know of at least one booking whether Octopus kept it.',
    'Nothing is booked twice. In that journal the rest may wait meanwhile.',
    'Look in Tentakel under To do which document it is, and whether it stands in Octopus. Do not book it yourself.',
  ],
  vanishingBilling: [
    'Billing details vanish at bol.com from {day} on',
    'For a long time we could not fetch orders, and bol.com shows billing details for 30 days after the order only.',
    'What we fetch after {day} has no name, address or VAT number any more. Sales to businesses then cannot be booked by themselves.',
    'Solve the problem under To do before that day. We fetch the missed time ourselves afterwards.',
  ],
  vanishingOrders: [
    'Orders vanish at bol.com from {day} on',
    'For a long time we could not fetch orders, and bol.com gives orders of the last three months only.',
    'What we do not fetch before {day} is missing in your books, and you have to book it yourself.',
    'Switch the connection on again, or solve the problem under To do. We fetch the missed time ourselves afterwards.',
  ],
  settlementMissing: [
    'A settlement of bol.com is missing',
    'For your sales from {day} on, bol.com should have made a settlement by now. It is not there.',
    'Your orders are booked as always. Of the payout and of the costs we know nothing yet.',
    'Look in your bol seller account, among your invoices, whether it is there. If not, ask bol.com.',
  ],
  settlementDiffers: [
    'Settlement {invoice} of bol.com does not tie out yet',
    'In settlement {invoice} a difference or a question is open since {since} (problems: {n}).',
    'Nothing is booked twice, and nothing is written off without you.',
    'Look in Tentakel under To do: for each order it says what differs and what you can do.',
  ],
  payoutMissing: [
    'Payout of settlement {invoice} not seen at the bank',
    'bol.com was to pay settlement {invoice} from {day} on. Five banking days later it is not in Octopus.',
    'Nothing is booked twice. The clearing account stays open.',
    'See whether CODA is switched on in Octopus, and whether the receipt is on the clearing account. If it did not come, ask bol.com.',
  ],
  once: 'You get this message once. Another one only comes when it was solved and happens again.',
  choose: 'Which messages you get you choose in Tentakel under Notices.',
  open: 'Open: {url}',
  digestSubject: '{company}: your bookings of {day}',
  digestBooked: ['Booked on {day}: 1 booking, {amount}.', 'Booked on {day}: {n} bookings, {amount} in all.'],
  digestNothingBooked: 'Nothing was booked on {day}.',
  digestWaiting: ['1 order waits, e.g. to be shipped.', '{n} orders wait, e.g. to be shipped.'],
  digestInDoubt: [
    '1 order is in doubt: we look for it in Octopus.',
    '{n} orders are in doubt: we look for them in Octopus.',
  ],
  digestBlocked: ['1 order is blocked.', '{n} orders are blocked.'],
  digestCauses: 'To do, by cause:',
  digestCause: ['- {title}', '- {title} ({n} times)'],
  digestComplete: [
    'Completeness: the one order {period} is accounted for; none is missing.',
    'Completeness: all {n} orders {period} are accounted for; none is missing.',
  ],
  digestMissed: [
    'Completeness: 1 order {period} was missing; it is noted and will be fetched.',
    'Completeness: {n} orders {period} were missing; they are noted and will be fetched.',
  ],
  digestNoProof: 'Completeness: not checked yet; that happens every night.',
  digestSettlements: 'Settlements of bol.com, newly read:',
  digestAlarms: 'Still open:',
  testSubject: 'Test message from Tentakel',
  testBody: 'This message shows that Tentakel can send mail. There is nothing for you to do.',
}
