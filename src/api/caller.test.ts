import { Hono } from 'hono'
import { expect, it } from 'vitest'
import { networkOf } from '../app/people/guard.ts'
import { addressOf, proxiesOf } from './caller.ts'

async function seen(remoteAddress: string, forwarded: string | null, named: string[]): Promise<string> {
  const app = new Hono()
  app.get('/', (context) => context.text(addressOf(context, proxiesOf(named)) ?? 'none'))
  const headers = forwarded === null ? {} : { 'x-forwarded-for': forwarded }
  return (await app.request('/', { headers }, { incoming: { socket: { remoteAddress } } })).text()
}

it('who is not named as a proxy is believed nothing', async () => {
  expect(await seen('203.0.113.7', '198.51.100.1', [])).toBe('203.0.113.7')
  expect(await seen('203.0.113.7', '198.51.100.1', ['10.0.0.0/8'])).toBe('203.0.113.7')
})

it('a named proxy is believed, and what stands before an unknown one is not', async () => {
  expect(await seen('10.1.2.3', '198.51.100.1', ['10.0.0.0/8'])).toBe('198.51.100.1')
  expect(await seen('::ffff:10.1.2.3', '192.0.2.66, 198.51.100.1, 10.9.9.9', ['10.0.0.0/8'])).toBe('198.51.100.1')
  expect(await seen('10.1.2.3', 'nonsense', ['10.0.0.0/8'])).toBe('10.1.2.3')
  expect(await seen('10.1.2.3', null, ['10.0.0.0/8'])).toBe('10.1.2.3')
})

it('addresses of version 6 count by their line', () => {
  expect(networkOf('2001:db8:0:1::7')).toBe(networkOf('2001:0db8::1:aaaa:bbbb:cccc:dddd'))
  expect(networkOf('2001:db8:0:1::7')).not.toBe(networkOf('2001:db8:0:2::7'))
  expect(networkOf('::ffff:192.0.2.1')).toBe('192.0.2.1')
})
