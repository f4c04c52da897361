import type { Position } from '../store/contract.ts'

/** How services write down where a page ended. A marker counts only for the list it came from. */

export function writeMarker(order: string, position: Position): string {
  return Buffer.from(JSON.stringify([order, ...position])).toString('base64url')
}

/** Undefined for a marker of another list, or none of ours. */
export function readMarker(marker: string, order: string, columns: number): Position | undefined {
  const parts = parsed(marker)
  return parts?.[0] === order && parts.length === columns + 1 ? parts.slice(1) : undefined
}

function parsed(marker: string): Position | undefined {
  try {
    const parts: unknown = JSON.parse(Buffer.from(marker, 'base64url').toString('utf8'))
    const regular =
      Array.isArray(parts) && parts.every(part => typeof part === 'string' || Number.isSafeInteger(part))
    return regular ? parts : undefined
  } catch {
    return undefined
  }
}
