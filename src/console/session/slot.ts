import { type ConsoleSession, slotFragment } from '../../server/console/protocol.ts'

/**
 * Which of the browser's sessions this tab means, and whose it is. A tab remembers it for itself (`sessionStorage`), a new
 * one takes the session that was used last. Nothing of it is secret.
 */
interface Remembered {
  readonly slot: number
  readonly identityArn: string
}

const key = 'crossrole.session'

/** Who was signed in with a sign-in token comes to an address that names the slot: it is read once, and taken away. */
export function slotOfAddress(): number | undefined {
  const { hash, pathname, search } = location
  if (!hash.startsWith(`#${slotFragment}`)) return undefined
  history.replaceState(history.state, '', `${pathname}${search}`)
  const slot = Number(hash.slice(slotFragment.length + 1))
  return Number.isInteger(slot) && slot > 0 ? slot : undefined
}

/** That of the tab; absent in a new one. */
export function rememberedInTab(): Remembered | undefined {
  return rememberedIn(sessionStorage)
}

export function slotUsedLast(): number | undefined {
  return rememberedIn(localStorage)?.slot
}

export function rememberSession({ slot, identity }: ConsoleSession): void {
  const remembered = JSON.stringify({ slot, identityArn: identity.arn } satisfies Remembered)
  sessionStorage.setItem(key, remembered)
  localStorage.setItem(key, remembered)
}

export function forgetSession(): void {
  const forgotten = rememberedInTab()
  sessionStorage.removeItem(key)
  if (forgotten?.slot === slotUsedLast()) localStorage.removeItem(key)
}

/** Whether it is likely that somebody is signed in: nothing that was remembered says so for certain. */
export function remembersAnybody(): boolean {
  return rememberedInTab() !== undefined || slotUsedLast() !== undefined
}

function rememberedIn(storage: Storage): Remembered | undefined {
  try {
    const { slot, identityArn }: Partial<Remembered> = JSON.parse(storage.getItem(key) ?? '{}')
    return slot !== undefined && identityArn !== undefined ? { slot, identityArn } : undefined
  } catch {
    return undefined
  }
}
