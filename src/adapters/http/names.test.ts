/** A name server that says nothing: what a stranger's name may cost everybody else. */
import { lookup } from 'node:dns/promises'
import { createSocket, type Socket } from 'node:dgram'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createNames } from './names.ts'

let server: Socket
let servers: string[]
let asked: string[]

beforeAll(async () => {
  server = createSocket('udp4')
  server.on('message', (question, from) => {
    const { name, end } = nameIn(question)
    asked.push(name)
    const answer = answerTo(question, name, end)
    if (answer !== null) server.send(answer, from.port, from.address)
  })
  await new Promise<void>((resolve) => server.bind(0, '127.0.0.1', resolve))
  servers = [`127.0.0.1:${(server.address() as AddressInfo).port}`]
  asked = []
})
afterAll(() => server.close())

function nameIn(question: Buffer): { name: string; end: number } {
  const parts: string[] = []
  let at = 12
  for (let length = question[at] ?? 0; length > 0; length = question[at] ?? 0) {
    parts.push(question.toString('latin1', at + 1, at + 1 + length))
    at += 1 + length
  }
  // Behind the closing zero: kind and class.
  return { name: parts.join('.'), end: at + 5 }
}

/** `goed…` has 93.184.216.34 and no address of version 6; `geen…` has none; to anything else nothing is said. */
function answerTo(question: Buffer, name: string, end: number): Buffer | null {
  if (!/^(?:goed|geen)/u.test(name)) return null
  const has = name.startsWith('goed') && question.readUInt16BE(end - 4) === 1
  const head = Buffer.from([question[0] ?? 0, question[1] ?? 0, 0x81, 0x80, 0, 1, 0, has ? 1 : 0, 0, 0, 0, 0])
  const row = Buffer.from([0xc0, 0x0c, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 93, 184, 216, 34])
  return Buffer.concat([head, question.subarray(12, end), ...(has ? [row] : [])])
}

it('finds the addresses of a name, and none where there is none', async () => {
  const addressesOf = createNames({ servers })
  expect(await addressesOf('goed.winkel.example', 'winkel')).toEqual(['93.184.216.34'])
  expect(await addressesOf('geen.winkel.example', 'winkel')).toEqual([])
})

it('forty names that nobody answers: other names are found meanwhile, the system’s own too, and each of the forty ends', async () => {
  const addressesOf = createNames({ servers, endMs: 1500 })
  const from = performance.now()
  const hanging = Array.from({ length: 40 }, (_, n) => addressesOf(`stil-${n}.dief.example`, `dief ${n % 10}`))
  expect(await addressesOf('goed.winkel.example', 'winkel')).toEqual(['93.184.216.34'])
  await lookup('localhost')
  expect(performance.now() - from).toBeLessThan(1000)
  expect((await Promise.all(hanging)).flat()).toEqual([])
  expect(performance.now() - from).toBeLessThan(4000)
  expect(asked).toContain('stil-39.dief.example')
})

it('beyond what one process looks up at once nothing is asked', async () => {
  const addressesOf = createNames({ servers, endMs: 300, atOnceMax: 2 })
  const hanging = ['een', 'twee'].map((n) => addressesOf(`stil-${n}.dief.example`, 'dief'))
  expect(await addressesOf('goed-drie.winkel.example', 'winkel')).toBe('noRoom')
  expect(asked).not.toContain('goed-drie.winkel.example')
  await Promise.all(hanging)
  expect(await addressesOf('goed-vier.winkel.example', 'winkel')).toEqual(['93.184.216.34'])
})

it('one company that has names without an answer looked up takes a few places of all, and another finds its own', async () => {
  const addressesOf = createNames({ servers, endMs: 500 })
  const hanging = Array.from({ length: 70 }, (_, n) => addressesOf(`stil-veel-${n}.dief.example`, 'dief'))
  expect(await addressesOf('goed-vijf.winkel.example', 'winkel')).toEqual(['93.184.216.34'])
  const answers = await Promise.all(hanging)
  expect(answers.filter((answer) => answer === 'noRoom')).toHaveLength(66)
  // What ended gives its place back.
  expect(await addressesOf('goed-zes.winkel.example', 'dief')).toEqual(['93.184.216.34'])
})
