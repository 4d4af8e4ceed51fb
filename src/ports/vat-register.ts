/** The EU's register of VAT numbers. */
export interface VatRegister {
  /**
   * One question. Never throws for an expected thing, never repeats by itself.
   * @param wish.number with its country, e.g. `NL807149974B01`  @param wish.requester the seller's own number: the answer then is proof
   */
  check(wish: { number: string; requester: string | null }): Promise<RegisterReply>
}

/** Only `valid` and `invalid` say something about the number. */
export type RegisterReply =
  | { kind: 'valid' | 'invalid'; consultation: string | null }
  /** `lasting`: it answered otherwise than we know, or its address or certificate is wrong. */
  | { kind: 'unavailable'; lasting: boolean; detail: string }
