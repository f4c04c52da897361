import { useEffect } from 'react'

/** Leads who wanted to go on to the first field that is not right; `attempts` counts how often they did. */
export function useFocusOnFault(attempts: number): void {
  useEffect(() => {
    if (attempts > 0) document.querySelector<HTMLElement>('#content [aria-invalid="true"]')?.focus()
  }, [attempts])
}
