import type { FlashbarProps } from '@cloudscape-design/components/flashbar'
import {
  createContext,
  lazy,
  type ReactNode,
  Suspense,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useReducer,
  useRef,
} from 'react'
import { useLocation } from 'react-router'
import { common } from '../words/common.ts'

export interface Flash {
  /** Takes the place of an earlier message about the same. */
  readonly topic?: string
  readonly type: 'success' | 'info' | 'warning' | 'error'
  readonly header?: ReactNode
  readonly content?: ReactNode
  readonly action?: ReactNode
}

interface KeptFlash extends Flash {
  readonly id: string
  /** How many times one has gone to another page since. */
  readonly age: number
}

type Change =
  | { readonly kind: 'add'; readonly flash: KeptFlash }
  | { readonly kind: 'remove'; readonly id: string }
  | { readonly kind: 'moved' }

/** Told, gone to the page it is about, and gone when one leaves that page: a message is about what is seen. */
const oldest = 1

function changed(flashes: readonly KeptFlash[], change: Change): readonly KeptFlash[] {
  if (change.kind === 'add') {
    const { topic } = change.flash
    return [change.flash, ...flashes.filter(flash => topic === undefined || flash.topic !== topic)]
  }
  if (change.kind === 'remove') return flashes.filter(({ id }) => id !== change.id)
  return flashes.map(flash => ({ ...flash, age: flash.age + 1 })).filter(({ age }) => age <= oldest)
}

const FlashContext = createContext<(flash: Flash) => void>(() => {})
const FlashesContext = createContext<{ flashes: readonly KeptFlash[]; dismiss: (id: string) => void }>({
  flashes: [],
  dismiss: () => {},
})

/** `flash({ type: 'success', header: words.created(name) })`, before or after `navigate`: it is seen on the next page too. */
export function useFlash(): (flash: Flash) => void {
  return useContext(FlashContext)
}

export function FlashProvider({ children }: { readonly children: ReactNode }) {
  const [flashes, change] = useReducer(changed, [])
  const { pathname } = useLocation()
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is the path that ages messages
  useEffect(() => change({ kind: 'moved' }), [pathname])
  const lastId = useRef(0)
  const add = useCallback((flash: Flash) => {
    lastId.current += 1
    change({ kind: 'add', flash: { ...flash, id: String(lastId.current), age: 0 } })
  }, [])
  const shown = useMemo(
    () => ({ flashes, dismiss: (id: string) => change({ kind: 'remove', id }) }),
    [flashes],
  )
  return (
    <FlashContext value={add}>
      <FlashesContext value={shown}>{children}</FlashesContext>
    </FlashContext>
  )
}

/** Most pages have no message to show at first. */
const Flashbar = lazy(() => import('@cloudscape-design/components/flashbar'))

/** Where the shell shows them. */
export function Flashes() {
  const { flashes, dismiss } = useContext(FlashesContext)
  const items = flashes.map(
    ({ id, age: _age, topic: _topic, ...flash }): FlashbarProps.MessageDefinition => ({
      ...flash,
      id,
      dismissible: true,
      dismissLabel: common.dismiss,
      onDismiss: () => dismiss(id),
    }),
  )
  if (items.length === 0) return null
  return (
    <Suspense fallback={null}>
      <Flashbar items={items} />
    </Suspense>
  )
}
