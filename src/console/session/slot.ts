import { slotFragment } from '../../server/console/protocol.ts'

/**
 * Which of the browser's sessions this tab means. A tab remembers it for itself (`sessionStorage`), a new one takes the
 * session that was used last; it is a number, and no secret.
 */
const key = 'crossrole.slot'

/** Who was signed in with a sign-in token comes to an address that names the slot: it is read once, and taken away. */
export function slotOfAddress(): number | undefined {
  const { hash, pathname, search } = location
  if (!hash.startsWith(`#${slotFragment}`)) return undefined
  history.replaceState(history.state, '', `${pathname}${search}`)
  return slotFrom(hash.slice(slotFragment.length + 1))
}

export function slotOfTab(): number | undefined {
  return slotIn(sessionStorage)
}

export function slotUsedLast(): number | undefined {
  return slotIn(localStorage)
}

export function keepSlotInTab(slot: number): void {
  sessionStorage.setItem(key, String(slot))
  localStorage.setItem(key, String(slot))
}

export function forgetSlotOfTab(): void {
  sessionStorage.removeItem(key)
}

function slotIn(storage: Storage): number | undefined {
  return slotFrom(storage.getItem(key))
}

function slotFrom(text: string | null): number | undefined {
  const slot = Number(text)
  return Number.isInteger(slot) && slot > 0 ? slot : undefined
}
