/** Texts of problems for sellers and bookkeepers in English: bol.com's charges and payouts. */
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
  'UIT-ONLEESBAAR': [
    'bol.com does not give {invoice:invoice # |an invoice }in a readable form',
    '{since:Since # bol.com’s list has|Bol.com’s list has} an invoice with a value that we do not know{field: (#)|}.{rows: Without a number: #.|}',
    'Nothing of that invoice is read or booked. Other invoices and your sales go on as usual.',
    'Check the invoice in your bol.com seller account, and tell bol.com if it is right there. We ask for it again every night, and as soon as you choose [Process].',
  ],
  'UIT-LABEL': [
    'Unknown kind of cost{type: “#”|} on bol’s invoice',
    'Settlement{invoice: #|} has a kind of cost of which we are not sure where it belongs{amount: (€ #)|}.',
    'The whole settlement waits for your answer. The check per order is shown all the same.',
    'Open the settlement and choose where this kind belongs; we remember it.',
  ],
  'UIT-START': [
    'Settlement{invoice: #|} begins before the start',
    'Its period runs{from: from #|}{to: to #|}, and we book settlements{start: from #| from a later day} on.',
    'It waits for your answer: nothing of it is booked. Your sales go on as usual.',
    'Open the settlement and choose: book it, or only check it because it is in your books already.',
  ],
  'UIT-ZONDER': [
    '{orders:#|Some} orders in the settlement, not in the books',
    'bol.com settled them{invoice: in #|}, but no sale of them stands in Octopus{order:, for instance of #|}.',
    'The settlement does not close while this is open{amount: (€ #)|}.',
    'Open the settlement: each order says why it is not booked. Where a sale stands elsewhere in your books, name its account there.',
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
    'Open the settlement and look at the orders that differ; mostly it is a discount, a return or a changed price. If the difference is right, choose ‘Write off’.',
  ],
  'UIT-UITGESTELD': [
    'No payout{invoice: for #|}',
    '{advertising:€ # of advertising against|Advertising is higher than} {amount:€ # of sales|the sales}.',
    'bol.com sets it off against what you earn next.',
    'You need not do anything. It is set off in a later settlement.',
  ],
  'AFP-BUDGET': [
    'Too many documents to match (Octopus: four hundred a day)',
    '{documents:# sales documents|Too many sales documents} a day go to Octopus{max:, we match up to #|}.',
    'Balances stay right: sales are booked and cleared, only not matched. Costs are matched as before.',
    'Choose day totals if you want to see sales matched. Otherwise you need not do anything.',
  ],
  'AANK-BTW': [
    'bol charged VAT that we do not expect',
    'bol’s invoice{invoice: #|} has costs with {rate:# % VAT|VAT}{amount: (€ #)|}. Mostly bol.com does not know your VAT number.',
    'Nothing of this invoice is booked: foreign VAT cannot be deducted in Belgium.',
    'Enter your VAT number at bol.com and ask for a new invoice, or say at the settlement that it is Belgian VAT or a cost.',
  ],
  'AANK-INSTELLING': [
    'Bol’s invoice{invoice: #|} cannot be booked yet',
    'Something is missing to book it.{account: Account # is not in the dossier.|}{code: Purchase code # is not in the dossier, or is of another kind.|}{vat: For VAT # on bol’s invoice no purchase code is chosen.|}{credit: For credit notes, purchase code # has no credit code.|}{relation: Relation # has bol.com’s VAT number, but is no supplier.|}{customer: The relation of the customers in # is not known.|}{journal: Journal # has no open period for this invoice.|}',
    'Bol.com’s costs and the clearing wait. Your sales go on.',
    'Change it in Octopus, or choose something else under ‘Settlements’ in the settings. We try again by ourselves.',
  ],
  'AANK-DUBBEL': [
    'Bol’s invoice{invoice: #|} may be in Octopus already',
    'A purchase journal already has a booking of this invoice, or of the same amount{stands:: € #|}{asked:; we would book € #|}.',
    'Nothing is booked twice: the purchase and the clearing wait for your answer.',
    'If it is this invoice, leave it at that: we book only the clearing. If it is another, choose to book ours too.',
  ],
  'AANK-VERLEGD': [
    'Reverse-charged VAT does not land in the right boxes',
    'The first purchase with reverse charge{journal: (#|}{number: no. #)|} did not give the VAT on 451 and 411 in Octopus that we expected.',
    'Later invoices of bol wait, so that your return is right.',
    'Have your accountant look at the purchase code (services from the EU, reverse charge) and choose the right one under ‘Settlements’ in the settings.',
  ],
  'UIT-TEKEN': [
    'The clearing stands on the wrong side',
    'The first clearing{journal: (#|}{number: no. #)|} does not stand in Octopus on the side that we expected.',
    'No second clearing is booked.',
    'Remove the entry in Octopus and tell whoever runs Tentakel for you.',
  ],
  'UIT-BANK': [
    'Payout{invoice: of #|} not seen at the bank',
    'bol.com was to pay {amount:€ #|this amount} from {expected:#|that day} on. Five banking days later it is not in Octopus.',
    'The clearing account stays open{journal:; the last bank document that we see is #|}{number: no. #|}{day: of #|}.',
    'Is CODA switched on in Octopus? See whether the receipt is there and book it on the clearing account. If it did not come, ask bol.com.',
  ],
  'UIT-PLAATS': [
    'Payout{invoice: of #|} stands on another account',
    'The receipt{amount: of € #|}{journal: (#|}{number: no. #)|} stands in Octopus{account: on account #|}{relation: on relation #|}.',
    'It does not count as the payout there: the clearing account stays open.',
    'Change the bank document in Octopus to account {wanted:#|of the payouts}. We see it within a day. If a miscellaneous entry put it right, say at the settlement that you have seen the receipt.',
  ],
  'UIT-VERREKEND': [
    'Which advertising was set off{invoice: against #|}?',
    'The receipt{amount: of € #|}{journal: (#|}{number: no. #)|} fits what bol.com pays and sets off in more than one way.',
    'As long as we do not know, nothing of it is booked as set off.',
    'Choose at the settlement which invoices bol.com set off; bol.com’s overview of the payout names them.',
  ],
  'UIT-GEWIJZIGD': [
    'bol changed a settlement that is booked',
    'Settlement{invoice: #|} has other amounts at bol.com than when it was booked.',
    'What stands in Octopus stays. Nothing is booked anew by itself.',
    'Compare bol.com’s invoice with the booking and correct that in Octopus. Then say at the settlement that the booking stays as it is. Or delete purchase and miscellaneous entry in Octopus and choose ‘Book all the same’ for both: they are then booked with the new amounts.',
  ],
} satisfies Partial<ProblemTexts>
