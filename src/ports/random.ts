/** Chance, so that a simulation can decide it. */
export interface Random {
  /** A random id (UUID form). Not for secrets. */
  id(): string
  /** In [0, 1). */
  fraction(): number
}
