const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

/** Do both texts encode the same bytes? False when either is not base64. */
export function sameBytes(left: string, right: string): boolean {
  const a = decode(left)
  const b = decode(right)
  return a !== undefined && b !== undefined && a.length === b.length && a.every((byte, at) => byte === b[at])
}

function decode(text: string): readonly number[] | undefined {
  const digits = text.replace(/={1,2}$/, '')
  if (digits.length % 4 === 1) return undefined
  const bytes: number[] = []
  let pending = 0
  let bits = 0
  for (const digit of digits) {
    const value = alphabet.indexOf(digit)
    if (value < 0) return undefined
    pending = ((pending << 6) | value) & 0xffff
    bits += 6
    if (bits >= 8) {
      bits -= 8
      bytes.push((pending >> bits) & 0xff)
    }
  }
  return bytes
}
