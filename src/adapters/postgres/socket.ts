/** A socket of which all that is written in one turn of the event loop leaves together. */
import { Socket } from 'node:net'

/**
 * The driver writes each statement by itself, also those that go out in one breath: the beginning of a transaction, and what follows
 * it. A write costs more than most statements, so they are held until the turn is over.
 */
export function createTurnSocket(): Socket {
  const socket = new Socket()
  // Not before: `connect` puts the plain method back.
  socket.once('connect', () => {
    const write = socket.write.bind(socket) as (...given: unknown[]) => boolean
    let held = false
    socket.write = (...given: unknown[]): boolean => {
      if (!held) {
        held = true
        socket.cork()
        process.nextTick(() => {
          held = false
          socket.uncork()
        })
      }
      return write(...given)
    }
  })
  return socket
}
