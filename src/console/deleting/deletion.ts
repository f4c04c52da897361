import { useState } from 'react'

/** One call on the way to a deletion. */
export interface DeletingStep {
  /** As it is listed: `Policy AdministratorAccess (detach)`. */
  readonly text: string
  readonly run: () => Promise<unknown>
}

/** Runs steps one after the other, up to the first that is refused. */
export function useDeletion(after: { readonly onDone: () => void; readonly onStopped: () => void }) {
  const [progress, setProgress] = useState<{ readonly step: string; readonly percent: number }>()
  const [error, setError] = useState<unknown>(null)
  const run = async (steps: readonly DeletingStep[]) => {
    setError(null)
    try {
      for (const [index, { text, run }] of steps.entries()) {
        setProgress({ step: text, percent: (100 * index) / steps.length })
        await run()
      }
      after.onDone()
    } catch (fault) {
      setError(fault)
      after.onStopped()
    } finally {
      setProgress(undefined)
    }
  }
  return { run, progress, error, isRunning: progress !== undefined }
}
