/** The alphabet of RFC 4648 §6, which AWS's ids and TOTP seeds are written in. */
export const base32Alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** Without padding. */
export function toBase32(bytes: Uint8Array): string {
  let text = ''
  let bits = 0
  let pending = 0
  for (const byte of bytes) {
    pending = ((pending << 8) | byte) & 0xfff
    bits += 8
    while (bits >= 5) {
      bits -= 5
      text += base32Alphabet[(pending >> bits) & 31]
    }
  }
  return bits > 0 ? text + base32Alphabet[(pending << (5 - bits)) & 31] : text
}

/** Undefined when a character is not of the alphabet. Left-over bits are dropped. */
export function fromBase32(text: string): Uint8Array | undefined {
  const bytes: number[] = []
  let bits = 0
  let pending = 0
  for (const character of text) {
    const value = base32Alphabet.indexOf(character)
    if (value < 0) return undefined
    pending = ((pending << 5) | value) & 0xfff
    bits += 5
    if (bits >= 8) {
      bits -= 8
      bytes.push((pending >> bits) & 255)
    }
  }
  return Uint8Array.from(bytes)
}
