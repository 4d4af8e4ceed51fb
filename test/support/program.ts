/** The program's commands in the test's own process, on a shell that the test gives. */
import type { Program } from '../../src/cli/program.ts'
import type { Shell } from '../../src/cli/shell.ts'

/** A failure that no command expects fails the test. */
export function inProcess(shell: Shell): Program {
  return {
    openShell: () => Promise.resolve(shell),
    endingOf: (error) => {
      throw error
    },
    strayEnding: () => null,
  }
}
