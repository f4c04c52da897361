/** Files are numbered from 1: `00000001.events.jsonl` and, when it is closed, `00000001.digest.json`. */
export const eventFileName = (number: number) => `${padded(number)}.events.jsonl`
export const digestName = (number: number) => `${padded(number)}.digest.json`

const padded = (number: number) => String(number).padStart(8, '0')

export type FileKind = 'events' | 'digest'

export function kindAndNumber(
  name: string,
): { readonly kind: FileKind; readonly number: number } | undefined {
  const [, digits, kind] = /^(\d{8,15})\.(events|digest)\.jsonl?$/.exec(name) ?? []
  const number = Number(digits)
  const isOurs = kind === 'events' ? name === eventFileName(number) : name === digestName(number)
  return isOurs && (kind === 'events' || kind === 'digest') ? { kind, number } : undefined
}
