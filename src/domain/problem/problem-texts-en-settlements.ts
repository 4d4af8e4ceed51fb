/** What a seller or bookkeeper reads in English: what bol.com keeps and pays. */
import type { ProblemTexts } from './problem.ts'

export const englishSettlements = {
  'UIT-SOM': [
    'Settlement{invoice: #|} does not add up',
    'bol.com’s lines do not match the total to the cent{sum: (#)|}. We have read them a second time already.',
    'Nothing of this settlement is booked. Your sales go on as usual.',
    'We read it again every day. If it stays like this, ask bol.com for a new invoice.',
  ],
  'UIT-ONVOLLEDIG': [
    'Specification{invoice: of #|} not available yet',
    'bol.com made the invoice, but does not give its lines or its PDF yet.',
    'The settlement waits. Nothing is lost.',
    'You need not do anything: we try again every day.',
  ],
  'UIT-LABEL': [
    'Unknown kind of cost{type: “#”|} on bol’s invoice',
    'Settlement{invoice: #|} has a kind of cost of which we are not sure where it belongs{amount: (€ #)|}.',
    'The whole settlement waits for your answer. The check per order is shown all the same.',
    'Say where this kind belongs with “settlement answer”; we remember it.',
  ],
  'UIT-ZONDER': [
    '{orders:#|Some} orders in the settlement, not in the books',
    'bol.com settled them{invoice: in #|}, but no sale of them stands in Octopus{order:, for instance of #|}.',
    'The settlement does not close while this is open{amount: (€ #)|}.',
    'See with “settlement check” why they are not booked: from before the start, blocked or unknown.',
  ],
  'UIT-OPEN': [
    'Sold, but not paid by bol in 2 settlements',
    '{orders:#|Some} orders are booked, and bol.com left them out of two settlements{order:, for instance #|}.',
    'bol.com still owes this money{amount: (€ #)|}.',
    'Ask bol.com about it, with the order number. If it is settled later after all, this message goes away by itself.',
  ],
  'UIT-RETOUR': [
    'bol refunded a buyer, without a credit note',
    'In settlement{invoice: #|} bol.com took money back{order: for order #|}, and Octopus has no credit note of it.',
    'Your turnover and VAT are too high while the credit note is missing{amount: (€ #)|}.',
    'See at bol.com whether it is a return. Handle that return there; the credit note then follows by itself.',
  ],
  'UIT-VERSCHIL': [
    'Payout{invoice: of #|} does not close{amount: (difference of € #)|}',
    'bol.com settled another amount than was booked{order:, with order #|}{orders: (# in all)|}.',
    'Nothing is written off by itself, not even a cent.',
    'Look at the orders with “settlement check”; mostly it is a discount, a return or a changed price.',
  ],
  'UIT-UITGESTELD': [
    'No payout{invoice: for #|}',
    '{advertising:€ # of advertising against|Advertising is higher than} {amount:€ # of sales|the sales}.',
    'bol.com sets it off against what you earn next.',
    'You need not do anything. It is set off in a later settlement.',
  ],
  'AANK-BTW': [
    'bol charged VAT that we do not expect',
    'bol’s invoice{invoice: #|} has costs with {rate:# % VAT|VAT}{amount: (€ #)|}. Mostly bol.com does not know your VAT number.',
    'Nothing of this invoice is booked: foreign VAT cannot be deducted in Belgium.',
    'Enter your VAT number at bol.com and ask for a new invoice, or answer with “settlement answer” that it is Belgian VAT or a cost.',
  ],
} satisfies Partial<ProblemTexts>
