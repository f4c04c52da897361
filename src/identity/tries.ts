/**
 * How many wrong guesses at a secret are heard at once, and how long it then takes until another one is. Kept with the
 * secret itself: whoever holds the keys of a user would otherwise find the user's code of the moment in a few minutes,
 * and a password that is in somebody's list within a day.
 */
const triesAtOnce = 10
const eachTryMs = 20_000

export interface Tries {
  /** When there are as many tries as ever, in epoch milliseconds (the generic cell rate algorithm); absent: already. */
  readonly triesBackAt?: number
}

/** One try less; undefined where none is left: then the right guess is refused too. */
export function takeTry({ triesBackAt = 0 }: Tries, now: number): Required<Tries> | undefined {
  // Farther off than ever comes about: the clock was set back since.
  const from = triesBackAt > now + triesAtOnce * eachTryMs ? now : Math.max(triesBackAt, now)
  return from - now > (triesAtOnce - 1) * eachTryMs ? undefined : { triesBackAt: from + eachTryMs }
}
