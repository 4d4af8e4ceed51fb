/** Sealing of secrets and personal data at rest: AES-256-GCM envelopes, bound to tenant and field. */
export interface Secrets {
  /** `context` is authenticated, not stored: e.g. `<tenant id>|<table>.<field>|<row id>`. A value moved to another row does not open. */
  seal(plain: string, context: string): string
  /** Throws a Defect when the value was changed, moved, or its key is missing. */
  open(sealed: string, context: string): string
  /** Keyed hash (hex, 64 characters) for looking things up without keeping them: e-mail, name and postcode. */
  fingerprint(text: string, context: string): string
  /**
   * Returns a proof that this installation wrote the text, made with a key that is kept outside of the database. The proof names its key,
   * so it stays valid when keys rotate.
   */
  sign(text: string, purpose: string): string
  /** False for a text that was changed, another purpose, or a key that is not here. */
  isSigned(text: string, purpose: string, signature: string): boolean
}
