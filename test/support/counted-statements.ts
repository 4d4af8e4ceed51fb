/** What goes to the database through the driver, counted: a figure that does not depend on how busy the machine is. */
import { Client } from 'pg'

export interface Sent {
  /** All of them; what opens a transaction is one. */
  statements: string[]
  transactions: number
}

type Query = (this: Client, ...given: unknown[]) => unknown

/**
 * Counts what connections of this process send while `work` runs.
 * @param onAnswer told each statement that is answered
 */
export async function sentDuring(
  work: () => Promise<unknown>,
  onAnswer: (statement: string) => void = () => undefined,
): Promise<Sent> {
  const sent: Sent = { statements: [], transactions: 0 }
  const client = Client.prototype as unknown as { query: Query }
  const plain = client.query
  client.query = function counted(...given) {
    const [first] = given
    const text = typeof first === 'string' ? first : (first as { text: string }).text
    sent.statements.push(text)
    if (text.startsWith('begin')) sent.transactions += 1
    const answer = plain.apply(this, given)
    // A pool's own statements are answered by a call.
    if (answer instanceof Promise)
      answer.then(
        () => onAnswer(text),
        () => undefined,
      )
    return answer
  }
  try {
    await work()
  } finally {
    client.query = plain
  }
  return sent
}
