/** Figures that this process keeps of its own work, for monitoring. They name no company. */
export interface Meters {
  /** @param lateMs how long after it was due the orders of a connection began to be asked for */
  pollBegan(lateMs: number): void
  /** From now on, `hear` is called for each poll that begins. */
  onPoll(hear: (lateMs: number) => void): void
}
