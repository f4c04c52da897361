import { useCallback, useMemo, useRef, useState } from 'react'

interface PanelKeys {
  readonly next: number
  /** Of the document's statements, in their order. */
  readonly keys: readonly number[]
  readonly drafts: readonly number[]
  /** Those that began as drafts here. */
  readonly begun: readonly number[]
}

export interface Panels {
  readonly keys: readonly number[]
  readonly drafts: readonly number[]
  readonly isNew: (index: number) => boolean
  readonly removed: (index: number) => void
  readonly copied: (index: number) => void
  readonly addDraft: () => void
  readonly dropDraft: (key: number) => void
  /** The draft becomes the last statement, and keeps its panel's key. */
  readonly startDraft: (key: number) => void
}

/**
 * Which panel stands for which statement, so that panels keep what is unfolded in them while others come and go. An empty
 * policy begins with one statement to fill in, where statements begin as drafts.
 */
export function usePanels(count: number, startsWithDraft: boolean): Panels {
  const [state, setState] = useState<PanelKeys>(() => ({
    next: count + 1,
    keys: Array.from({ length: count }, (_, index) => index),
    drafts: count === 0 && startsWithDraft ? [count] : [],
    begun: [],
  }))
  const latestCount = useRef(count)
  latestCount.current = count
  const change = useCallback((to: (state: PanelKeys) => PanelKeys) => {
    setState(before => to({ ...before, keys: keysOf(before, latestCount.current) }))
  }, [])
  const changes = useMemo(
    () => ({
      removed: (index: number) =>
        change(({ keys, ...rest }) => ({ ...rest, keys: keys.toSpliced(index, 1) })),
      copied: (index: number) =>
        change(({ next, keys, ...rest }) => ({
          ...rest,
          next: next + 1,
          keys: keys.toSpliced(index + 1, 0, next),
        })),
      addDraft: () =>
        change(({ next, drafts, ...rest }) => ({ ...rest, next: next + 1, drafts: [...drafts, next] })),
      dropDraft: (key: number) => change(before => ({ ...before, drafts: without(before.drafts, key) })),
      startDraft: (key: number) =>
        change(({ next, keys, drafts, begun }) => ({
          next,
          keys: [...keys, key],
          drafts: without(drafts, key),
          begun: [...begun, key],
        })),
    }),
    [change],
  )
  const keys = keysOf(state, count)
  // Statements that came from elsewhere, imported or written: the one to begin with is needed no more.
  const [beginning] = useState(state.drafts[0])
  const cameFromElsewhere = count > 0 && state.begun.length === 0
  return {
    ...changes,
    keys,
    drafts: cameFromElsewhere ? state.drafts.filter(key => key !== beginning) : state.drafts,
    isNew: index => state.begun.includes(keys[index] ?? -1),
  }
}

/** The text may have changed from outside: keys are made up for what came, and forgotten for what went. */
function keysOf({ keys }: PanelKeys, count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => keys[index] ?? -1 - index)
}

function without(keys: readonly number[], key: number): readonly number[] {
  return keys.filter(other => other !== key)
}
