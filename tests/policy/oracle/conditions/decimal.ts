/** Compares decimal numbers exactly, of whatever length; undefined when either text is none. */
export function compareDecimals(left: string, right: string): number | undefined {
  const a = parseDecimal(left)
  const b = parseDecimal(right)
  if (a === undefined || b === undefined) return undefined
  const scale = Math.max(a.decimals, b.decimals)
  const difference = shift(a, scale) - shift(b, scale)
  return difference < 0n ? -1 : difference > 0n ? 1 : 0
}

interface Decimal {
  readonly digits: bigint
  readonly decimals: number
}

const decimalText = /^([+-]?)(\d+)(?:\.(\d+))?$/

/** Longer than any number that means something: what is longer would only cost time. */
const maxLength = 400

function parseDecimal(text: string): Decimal | undefined {
  const match = text.length <= maxLength ? decimalText.exec(text) : null
  if (match === null) return undefined
  const fraction = match[3] ?? ''
  const digits = BigInt(`${match[2]}${fraction}`)
  return { digits: match[1] === '-' ? -digits : digits, decimals: fraction.length }
}

function shift(decimal: Decimal, scale: number): bigint {
  return decimal.digits * 10n ** BigInt(scale - decimal.decimals)
}
