/** A block of PEM (RFC 7468): what stands between its BEGIN and END lines, decoded. */
export interface PemBlock {
  /** e.g. `CERTIFICATE`. */
  readonly label: string
  readonly der: Buffer
}

const opening = /^-----BEGIN ([A-Z0-9 ]{1,40})-----/

/**
 * The blocks of a text in their order; undefined when there is anything but blocks and white space in it (headers
 * of encrypted keys too), or more blocks than asked for. Takes time in proportion to the text.
 */
export function pemBlocks(text: string, most: number): readonly PemBlock[] | undefined {
  const blocks: PemBlock[] = []
  let rest = text.trim()
  while (rest !== '') {
    const label = opening.exec(rest)?.[1]
    if (label === undefined || blocks.length === most) return undefined
    const begin = label.length + '-----BEGIN -----'.length
    const ending = `-----END ${label}-----`
    const end = rest.indexOf(ending, begin)
    const content = rest.slice(begin, end)
    if (end < 0 || !/^[A-Za-z0-9+/=\s]+$/.test(content)) return undefined
    blocks.push({ label, der: Buffer.from(content, 'base64') })
    rest = rest.slice(end + ending.length).trimStart()
  }
  return blocks
}
