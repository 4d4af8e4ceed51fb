/** Texts of problems for sellers and bookkeepers in English: Octopus, relations, electronic invoices. */
import type { ProblemTexts } from './problem.ts'

const waits = 'Nothing is booked and nothing is lost.'
const process = 'Then choose [Process].'

export const englishLedger = {
  'OCT-LOGIN': [
    'Octopus refuses the login',
    'The password was probably changed, or the user is locked. We do not try again, so as not to lock the user further.',
    'Nothing is booked. Orders keep coming in.',
    'Enter the new password in the connection. Tip: make a separate Octopus user for the connection.',
  ],
  'OCT-DOSSIER': [
    'No access to dossier{dossier: #|}',
    'Octopus does not open this dossier for the user of the connection: he has no access to it, or the number does not exist.',
    'Nothing is booked until there is access. Orders keep coming in.',
    'Ask your bookkeeper to give the user access to the dossier, then test the connection again.',
  ],
  'OCT-RECHT': [
    'The Octopus user lacks a module or a right',
    'The dossier does not have the module needed, or the user may not use it.',
    'The bookings that need it wait. Nothing is lost.',
    'Let your bookkeeper switch on the module or the right. Everything then goes on by itself.',
  ],
  'OCT-SOFTWAREHUIS': [
    'Octopus’ software house id is missing',
    'Octopus admits only programs that have such a number, and the operator has not given it yet.',
    'Orders come in, but nothing can be booked.',
    'The operator sets TENTAKEL_OCTOPUS_SOFTWARE_HOUSE. Everything then goes on by itself.',
  ],
  'OCT-LIMIET': [
    'Limit of Octopus reached',
    'Octopus allows a limited number of bookings and requests. {until:We go on at #.|We go on by ourselves.}',
    'The rest waits its turn. Nothing is lost.',
    'Nothing to do. If it happens often, book consumers per day instead of per order.',
  ],
  'OCT-STORING': [
    'Octopus cannot be reached for a moment',
    'Octopus does not answer, or with something that we cannot read.',
    'The bookings wait. Nothing is lost.',
    'Nothing to do: we try again by ourselves.',
  ],
  'OCT-VERBINDING': [
    'The way to Octopus no longer fits',
    'Octopus was found under another address, or no longer in the form that this program speaks, or not at all.{status: It answered with status #.|}{failure: The connection failed: #.|}',
    'Nothing is booked until this is mended. Orders keep coming in, and nothing is lost.',
    'The operator updates Tentakel, and checks the address of Octopus, the name server and the certificates of the machine. We try again by ourselves, less and less often.',
  ],
  'OCT-ANTWOORD': [
    'Octopus gave an answer that we do not know',
    'It fits nothing that Octopus describes.{detail: Technical details: #.|}',
    'We assume nothing about what happened, and nothing is booked twice.',
    'The operator looks at the answer. Nothing to do.',
  ],
  'OCT-DAGBOEK-DICHT': [
    '{journal:Journal #|The journal} is closed or in use',
    'Somebody works in the journal, or it is closed.',
    'The bookings for this journal wait. Nothing is lost.',
    'Is somebody booking? Then we try again soon. Otherwise let your bookkeeper open the journal, or choose another in the connection.',
  ],
  'OCT-DAGBOEK-SOORT': [
    '{journal:Journal # is of another kind|No journal is chosen}',
    'Bookings need a sales journal for bookings, invoices an invoicing journal.',
    'All sales for this journal wait. ' + waits,
    'Choose the right journal in the connection. ' + process,
  ],
  'OCT-DAGBOEK-VREEMD': [
    'Somebody else books in {journal:journal #|the journal} too',
    'We found documents in it that are not ours.',
    'Booking goes on, but numbers can collide, and then we have to look first each time.',
    'Ask your bookkeeper for a journal of its own for bol.com, and choose it in the connection.',
  ],
  'OCT-PERIODE': [
    'The period {date:of # |}is closed',
    'The date of the sale falls in a closed or protected period, for instance because the VAT return was filed.',
    waits,
    '{firstOpen:The connection books on the first open day, as soon as it finds one in Octopus. Otherwise let your bookkeeper reopen the period.|Let your bookkeeper reopen the period, or let the connection book on the first open day.} ' +
      process,
  ],
  'OCT-BOEKJAAR': [
    'No book year or journal for {year:#|this date}',
    'Octopus has no book year or period for the date of these sales, or {journal:journal #|the journal} does not exist in it.',
    'All sales of that date wait. ' + waits,
    'Let your bookkeeper make the year and its journals in Octopus. Everything then goes on by itself.',
  ],
  'OCT-REKENING': [
    '{account:Ledger account #|A ledger account} does not exist or is not active',
    'The account you chose is not in the chart of accounts of that book year, or cannot be posted to.',
    'All sales on that account wait. ' + waits,
    'Choose another account in the connection, or let your bookkeeper activate this one. ' + process,
  ],
  'OCT-NUMMER': [
    '{number:Document number #|A document number} {journal:in # |}was in use already',
    'Something was booked in this journal at the same time, or our booking had arrived before.',
    'We first look whether our booking is there. It is not booked twice.',
    'Nothing to do: after two checks we take the next number, within 2 hours. Tip: use a journal of its own for bol.com.',
  ],
  'OCT-DUBBEL': [
    '{order:Order # is|Orders are} in Octopus already',
    'We found a document with this order number in the dossier that is not ours.',
    'We booked nothing.',
    'If that document is right, choose [Leave it so]. Otherwise choose [Book all the same].',
  ],
  'OCT-TWEEMAAL': [
    '{order:Order # is|Orders are} in Octopus twice',
    'We found two documents with our mark for the same sale.',
    'Turnover and VAT are double in your books until one of them is gone. We do not touch either.',
    'Let your bookkeeper see which document is too many, and remove or credit it in Octopus. Then confirm here which one stays.',
  ],
  'OCT-ONZEKER': [
    'We are not certain that Octopus kept the booking',
    'The connection broke, or Octopus answered unclearly, while {order:order #|a booking} was being saved.',
    'We look for it in Octopus first. It is not booked twice.',
    'Nothing to do. Above all, do not book it yourself.',
  ],
  'OCT-QUARANTAINE': [
    'We could not find out whether this was booked',
    '{since:Since #|For a long time} we got no clear answer about {order:order #|this booking}{journal: in journal #|}, while other bookings went through.',
    'Perhaps it is in your books, perhaps not. The other bookings go on.',
    'Look for the order number in Octopus{journal: in journal #|}, and tell us whether it is there: [It is there] or [It is not there].',
  ],
  'OCT-ANDERS': [
    'Octopus kept something else than we sent',
    '{number:Document #|The document} {journal:in # |}differs from our booking{order: of order #|}. {stands:It holds € #|It holds something else}{asked: instead of € #|}. Perhaps somebody changed it.',
    'Your books hold what Octopus kept. We do not touch it.',
    'Look at the difference: accept it, or mend it in Octopus.',
  ],
  'OCT-AFROND': [
    'The invoice differs € 0.01 from the amount paid',
    'On an invoice without VAT in its prices, VAT is computed per rate on the net. Not every amount with VAT can be reached that way.',
    'The invoice is rounded as the law wants; one cent stays open with the customer.',
    'Book the cent as a payment difference.',
  ],
  'OCT-GEGEVENS': [
    'Octopus does not accept a value',
    'Octopus refuses the booking{order: of order #|}. {detail:Octopus gave as its reason: #.|See the attempts of the document for the reason.}',
    waits,
    'Correct the value. ' + process + ' If that does not help, report the problem.',
  ],
  'OCT-VERWIJDERD': [
    'This booking was removed in Octopus',
    '{number:Document #|The document} {journal:in # |}is no longer there. Somebody removed it after we booked it.',
    'The sale is no longer in your books. We do not book it again by ourselves.',
    'If that was intended, choose [Leave it so]. Otherwise choose [Book all the same].',
  ],
  'DAG-ONBEKEND': [
    'A day total in Octopus that we do not know',
    'The dossier holds a bol.com day total that we have no memory of, and its amount is not what we compute.',
    'The orders of that day wait, so that nothing is booked twice.',
    'Compare the day total with the orders of that day, and decide whether it stays.',
  ],
  'REL-DUBBEL': [
    'Several relations look like the buyer',
    'Two or more active customers in Octopus match the buyer{order: of order #|}.',
    'We do not choose for you. ' + waits,
    'Make the double relation inactive in Octopus. ' + process,
  ],
  'REL-NAAM': [
    'The buyer has no usable name',
    'bol.com gave no name or address that {order:order #|the sale} could be booked on.',
    'We make no relation without a name. ' + waits,
    'Choose one central relation for consumers in the connection. ' +
      process +
      ' Or book the sale in Octopus yourself, and choose [Do not book] with a reason.',
  ],
  'PEP-INCL': [
    '{journal:Journal #|The journal} invoices including VAT',
    'Peppol refuses invoices from a journal including VAT, and these buyers are Belgian businesses.',
    'An invoice sent that way can only be mended by a credit note. ' + waits,
    'Choose a journal excluding VAT for business customers. ' + process,
  ],
  'PEP-ELDERS': [
    'Belgian businesses got no invoice from us',
    'These sales are booked as bookings, as you chose. Tentakel then does not make the legal Peppol invoice.',
    'Turnover and VAT are right. Since 1 January 2026 a structured invoice has to go with them.',
    'Make sure that you send those invoices elsewhere, or let the connection make invoices.',
  ],
} as const satisfies Partial<ProblemTexts>
