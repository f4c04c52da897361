/** A decimal number, exact, of whatever length. */
export type Decimal = number | LongDecimal

interface LongDecimal {
  readonly digits: bigint
  readonly decimals: number
}

/** Whole numbers up to here are themselves. */
const shortWhole = /^[+-]?\d{1,15}$/
const decimalText = /^([+-]?)(\d+)(?:\.(\d+))?$/

/** Longer than any number that means something: what is longer would only cost time. */
const maxLength = 400

/** Undefined when the whole text is no number. */
export function parseDecimal(text: string): Decimal | undefined {
  if (shortWhole.test(text)) return Number(text)
  const match = text.length <= maxLength ? decimalText.exec(text) : null
  if (match === null) return undefined
  const fraction = match[3] ?? ''
  const digits = BigInt(`${match[2]}${fraction}`)
  return { digits: match[1] === '-' ? -digits : digits, decimals: fraction.length }
}

/** Negative when the left one is less, 0 when both are the same number. */
export function compareDecimals(left: Decimal, right: Decimal): number {
  if (typeof left === 'number' && typeof right === 'number') return left - right
  const [a, b] = [long(left), long(right)]
  const scale = Math.max(a.decimals, b.decimals)
  const difference = shift(a, scale) - shift(b, scale)
  return difference < 0n ? -1 : difference > 0n ? 1 : 0
}

function long(decimal: Decimal): LongDecimal {
  return typeof decimal === 'number' ? { digits: BigInt(decimal), decimals: 0 } : decimal
}

function shift(decimal: LongDecimal, scale: number): bigint {
  return decimal.digits * 10n ** BigInt(scale - decimal.decimals)
}
