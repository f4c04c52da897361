import StatusIndicator, { type StatusIndicatorProps } from '@cloudscape-design/components/status-indicator'
import { activity as words } from '../words/activity.ts'
import { type EventFacts, type Outcome, outcomeOf } from './event.ts'

const shown: Readonly<
  Record<Outcome, { readonly type: StatusIndicatorProps.Type; readonly text: (code: string) => string }>
> = {
  allowed: { type: 'success', text: () => words.allowed },
  denied: { type: 'error', text: () => words.denied },
  failed: { type: 'warning', text: words.failed },
}

/** Whether a call was let through. */
export function EventOutcome({ facts }: { readonly facts: EventFacts }) {
  const { type, text } = shown[outcomeOf(facts)]
  return <StatusIndicator type={type}>{text(facts.errorCode ?? '')}</StatusIndicator>
}

export function outcomeText(facts: EventFacts): string {
  return shown[outcomeOf(facts)].text(facts.errorCode ?? '')
}
