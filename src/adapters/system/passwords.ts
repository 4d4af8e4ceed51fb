/** Passwords as argon2id hashes, with what is needed to check them beside them. */
import { argon2, randomBytes, timingSafeEqual } from 'node:crypto'
import type { Passwords } from '../../ports/people/accounts.ts'

/** Cost as OWASP's cheat sheet on password storage gives it: 19 MiB, two passes, one lane. */
const cost = { memory: 19_456, passes: 2, parallelism: 1 }
const bytes = 32

interface Cost {
  memory: number
  passes: number
  parallelism: number
}

export function createPasswords(): Passwords {
  return {
    async hash(password) {
      const salt = randomBytes(16)
      const { memory, passes, parallelism } = cost
      const digest = await digestOf(password, salt, cost)
      return ['argon2id', memory, passes, parallelism, salt.toString('base64'), digest.toString('base64')].join('$')
    },
    async matches(password, hash) {
      const [name, memory, passes, parallelism, salt = '', digest = ''] = hash.split('$')
      if (name !== 'argon2id') return false
      const wanted = Buffer.from(digest, 'base64')
      const found = await digestOf(password, Buffer.from(salt, 'base64'), {
        memory: Number(memory),
        passes: Number(passes),
        parallelism: Number(parallelism),
      })
      return wanted.length === found.length && timingSafeEqual(wanted, found)
    },
    async isEasy(password, context) {
      estimate ??= loadEstimate()
      return (await estimate)(password, context)
    },
  }
}

/** Below 10^8 tries. */
const scoreMin = 3
/**
 * The estimate runs in the thread that answers everybody. It looks at the first characters only, and tries few readings of signs as letters,
 * so that no password takes it longer than a few milliseconds.
 */
const estimatedMax = 40
const signReadingsMax = 8
/** Words that people here choose first, beside the lists. */
const usualHere = [
  'tentakel',
  'octopus',
  'bol.com',
  'wachtwoord',
  'motdepasse',
  'welkom',
  'bienvenue',
  'winkel',
  'boekhouding',
  'zomer',
  'winter',
  'lente',
  'herfst',
]

let estimate: Promise<(password: string, context: string[]) => boolean> | null = null

/** The lists of zxcvbn: 30,000 passwords that leaked most, keyboards, dates, repetitions. Nothing leaves the machine. Read at the first use. */
async function loadEstimate(): Promise<(password: string, context: string[]) => boolean> {
  const [{ ZxcvbnFactory }, { dictionary, adjacencyGraphs }] = await Promise.all([
    import('@zxcvbn-ts/core'),
    import('@zxcvbn-ts/language-common'),
  ])
  const lists = new ZxcvbnFactory({
    dictionary,
    graphs: adjacencyGraphs,
    maxLength: estimatedMax,
    l33tMaxSubstitutions: signReadingsMax,
  })
  return (password, context) => {
    const own = context.flatMap((word) => [word, ...word.split(/[^\p{L}\p{N}]+/u)]).filter((word) => word.length > 2)
    return lists.check(password.slice(0, estimatedMax), [...usualHere, ...own]).score < scoreMin
  }
}

/** Of the process's four threads two are left to files and names; each hash takes 19 MiB while it is made. */
const atOnceMax = 2
let underWay = 0
const waiting: (() => void)[] = []

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (underWay >= atOnceMax) await new Promise<void>((resolve) => waiting.push(resolve))
  else underWay += 1
  try {
    return await work()
  } finally {
    // The place goes to the next waiting caller directly, so that no other takes it in between.
    const next = waiting.shift()
    if (next === undefined) underWay -= 1
    else next()
  }
}

function digestOf(password: string, nonce: Buffer, cost: Cost): Promise<Buffer> {
  return inTurn(() => digest(password, nonce, cost))
}

function digest(password: string, nonce: Buffer, { memory, passes, parallelism }: Cost): Promise<Buffer> {
  const message = password.normalize('NFKC')
  return new Promise((resolve, reject) =>
    argon2('argon2id', { message, nonce, memory, passes, parallelism, tagLength: bytes }, (error, made) =>
      error === null ? resolve(Buffer.from(made)) : reject(error),
    ),
  )
}
