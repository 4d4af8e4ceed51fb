import { describe, expect, it } from 'vitest'
import { meaningsOf } from './list-orders.ts'

describe('what a search may mean', () => {
  it.each([
    ['', null],
    ['  ', null],
    ['C0001KXQ3L', { orderId: 'C0001KXQ3L', number: null, amountCents: null }],
    ['1042', { orderId: '1042', number: 1042, amountCents: 104_200 }],
    ['V5 12', { orderId: 'V5 12', number: 12, amountCents: null }],
    ['€ 25,5', { orderId: '€ 25,5', number: null, amountCents: 2550 }],
    ['-12.99', { orderId: '-12.99', number: null, amountCents: -1299 }],
    ['9999999999', { orderId: '9999999999', number: null, amountCents: 999_999_999_900 }],
  ])('%s', (text, meant) => {
    expect(meaningsOf(text)).toEqual(meant)
  })
})
