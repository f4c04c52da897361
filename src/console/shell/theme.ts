import { applyMode, Mode } from '@cloudscape-design/global-styles'
import { useSyncExternalStore } from 'react'

export const themes = ['light', 'dark', 'system'] as const
export type Theme = (typeof themes)[number]

const key = 'crossrole.theme'
const systemIsDark = matchMedia('(prefers-color-scheme: dark)')
const listeners = new Set<() => void>()

export function theme(): Theme {
  const kept = localStorage.getItem(key)
  return themes.find(name => name === kept) ?? 'system'
}

export function setTheme(chosen: Theme): void {
  localStorage.setItem(key, chosen)
  applyTheme()
}

export function applyTheme(): void {
  const chosen = theme()
  const isDark = chosen === 'dark' || (chosen === 'system' && systemIsDark.matches)
  applyMode(isDark ? Mode.Dark : Mode.Light)
  document.documentElement.style.colorScheme = isDark ? 'dark' : 'light'
  for (const listener of listeners) listener()
}

/** Follows the system, and what another tab has chosen. */
export function followTheme(): void {
  systemIsDark.addEventListener('change', applyTheme)
  addEventListener('storage', event => {
    if (event.key === key) applyTheme()
  })
  applyTheme()
}

export function useTheme(): Theme {
  return useSyncExternalStore(listener => {
    listeners.add(listener)
    return () => listeners.delete(listener)
  }, theme)
}
