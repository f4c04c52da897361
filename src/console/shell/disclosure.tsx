import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react'

/**
 * A button of the top bar with a panel below it. Closed by Escape, by a click elsewhere, by leaving it with the keyboard,
 * and by whatever in it calls `close`.
 * https://www.w3.org/WAI/ARIA/apg/patterns/disclosure/
 */
export function Disclosure(props: {
  /** Of the panel, for screen readers. */
  readonly label: string
  /** What is on the button is its name, too: a part of it may be `hidden`. */
  readonly button: ReactNode
  readonly buttonClass?: string
  readonly align: 'left' | 'right'
  readonly children: (close: () => void) => ReactNode
}) {
  const { label, button, buttonClass = '', align, children } = props
  const [isOpen, setOpen] = useState(false)
  const place = useRef<HTMLDivElement>(null)
  const trigger = useRef<HTMLButtonElement>(null)
  const panelId = useId()
  const close = () => setOpen(false)

  useEffect(() => {
    if (!isOpen) return
    const closeOutside = ({ target }: Event) => {
      if (target instanceof Node && !place.current?.contains(target)) setOpen(false)
    }
    document.addEventListener('pointerdown', closeOutside)
    document.addEventListener('focusin', closeOutside)
    return () => {
      document.removeEventListener('pointerdown', closeOutside)
      document.removeEventListener('focusin', closeOutside)
    }
  }, [isOpen])

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || !isOpen) return
    event.stopPropagation()
    setOpen(false)
    trigger.current?.focus()
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape is heard from everything within
    <div className="disclosure" ref={place} onKeyDown={onKeyDown}>
      <button
        ref={trigger}
        type="button"
        className={`bar-button ${buttonClass}`}
        aria-expanded={isOpen}
        aria-controls={isOpen ? panelId : undefined}
        onClick={() => setOpen(!isOpen)}
      >
        {button}
        <span className="caret" aria-hidden="true" />
      </button>
      {isOpen && (
        <section id={panelId} className={`panel panel-${align}`} aria-label={label}>
          {children(close)}
        </section>
      )}
    </div>
  )
}
