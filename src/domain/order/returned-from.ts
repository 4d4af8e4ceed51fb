/**
 * What a user names as the source of a returned unit: an order item, or one of its sales where its parcels carry other VAT. Written as one
 * word, in decisions that are kept and in the choices of the screen. Pure.
 */
export interface ReturnedFrom {
  orderItemId: string
  /** Business key of the sale; null: whichever it was, they are the same in the books. */
  saleKey: string | null
}

/** Stands in no id of a shop: keys of documents are made with it. */
const mark = '|'

export function returnedFromText({ orderItemId, saleKey }: ReturnedFrom): string {
  return saleKey === null ? orderItemId : `${orderItemId}${mark}${saleKey}`
}

export function readReturnedFrom(text: string): ReturnedFrom {
  const at = text.indexOf(mark)
  return at < 0
    ? { orderItemId: text, saleKey: null }
    : { orderItemId: text.slice(0, at), saleKey: text.slice(at + mark.length) }
}
