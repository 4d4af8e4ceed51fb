/** The program: reads the environment, assembles the product when a command needs it, and says in plain words why it ends. */
import { spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { CommandEnd, exitCodes, type Shell } from './cli/shell.ts'
import { readConfig, type Config } from './config.ts'
import type { Product } from './assemble.ts'

const sandboxFile = fileURLToPath(new URL('../sandbox/main.ts', import.meta.url))

function configOf(environment: Record<string, string | undefined>): Config {
  const answer = readConfig(environment)
  if (answer.kind === 'ok') return answer.config
  throw new CommandEnd(
    exitCodes.configuration,
    answer.faults.map((fault) => `${fault.path} ${fault.message}`).join('\n'),
  )
}

/** @param environment what the command sees; `demo` gives its own */
function openShell(environment: Record<string, string | undefined>, signal: AbortSignal): Shell {
  const config = configOf(environment)
  let product: Promise<Product> | null = null
  const start = (): Promise<Product> => (product ??= import('./assemble.ts').then(({ assemble }) => assemble(config)))
  return {
    signal,
    dataDir: config.dataDir,
    ports: async () => (await start()).ports,
    migrate: async () => (await start()).applied,
    async serve(role) {
      const { serve } = await import('./serve.ts')
      return serve(await start(), { config, role, signal })
    },
    spawnSandbox,
    withEnvironment: (change) =>
      openShell(
        {
          ...environment,
          DATABASE_URL: undefined,
          TENTAKEL_SECRET_KEY: undefined,
          TENTAKEL_INSTALLATION_ID: undefined,
          ...change,
        },
        signal,
      ),
    readInput: (file) =>
      file === '-'
        ? readStandardInput()
        : readFile(file, 'utf8').catch(() =>
            Promise.reject(new CommandEnd(exitCodes.usage, `${file} cannot be read.`)),
          ),
    print: (text) => void process.stdout.write(`${text}\n`),
    say: (text) => void process.stderr.write(`${text}\n`),
    close: async () => {
      if (product !== null) await (await product.catch(() => null))?.close()
    },
  }
}

async function readStandardInput(): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString('utf8')
}

/** The simulated worlds run in a process of their own: they share nothing with the product but HTTP. */
async function spawnSandbox(args: string[]): ReturnType<Shell['spawnSandbox']> {
  const child = spawn(process.execPath, [sandboxFile, ...args], { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = new Promise<number>((resolve) => child.once('exit', (code) => resolve(code ?? 0)))
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM')
    await ended
  }
  process.once('exit', () => child.kill('SIGKILL'))
  const line = await Promise.race([
    new Promise<string>((resolve) => createInterface({ input: child.stdout }).once('line', resolve)),
    ended.then((code) =>
      Promise.reject(new CommandEnd(code === 2 ? exitCodes.usage : exitCodes.defect, 'The sandbox did not start.')),
    ),
  ])
  return { access: JSON.parse(line) as Record<string, unknown>, stop, wait: () => ended }
}

async function run(): Promise<number> {
  const stopping = new AbortController()
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => stopping.abort())
  const { runProgram } = await import('./cli/program.ts')
  return runProgram(process.argv.slice(2), () => Promise.resolve(openShell(process.env, stopping.signal)))
}

/** Known ways to end get a sentence; anything else is a defect of ours, with its stack for the operator. */
function explain(error: unknown): number {
  const name = error instanceof Error ? error.constructor.name : ''
  const message = error instanceof Error ? error.message : String(error)
  if (name === 'Misfit' || name === 'EmbeddedPostgresError') {
    process.stderr.write(`${message}\n`)
    return exitCodes.configuration
  }
  if (name === 'DatabaseGone' || name === 'DatabaseFull') {
    process.stderr.write(`${message}\nNothing is lost: the next run goes on where this one stood.\n`)
    return exitCodes.defect
  }
  process.stderr.write(
    `This is a defect of ours; nothing was booked by it.\n${error instanceof Error ? error.stack : message}\n`,
  )
  return exitCodes.defect
}

process.exitCode = await run().catch(explain)
