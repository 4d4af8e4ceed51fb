/** Goal: a secret cannot slip out by being printed. Method: every way in which JavaScript turns a value into text. */
import { format, inspect } from 'node:util'
import { expect, it } from 'vitest'
import { Secret } from './secret.ts'

it('does not show itself in any text, and is whole when revealed', () => {
  const secret = new Secret('canary')
  const texts = [
    String(secret),
    `${secret}`,
    JSON.stringify({ secret }),
    inspect({ deep: { secret } }, { depth: null, showHidden: true }),
    format('%s %o %j', secret, secret, secret),
    JSON.stringify({ ...secret }),
    Object.values(secret).join(),
    inspect(new Error('with', { cause: secret })),
  ]
  expect(texts.filter((text) => text.includes('canary'))).toEqual([])
  expect(secret.reveal()).toBe('canary')
})
