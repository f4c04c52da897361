import { crc32, deflateSync, inflateSync } from 'node:zlib'

/** Rows of pixels, three bytes each: red, green, blue. */
export interface Picture {
  readonly width: number
  readonly height: number
  readonly pixels: Uint8Array
}

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
const mostColors = 256

/** A picture as browsers write it: eight bits a channel, with or without transparency, which is left out. */
export function decodePng(file: Buffer): Picture {
  const chunks = [...chunksOf(file)]
  const header = chunks.find(({ type }) => type === 'IHDR')?.data
  if (!header) throw new Error('this is no PNG')
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)]
  const channels = { 2: 3, 6: 4 }[header[9] as number]
  if (header[8] !== 8 || channels === undefined || header[12] !== 0) {
    throw new Error('a PNG of eight bits a channel, not interlaced, was expected')
  }
  const packed = Buffer.concat(chunks.filter(({ type }) => type === 'IDAT').map(({ data }) => data))
  const rows = unfiltered(inflateSync(packed), width * channels, height, channels)
  const pixels = new Uint8Array(width * height * 3)
  for (let pixel = 0; pixel < width * height; pixel += 1) {
    pixels.set(rows.subarray(pixel * channels, pixel * channels + 3), pixel * 3)
  }
  return { width, height, pixels }
}

function* chunksOf(file: Buffer) {
  for (let at = signature.length; at < file.length; ) {
    const length = file.readUInt32BE(at)
    yield { type: file.toString('latin1', at + 4, at + 8), data: file.subarray(at + 8, at + 8 + length) }
    at += length + 12
  }
}

/** https://www.w3.org/TR/png-3/#9Filters */
function unfiltered(bytes: Buffer, rowLength: number, height: number, channels: number): Uint8Array {
  const rows = new Uint8Array(rowLength * height)
  for (let row = 0; row < height; row += 1) {
    const filter = bytes[row * (rowLength + 1)] as number
    for (let index = 0; index < rowLength; index += 1) {
      const at = row * rowLength + index
      const left = index >= channels ? (rows[at - channels] as number) : 0
      const up = row > 0 ? (rows[at - rowLength] as number) : 0
      const upLeft = row > 0 && index >= channels ? (rows[at - rowLength - channels] as number) : 0
      const predicted = [0, left, up, (left + up) >> 1, paeth(left, up, upLeft)][filter] as number
      rows[at] = (bytes[row * (rowLength + 1) + 1 + index] as number) + predicted
    }
  }
  return rows
}

function paeth(left: number, up: number, upLeft: number): number {
  const estimate = left + up - upLeft
  const [fromLeft, fromUp, fromUpLeft] = [left, up, upLeft].map(each => Math.abs(estimate - each)) as [
    number,
    number,
    number,
  ]
  if (fromLeft <= fromUp && fromLeft <= fromUpLeft) return left
  return fromUp <= fromUpLeft ? up : upLeft
}

/** With a palette of the colours it has most of: what is drawn of text and lines looks the same, and takes a third. */
export function encodePng({ width, height, pixels }: Picture): Buffer {
  const colors = colorsOf(pixels)
  const palette = mostFrequent(colors)
  const indexOf = new Map(palette.map((color, index) => [color, index]))
  const rows = Buffer.alloc((width + 1) * height)
  colors.forEach((color, pixel) => {
    const index = indexOf.get(color) ?? nearest(palette, color)
    indexOf.set(color, index)
    rows[Math.floor(pixel / width) * (width + 1) + 1 + (pixel % width)] = index
  })
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 3, 0, 0, 0], 8)
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('PLTE', Buffer.from(palette.flatMap(channelsOf))),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

function colorsOf(pixels: Uint8Array): Uint32Array {
  const colors = new Uint32Array(pixels.length / 3)
  for (let pixel = 0; pixel < colors.length; pixel += 1) {
    const [red = 0, green = 0, blue = 0] = pixels.subarray(pixel * 3, pixel * 3 + 3)
    colors[pixel] = (red << 16) | (green << 8) | blue
  }
  return colors
}

function mostFrequent(colors: Uint32Array): number[] {
  const counts = new Map<number, number>()
  for (const color of colors) counts.set(color, (counts.get(color) ?? 0) + 1)
  const byCount = [...counts].sort(([, a], [, b]) => b - a)
  return byCount.slice(0, mostColors).map(([color]) => color)
}

function nearest(palette: readonly number[], color: number): number {
  const distances = palette.map(each => {
    const [theirs, ours] = [channelsOf(each), channelsOf(color)]
    return theirs.reduce((sum, value, channel) => sum + (value - (ours[channel] as number)) ** 2, 0)
  })
  return distances.indexOf(Math.min(...distances))
}

function channelsOf(color: number): number[] {
  return [color >> 16, (color >> 8) & 0xff, color & 0xff]
}

function chunk(type: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(data.length)
  check.writeUInt32BE(crc32(named))
  return Buffer.concat([length, named, check])
}
