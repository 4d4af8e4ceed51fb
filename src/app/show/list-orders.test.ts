import { describe, expect, it } from 'vitest'
import { meaningsOf } from './list-orders.ts'

describe('what a search may mean', () => {
  it.each([
    ['', null],
    ['  ', null],
    ['C0001KXQ3L', { orderId: 'C0001KXQ3L', number: null, amountCents: null, words: ['C0001KXQ3L'] }],
    ['1042', { orderId: '1042', number: 1042, amountCents: 104_200, words: ['1042'] }],
    ['104', { orderId: '104', number: 104, amountCents: 10_400, words: [] }],
    ['V5 12', { orderId: 'V5 12', number: 12, amountCents: null, words: [] }],
    ['€ 25,5', { orderId: '€ 25,5', number: null, amountCents: 2550, words: [] }],
    ['-12.99', { orderId: '-12.99', number: null, amountCents: -1299, words: [] }],
    ['9999999999', { orderId: '9999999999', number: null, amountCents: 999_999_999_900, words: ['9999999999'] }],
    ['ab', { orderId: 'ab', number: null, amountCents: null, words: [] }],
    [' groene  Lamp ', { orderId: 'groene  Lamp', number: null, amountCents: null, words: ['groene', 'Lamp'] }],
  ])('%s', (text, meant) => {
    expect(meaningsOf(text)).toEqual(meant)
  })
})
