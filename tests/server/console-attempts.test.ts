import { expect, it } from 'vitest'
import { Attempts } from '../../src/server/console/attempts.ts'

/** Guesses from many places, which no test can make over HTTP: all its requests come from one. */
const now = Date.UTC(2026, 0, 1)
const isLeft = (attempts: Attempts, name: string, source: string, at = now) =>
  !('waitSeconds' in attempts.take(name, source, at))

it('guesses at one name from everywhere end, and keep nobody out where they have signed in lately', () => {
  const attempts = new Attempts()
  const home = attempts.take('olga', '192.0.2.1', now)
  if ('waitSeconds' in home) throw new Error('the first attempt is refused')
  home.wasRight()
  const guesses = Array.from({ length: 200 }, (_, index) => isLeft(attempts, 'olga', `198.51.100.${index}`))
  expect(guesses.filter(Boolean)).toHaveLength(100)
  expect(isLeft(attempts, 'olga', '203.0.113.1')).toBe(false)
  expect(isLeft(attempts, 'olga', '192.0.2.1')).toBe(true)
  expect(isLeft(attempts, 'mira', '203.0.113.1')).toBe(true)
})

it('guesses from one place at many names end, whatever of a /64 they come from', () => {
  const attempts = new Attempts()
  const guesses = Array.from({ length: 200 }, (_, index) =>
    isLeft(attempts, `user-${index}`, `2001:db8::${index.toString(16)}`),
  )
  expect(guesses.filter(Boolean)).toHaveLength(100)
  expect(isLeft(attempts, 'olga', '2001:db8:0:0:ffff::1')).toBe(false)
  expect(isLeft(attempts, 'olga', '2001:db8:0:1::1')).toBe(true)
})

it('those of a place that signs in well are not used up by it', () => {
  const attempts = new Attempts()
  for (let signedIn = 0; signedIn < 500; signedIn++) {
    const attempt = attempts.take('olga', '192.0.2.1', now)
    if ('waitSeconds' in attempt) throw new Error(`refused after ${signedIn}`)
    attempt.wasRight()
  }
})

it('come back one by one', () => {
  const attempts = new Attempts()
  for (let guess = 0; guess < 10; guess++) expect(isLeft(attempts, 'olga', '192.0.2.1')).toBe(true)
  expect(attempts.take('olga', '192.0.2.1', now)).toEqual({ waitSeconds: 20 })
  expect(isLeft(attempts, 'olga', '192.0.2.1', now + 20_000)).toBe(true)
  expect(isLeft(attempts, 'olga', '192.0.2.1', now + 20_000)).toBe(false)
})
