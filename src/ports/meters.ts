/** What this process notes of its own work, for whoever shows it. No company stands in it. */
export interface Meters {
  /** @param lateMs how long after it was due the orders of a connection began to be asked for */
  pollBegan(lateMs: number): void
  /** From now on, each poll that begins is told to `hear`. */
  onPoll(hear: (lateMs: number) => void): void
}
