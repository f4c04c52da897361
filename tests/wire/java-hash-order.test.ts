import { expect, test } from 'vitest'
import { inJavaHashOrder } from '../../src/wire/java-hash-order.ts'

test('goes by the hashes of Java; of the same hash, what came first', () => {
  expect(inJavaHashOrder(['c', 'b', 'a'])).toEqual(['a', 'b', 'c'])
  // 'p' is 112 and would be the first of sixteen buckets; 'Aa' and 'BB' have one hash.
  expect(inJavaHashOrder(['b', 'p', 'a'])).toEqual(['p', 'a', 'b'])
  expect(inJavaHashOrder(['BB', 'Aa'])).toEqual(['BB', 'Aa'])
  expect(inJavaHashOrder(['Aa', 'BB'])).toEqual(['Aa', 'BB'])
})

test('has twice the buckets for more than three quarters of them', () => {
  const twelve = [...'abcdefghijk', 'p']
  expect(inJavaHashOrder(twelve)[0]).toBe('p')
  expect(inJavaHashOrder([...twelve, 'l'])).toEqual([...'abcdefghijklp'])
})
