/**
 * NVMe's 64-bit check, sixteen bytes a step. JavaScript has no fast integers of 64 bits: of halves with 32 bits a step takes
 * three times as long as in the function of WebAssembly that is put together here.
 */
export class Crc64Nvme {
  #value = all

  update(bytes: Uint8Array): void {
    const { table, data, steps } = engine()
    let value = this.#value
    let at = 0
    while (bytes.length - at >= stepBytes) {
      const length = Math.min(bytes.length - at, data.length) & -stepBytes
      data.set(bytes.subarray(at, at + length))
      value = BigInt.asUintN(64, steps(value, dataAt, dataAt + length))
      at += length
    }
    for (const byte of bytes.subarray(at))
      value = (table[Number(value & 255n) ^ byte] as bigint) ^ (value >> 8n)
    this.#value = value
  }

  /** Big-endian, as checksum headers have it before base64. */
  digest(): Buffer {
    const bytes = Buffer.alloc(8)
    bytes.writeBigUInt64BE(this.#value ^ all)
    return bytes
  }
}

export const crc64NvmePolynomial = 0x9a6c9329ac4bc9b5n

const all = 0xffff_ffff_ffff_ffffn
const stepBytes = 16

/** The memory: for each byte of a step a table of what it adds to the check, and then the bytes. */
const tableBytes = 256 * 8
const dataAt = stepBytes * tableBytes
const pages = 2

interface Engine {
  readonly table: BigUint64Array
  readonly data: Uint8Array
  /** The check after all steps from `at` to `end`. */
  readonly steps: (crc: bigint, at: number, end: number) => bigint
}

let made: Engine | undefined

/** Made when the first body needs it; each use of it is over before the next begins. */
function engine(): Engine {
  made ??= makeEngine()
  return made
}

function makeEngine(): Engine {
  const memory = new WebAssembly.Memory({ initial: pages })
  const table = new BigUint64Array(memory.buffer, 0, stepBytes * 256)
  for (let n = 0; n < 256; n += 1) {
    let crc = BigInt(n)
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1n ? (crc >> 1n) ^ crc64NvmePolynomial : crc >> 1n
    table[n] = crc
  }
  for (let at = 256; at < table.length; at += 1) {
    const before = table[at - 256] as bigint
    table[at] = (table[Number(before & 255n)] as bigint) ^ (before >> 8n)
  }
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(moduleBytes()), { host: { memory } })
  return {
    table,
    data: new Uint8Array(memory.buffer, dataAt),
    steps: exports.steps as Engine['steps'],
  }
}

/** https://webassembly.github.io/spec/core/binary/ */
function moduleBytes(): Uint8Array<ArrayBuffer> {
  const parameters = [type.i64, type.i32, type.i32]
  const code = [1, 2, type.i64, ...stepsBody(), op.end]
  return new Uint8Array([
    ...[0, ...ascii('asm'), 1, 0, 0, 0],
    ...section(1, [type.function, ...counted(parameters), ...counted([type.i64])]),
    ...section(2, [...named('host'), ...named('memory'), kind.memory, 0, pages]),
    ...section(3, [0]),
    ...section(7, [...named('steps'), kind.function, 0]),
    ...section(10, counted(code)),
  ])
}

/** Of `(crc, at, end)`, with two locals for the halves of a step. */
function stepsBody(): number[] {
  const [crc, at, end, first, second] = [0, 1, 2, 3, 4]
  const ofEach = (local: number, behind: number) =>
    [0, 1, 2, 3, 4, 5, 6, 7].flatMap(byte => [...addedBy(local, byte, behind + 7 - byte), op.xor64])
  return [
    ...[op.loop, type.none],
    ...[op.get, crc, ...load64(at, 0), op.xor64, op.set, first],
    ...[...load64(at, 8), op.set, second],
    ...[op.const64, 0, ...ofEach(first, 8), ...ofEach(second, 0), op.set, crc],
    ...[op.get, at, op.const32, stepBytes, op.add32, op.tee, at, op.get, end, op.less32, op.branchIf, 0],
    ...[op.end, op.get, crc],
  ]
}

/** What a byte of a half adds that has so many bytes of the step behind it. */
function addedBy(local: number, byte: number, behind: number): number[] {
  return [
    ...[op.get, local, op.const64, ...signed(8 * byte), op.shiftRight64, op.wrap, op.const32, ...signed(255)],
    ...[op.and32, op.const32, 3, op.shiftLeft32, op.load64, 3, ...unsigned(behind * tableBytes)],
  ]
}

const load64 = (local: number, offset: number) => [op.get, local, op.load64, 0, offset]

const type = { i32: 0x7f, i64: 0x7e, none: 0x40, function: 0x60 }
const kind = { function: 0, memory: 2 }
const op = {
  loop: 0x03,
  end: 0x0b,
  branchIf: 0x0d,
  get: 0x20,
  set: 0x21,
  tee: 0x22,
  load64: 0x29,
  const32: 0x41,
  const64: 0x42,
  less32: 0x49,
  add32: 0x6a,
  and32: 0x71,
  shiftLeft32: 0x74,
  xor64: 0x85,
  shiftRight64: 0x88,
  wrap: 0xa7,
}

const ascii = (text: string): number[] => [...Buffer.from(text, 'ascii')]
const counted = (bytes: readonly number[]): number[] => [...unsigned(bytes.length), ...bytes]
const named = (name: string): number[] => counted(ascii(name))

/** A list of one. */
const section = (id: number, bytes: readonly number[]): number[] => [id, ...counted([1, ...bytes])]

/** LEB128: seven bits a byte, the lowest first. */
function unsigned(value: number): number[] {
  return value < 128 ? [value] : [(value & 127) | 128, ...unsigned(value >>> 7)]
}

/** Of a number that is not negative: its last byte must not look as if it were. */
function signed(value: number): number[] {
  return value < 64 ? [value] : [(value & 127) | 128, ...signed(value >>> 7)]
}
