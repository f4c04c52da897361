/**
 * Which of the browser's sessions this tab means. A tab remembers it for itself (`sessionStorage`), a new one takes the
 * session that was used last; it is a number, and no secret.
 */
const key = 'crossrole.slot'

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
  const slot = Number(storage.getItem(key))
  return Number.isInteger(slot) && slot > 0 ? slot : undefined
}
