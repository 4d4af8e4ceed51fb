/** Texts of problems for sellers and bookkeepers in English: orders, VAT, and the program itself. */
import { englishLedger } from './problem-texts-en-ledger.ts'
import { englishSettlements } from './problem-texts-en-settlements.ts'
import type { ProblemTexts } from './problem.ts'

const waits = 'Nothing is booked and nothing is lost.'
const process = 'Then choose [Process].'
const skip = 'choose [Do not book] with a reason'

export const english: ProblemTexts = {
  ...englishLedger,
  ...englishSettlements,
  'BOL-LOGIN': [
    'bol.com refuses the login',
    'The API key (client id and secret) of your bol.com seller account is invalid or was removed. {since:No orders have been fetched since #.|No orders are fetched.}',
    'New sales do not reach your books meanwhile. What is in already is kept.',
    'Make a new key in your bol.com seller account under Settings → API settings and enter it in the connection. We then fetch the missed period ourselves.',
  ],
  'BOL-RECHT': [
    '{shop:This bol.com shop belongs to another connection|The bol.com key may not read your orders}',
    '{shop:The key is of a shop that is in another connection already.|}{login:bol.com does not let this key in at the login.|With this key bol.com gives no access to orders or shipments.}',
    'New sales do not come in until the key has that right.',
    'Give the key read access to orders and shipments at bol.com, or make a new key and enter it in the connection.',
  ],
  'BOL-DRUK': [
    'bol.com is too busy for a moment',
    '{blocked:bol.com takes no login from our address for the moment.|We reached the number of requests that bol.com allows.}',
    'The orders come in a little later; nothing is lost.',
    'Nothing to do. {until:We go on at #.|We go on by ourselves.}',
  ],
  'BOL-STORING': [
    'bol.com cannot be reached for a moment',
    'bol.com does not answer, or with something that we cannot read.',
    'The orders come in later. We then fetch the whole time between.',
    'Nothing to do: we try again by ourselves. If it lasts, see whether bol.com reports an outage.',
  ],
  'BOL-VERBINDING': [
    'The way to bol.com no longer fits',
    'bol.com was found under another address, or no longer in the form that this program speaks, or not at all.{status: It answered with status #.|}{failure: The connection failed: #.|}',
    'New sales do not come in until this is mended. Nothing is lost: we then fetch the whole time between.',
    'The operator updates Tentakel, and checks the address of bol.com, the name server and the certificates of the machine. We try again at each poll.',
  ],
  'BOL-ONVOLLEDIG': [
    '{order:Order # is|Orders are} not completely in yet',
    'bol.com names the order in its list, but some of its data cannot be read yet{field: (#)|}.{shipment: It is about shipment #.|}{return: It is about return #.|}{rows: Rows without a number: #.|}',
    'Without that data we do not book it. Nothing is lost, and all other orders go on.',
    'Nothing to do: we ask for it again by ourselves. If it stays like this for a day, we tell you.',
  ],
  'BOL-ONLEESBAAR': [
    'bol.com does not give {order:order # |data }in a readable form',
    '{since:Since #|For some time now} bol.com has left out some of the data, or given a value that we do not know{field: (#)|}.{shipment: It is about shipment #.|}{return: It is about return #.|}{rows: Rows without a number: #.|}',
    'We book nothing that we cannot read with certainty. ' + waits,
    'Check the order in your bol.com seller account, and tell bol.com if it is right there. We read it again every night, and as soon as you choose [Process]. If you do not want to wait, book the sale yourself and choose [Do not book] with a reason.',
  ],
  'BOL-VERZENDING': [
    'The shipment {order:of order # |}does not come',
    '{shipped:According to bol.com # units were shipped, but it does not give the shipment itself.|The latest delivery date is long past, and bol.com tells of neither a shipment nor a cancellation.}',
    'Without the shipment we do not know the date of the sale. ' + waits,
    'Check the order in your bol.com seller account. If it was delivered, tell bol.com, or book the sale yourself and choose [Do not book] with a reason. If the shipment still comes, we book it by ourselves.',
  ],
  'BOL-FACTUURGEG': [
    'Billing details are no longer available',
    'bol.com shows a buyer’s details for 30 days after the order only. {order:Those of order # are gone.|Those of these orders are gone.}',
    'The sale cannot be booked on a relation of its own, and waits.',
    'Choose one central relation for consumers in the connection. ' +
      process +
      ' Or book the sale in Octopus yourself, and ' +
      skip +
      '.',
  ],
  'BOL-GEMIST': [
    '{order:Order # was|Orders were} not in the list',
    'bol.com named the order only in a shipment or a payout. We completed it.',
    'Without this check the sale would not have been booked.',
    'Check the amount. ' + process + ' If it does not belong in your books, ' + skip + '.',
  ],
  'BOL-ANNUL': [
    '{order:Order # was|Orders were} cancelled after booking',
    'The sale was booked already{books: in dossier #, which this connection no longer keeps,|} when the cancellation came in.',
    'Without a credit note you pay VAT on a sale that does not exist.',
    '{books:Book the credit note yourself in dossier #.|Look at the credit note, and approve it where you are asked to.}',
  ],
  'BOL-BEDRAG': [
    'The amount {order:of order # |}is not certain',
    '{amount:bol.com gives an amount that is no whole number of cents: #.|Price, discount, cancelled units and units per parcel as bol.com gives them do not agree with each other or are missing.}',
    'We book no guessed amount. ' + waits,
    'Compare with your bol.com seller account. If it does not agree there either, book the sale yourself and ' +
      skip +
      '.',
  ],
  'BOL-KORTING': [
    'Discount{order: on order #|}: you wanted to see it first',
    'The buyer paid less than the price, by a discount. You chose in the connection not to have such sales booked by themselves.',
    'We do not know whether you or bol.com bears the discount. ' + waits,
    'Choose in the connection how discounts are booked: what the buyer paid, or the full price. ' +
      process +
      ' Or book the sale yourself, and ' +
      skip +
      '.',
  ],
  'BTW-EAN': [
    'VAT rate unknown for {product:“#”|an article}',
    'bol.com gives no VAT rate, and you have not chosen a product class for {ean:EAN #|an article} yet.',
    'A wrong rate is a wrong return, so we do not guess. Only the orders with this article wait.',
    'Choose the product class of the article in the connection; we remember it. ' + process,
  ],
  'BTW-TARIEF': [
    'No VAT rate known for {territory:#, |}{country:#|the country of arrival}',
    'The rate table has no certain rate for this kind of article in {territory:#, |}{country:#|that country} on the day of supply.',
    'We do not guess a rate. ' + waits,
    'The operator completes the rate table. If your bookkeeper knows the rate, pass it on. ' +
      process +
      ' If that takes too long: book the sale with your bookkeeper, and ' +
      skip +
      '.',
  ],
  'BTW-WINKEL': [
    'The shop charged {charged:# %|another} VAT on {product:“#”|an article}',
    'By our rules {rate:# %|another rate} of {country:#|that country} is due{treatment: (#)|}. The shop charged the buyer {charged:# %|something else}.',
    'What stands on the buyer’s own paper is owed, and what is due is too, so we book neither. Only this order waits.',
    'Look which of the two is right: the product class in the connection, or the tax settings of the shop. ' + process,
  ],
  'BTW-LAND': [
    'No VAT code chosen for {treatment:#|this treatment}{country:, #|}{rate: # %|}',
    'These sales go from {from:#|the country of dispatch} to {to:#|the country of arrival}. No VAT code of your dossier is linked to that treatment, country and rate.',
    'All sales of this kind wait. ' + waits,
    'Choose the VAT code in the connection, with your bookkeeper. If you have neither OSS nor a VAT number for {to:#|that country}, that comes first. ' +
      process,
  ],
  'BTW-OSS': [
    'You are near or past the OSS threshold of € 10,000',
    'Your consumer sales to other EU countries add up per calendar year, without VAT.',
    'From the sale that passes the threshold on we charge the VAT of the country of arrival, also the whole next year.',
    'Ask your bookkeeper whether OSS is active, and confirm it in the connection.',
  ],
  'BTW-OSS-KEUZE': [
    'Have you passed the OSS threshold?',
    '{order:Order # goes|Orders go} to another EU country, and you have not said yet whether OSS is active or the threshold of € 10,000 is passed.',
    'Without that answer we do not know which country gets the VAT. ' + waits,
    'Say in the connection whether the threshold is passed, or switch OSS on with its start date. ' + process,
  ],
  'BTW-LVB': [
    'Your stock is (also) in {from:#|another country}',
    'The goods leave from {from:#|another country} for {to:#|the buyer}. {choice:Their VAT fits two returns, the Belgian one and that of OSS. Which one is not chosen yet.|The VAT number of that country is missing.}',
    'Stock in another country, at bol.com too (LVB), brings VAT duties there. ' + waits,
    '{choice:Choose with your bookkeeper which return these sales are for.|Enter the VAT number of that country in the connection.} ' +
      process,
  ],
  'BTW-CODE-WEG': [
    '{code:VAT code #|The VAT code} is not in the dossier',
    'The code you chose is not (or no longer) in the list of Octopus.',
    'All sales with this code wait. ' + waits,
    'Choose another VAT code in the connection, or let your bookkeeper put this one back. ' + process,
  ],
  'BTW-CODE-ANDERS': [
    '{code:VAT code #|The VAT code} has another percentage or kind',
    'A sales code of {rate:# %|another percentage} is needed here. In the dossier {found:the code has # %|the code differs}, or is no sales code.',
    'The return would be wrong, so all sales with this code wait. ' + waits,
    'Choose a VAT code with the right percentage, or let your bookkeeper check the code. ' + process,
  ],
  'BTW-CODE-CREDIT': [
    'No VAT code chosen for credit notes',
    'Your dossier has VAT codes of its own for credit notes{code:, but you chose none with VAT code #|, but you have not chosen one yet}.',
    'The credit notes wait, so that they reach the right boxes of the return. Sales go on.',
    'Choose a credit code of the same percentage in the connection. ' + process,
  ],
  'BTW-ICP': [
    'Sale to a business with a VAT number: with or without VAT?',
    'The buyer {order:of order # |}gave a VAT number, and the goods go from {from:#|the country of dispatch} to {to:#|the country of arrival}. The treatment would be: {treatment:#|without VAT}.',
    'The buyer paid a price with VAT. Booking without VAT has conditions, and we do not decide that for you. ' + waits,
    'Decide with your bookkeeper: with VAT as to a consumer, or without VAT with a valid number. The connection has a setting for all such sales.',
  ],
  'BTW-VIES': [
    'The VAT number cannot be checked now',
    'The European register of VAT numbers (VIES) does not answer{order: about order #|}.',
    'Whether VAT is due depends on that answer. ' + waits,
    'Nothing to do: we try again for up to 72 hours. After that the buyer counts as a consumer, with a remark.',
  ],
  'BTW-VIES-VERBINDING': [
    'The way to the register of VAT numbers no longer fits',
    'The European register of VAT numbers (VIES) was not found under its address, or no longer in the form that this program speaks.{detail: The answer: #.|}',
    'VAT numbers cannot be checked; orders that hang on it wait for up to 72 hours.',
    'The operator updates Tentakel, and checks TENTAKEL_VIES_URL and the certificates of the machine. We try again by ourselves.',
  ],
  'BTW-GEBIED': [
    'Sale outside the EU VAT territory',
    '{order:Order # goes|Orders go} to {to:#|an unknown country}: outside the EU, to a place that is not in it for VAT, or to a country that bol.com did not name. The same holds if your business is established outside the EU.',
    'Other rules hold for such sales, and we do not book them. ' + waits,
    'Book the sale with your bookkeeper, and ' + skip + '.',
  ],
  'BTW-MARGE': [
    'We do not book the margin scheme',
    '“{product:#|This article}” is set as second-hand under the margin scheme.',
    'The VAT then depends on your purchase price, which we do not know. ' + waits,
    'Book the sale yourself, and ' + skip + '. If the article is not under the scheme, choose another product class.',
  ],
  'RET-ZONDER': [
    'Return without a booked sale',
    'The sale {order:of order # |}{books:stands in dossier #, which this connection no longer keeps|is from before the start date of the connection}.',
    'Nothing is credited yet.',
    '{books:Book the credit note yourself in dossier # and ignore the return, or have it booked here all the same.|Choose: book sale and credit note, only the credit note, or ignore because you booked this yourself.}',
  ],
  'RET-KEUZE': [
    'Not clear which order line came back',
    'The product {ean:(EAN #) |}of the return is {several:on more lines or in more parcels, at another price or VAT, |not }in {order:order #|the order}. bol.com does not say which one it is.',
    'Nothing is credited for this return: we guess no amount.',
    'Choose the order line that came back, or ignore the return if you booked it yourself.',
  ],
  'RET-MEER': [
    'More came back than was sold',
    'The return {order:of order # |}counts {units:# units|more units}; {sold:# are booked|fewer are booked} and not credited yet.',
    'Nothing is credited for this return. To credit more than was sold is never right.',
    'Check the return in your bol.com seller account. If it is right, have what is left credited; else ignore it.',
  ],
  'RET-UITKOMST': [
    'bol.com does not say whether the buyer got his money back',
    'The return {order:of order # |}was handled with {result:the result “#”|a result that we do not know}.',
    'Nothing is credited yet.',
    'Check in your bol.com seller account whether it was refunded, and choose: refunded or not.',
  ],
  'SYS-STIL': [
    '{hours:No order for # hours|No order for a long time}',
    'No order has come in for longer than usual.{perDay: Normally there are about # a day.|}',
    'Perhaps nothing is wrong; your books are up to date.',
    'See whether your shop at bol.com is active and the connection is green.',
  ],
  'SYS-PAUZE': [
    'The connection is paused',
    'Somebody paused the connection. We ask nothing of bol.com and send nothing to Octopus.',
    'New sales do not reach your books. bol.com shows a buyer’s billing details for 30 days only, and changes for three months.',
    'Resume the connection; we then fetch the missed period ourselves.',
  ],
  'SYS-ONAF': [
    'The connection is not in use yet',
    'Making it was broken off before bol.com said whose shop the key is. The connection is paused.',
    'Nothing is fetched and nothing is booked.',
    'Test the connection and resume it, or remove it and make it again.',
  ],
  'SYS-GOEDKEUREN': [
    '{order:Order # waits|Documents wait} for your approval',
    'You chose in the connection to see this kind of document first.',
    'Nothing is booked yet.',
    'Look at the document and approve it, or ' + skip + '.',
  ],
  'SYS-HERSTEL': [
    'Restored from a backup: nothing is booked for a while',
    'The database was restored from a backup. What was booked after the backup is first looked for in Octopus.',
    '{until:Until # we send nothing.|We send nothing yet.} Orders still come in; nothing is booked twice.',
    'You need not do anything. Meanwhile, do not book in this journal yourself.',
  ],
  'SYS-PROEF': [
    'The trial is over',
    'The trial ran until {day:#|its last day}. New bookings no longer go to Octopus.',
    'Orders are still fetched and kept, and nothing is lost. What is booked stays; the report stays available.',
    'Ask the operator of this installation to extend it. All that waits is booked then.',
  ],
  'SYS-FOUT': [
    'Something went wrong on our side',
    'It is our program’s fault{order: (order #)|}, not yours and not that of bol.com or Octopus.',
    'Nothing is booked. The other orders go on.',
    'The operator got the details. Nothing to do.',
  ],
}
