/** The program: reads the environment, assembles the product when a command needs it, and says in plain words why it ends. */
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { askOnTerminal, pipedInput, readStandardInput } from './adapters/system/standard-input.ts'
import { createRandom } from './adapters/system/random.ts'
import type { Ending } from './cli/program.ts'
import { CommandEnd, exitCodes, type Operations, type Shell } from './cli/shell.ts'
import { dropForeignSettings, readConfig, type Config } from './config.ts'
import type { Product } from './assemble.ts'

const sandboxFile = fileURLToPath(new URL('../sandbox/main.ts', import.meta.url))

/** The operator's own database and what opens it: a shell with another environment has its own. */
const notForOthers = ['DATABASE_URL', 'TENTAKEL_SECRET_KEY', 'TENTAKEL_INSTALLATION_ID']

/** Also not from a file. */
function without(names: string[]): Record<string, undefined> {
  return Object.fromEntries(names.flatMap((name) => [name, `${name}_FILE`]).map((name) => [name, undefined]))
}

function configOf(environment: Record<string, string | undefined>): Config {
  const answer = readConfig(environment)
  if (answer.kind === 'ok') return answer.config
  throw new CommandEnd(
    exitCodes.configuration,
    answer.faults.map((fault) => `${fault.path} ${fault.message}`).join('\n'),
    answer.faults,
  )
}

/** @param environment what the command sees; `demo` gives its own */
function openShell(environment: Record<string, string | undefined>, signal: AbortSignal): Shell {
  const config = configOf(environment)
  let product: Promise<Product> | null = null
  // A server has a log; at a terminal a user waits.
  const say = (text: string): void => void process.stderr.write(`${text}\n`)
  const start = (speaks = true): Promise<Product> =>
    (product ??= import('./assemble.ts').then(({ assemble }) => assemble(config, speaks ? say : undefined)))
  return {
    signal,
    dataDir: config.dataDir,
    ports: async () => (await start()).ports,
    isReady: async () => (await import('./ask-ready.ts')).askReady(config.metrics),
    migrate: async () => (await start()).applied,
    operations: async () => operationsOf(config, start),
    configFaults: async () => (await import('./assemble.ts')).configFaults(config),
    configWarnings: async () => (await import('./config-warnings.ts')).configWarnings(config),
    ask: askOnTerminal,
    async serve(role, onReady) {
      // The web app is read from disk while the database is made ready.
      const [running, { serve }] = await Promise.all([start(false), import('./serve.ts')])
      return serve(running, { config, role, signal, ...(onReady === undefined ? {} : { onReady }) })
    },
    spawnSandbox: (args) => spawnSandbox(args, signal),
    withEnvironment: (change) =>
      openShell(
        {
          ...environment,
          ...without([...notForOthers, ...Object.keys(change)]),
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
    pipedInput,
    webUrl: (config.web.publicUrl ?? `http://${config.web.host}:${config.web.port}`).replace(/\/+$/u, ''),
    print: (text) => void process.stdout.write(`${text}\n`),
    say,
    progress(share, text) {
      if (!process.stderr.isTTY) return
      const filled = Math.round(Math.min(Math.max(share, 0), 1) * 30)
      const bar = '█'.repeat(filled).padEnd(30, '░')
      process.stderr.write(`\r\u001B[K${bar} ${text}${share >= 1 ? '\n' : ''}`)
    },
    close: async () => {
      if (product !== null) await (await product.catch(() => null))?.close()
    },
  }
}

async function operationsOf(config: Config, start: () => Promise<Product>): Promise<Operations> {
  const { backUp, erase, exportOf, restore, rotate, upgradeState } = await import('./operations.ts')
  const write = (text: string): Promise<void> =>
    new Promise((resolve) => (process.stdout.write(text) ? resolve() : process.stdout.once('drain', resolve)))
  return {
    backUp: async (file) => backUp(await start(), file),
    restore: (file) => restore(config, file),
    upgradeState: () => upgradeState(config),
    rotateKeys: async () => rotate(await start(), config),
    exportCompany: async (company) => exportOf(await start(), company, write),
    erase: async (tenantId) => erase(await start(), config, tenantId),
  }
}

/** The simulated worlds run in a process of their own: they share nothing with the product but HTTP. They end when we do. */
async function spawnSandbox(args: string[], signal: AbortSignal): ReturnType<Shell['spawnSandbox']> {
  if (!existsSync(sandboxFile))
    throw new CommandEnd(
      exitCodes.configuration,
      'The simulated worlds are not in this image: use a checkout or a release.',
    )
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
  const wait = (): Promise<number> => {
    if (signal.aborted) child.kill('SIGTERM')
    else signal.addEventListener('abort', () => child.kill('SIGTERM'), { once: true })
    return ended
  }
  return { access: JSON.parse(line) as Record<string, unknown>, stop, wait }
}

async function run(): Promise<number> {
  dropForeignSettings(process.env)
  const stopping = new AbortController()
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => stopping.abort())
  // A failure that was not caught ends the program once the commands have put their work down.
  let stray: Ending | null = null
  process.on('uncaughtException', (error) => {
    stray = endingOf(error)
    stopping.abort()
  })
  // The reader of our output has closed it, as `head` does.
  process.stdout.on('error', () => stopping.abort())
  // Our error messages have no reader any more: without this, each message would be the next error, without end.
  process.stderr.on('error', () => undefined)
  const { runProgram } = await import('./cli/program.ts')
  return runProgram(process.argv.slice(2), {
    openShell: () => Promise.resolve(openShell(process.env, stopping.signal)),
    endingOf,
    strayEnding: () => stray,
  })
}

/** Known ways to end get a sentence; anything else is a defect of ours, whose place is in the log. */
function endingOf(error: unknown): Ending {
  const name = error instanceof Error ? error.constructor.name : ''
  const message = error instanceof Error ? error.message : String(error)
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (name === 'Misfit' || name === 'EmbeddedPostgresError' || name === 'DatabaseRefuses')
    return { exitCode: exitCodes.configuration, message }
  if (error instanceof Error && 'syscall' in error && error.syscall === 'listen')
    return {
      exitCode: exitCodes.configuration,
      message: `${message}\nChoose another TENTAKEL_PORT, TENTAKEL_METRICS_PORT or host.`,
    }
  if (name === 'DatabaseGone' || name === 'DatabaseFull' || code === 'ENOSPC') {
    const what = code === 'ENOSPC' ? 'The disk is full.' : message
    return {
      exitCode: exitCodes.defect,
      message: `${what}\nNothing is lost: the next run goes on where this one stood.`,
    }
  }
  const incident = createRandom().id()
  const frames = error instanceof Error ? (error.stack ?? '').split('\n').slice(1) : []
  const at = frames.map((frame) => frame.trim().replace(/^at /u, '')).filter((frame) => !frame.startsWith('node:'))
  process.stderr.write(`${JSON.stringify({ level: 'error', event: 'defect', incident, name, message, at })}\n`)
  return {
    exitCode: exitCodes.defect,
    message: `This is a defect of ours (incident ${incident}); nothing was booked by it.`,
  }
}

process.exitCode = await run()
