/** Standard input, read whole. */
import { createInterface } from 'node:readline/promises'
import { setTimeout } from 'node:timers'

/** A pipe without a writer is no input: it is not waited for. */
const pipeWaitMs = 2_000

/** Returns the piped input, or null: on a terminal, and where nothing comes. */
export async function pipedInput(): Promise<string | null> {
  if (process.stdin.isTTY) return null
  const written = await new Promise<boolean>((resolve) => {
    const timer = setTimeout(() => resolve(false), pipeWaitMs)
    process.stdin.once('readable', () => {
      clearTimeout(timer)
      resolve(true)
    })
  })
  if (!written) {
    process.stdin.destroy()
    return null
  }
  return readStandardInput()
}

export async function readStandardInput(): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString('utf8')
}

/** @returns null where no person sits at a terminal */
export async function askOnTerminal(question: string): Promise<string | null> {
  if (!process.stdin.isTTY || !process.stderr.isTTY) return null
  const lines = createInterface({ input: process.stdin, output: process.stderr })
  try {
    return await lines.question(`${question} `)
  } finally {
    lines.close()
  }
}
