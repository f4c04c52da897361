import { refusalOf } from '../clients.ts'
import { type Outcome, outcome, shownRefusal } from './step.ts'

/** A call that must be refused with this code, in words that contain this. */
export async function mustRefuse(call: Promise<unknown>, code: string, words = ''): Promise<Outcome> {
  try {
    await call
  } catch (error) {
    const refusal = refusalOf(error)
    if (!refusal) throw error
    return outcome(refusal.code === code && refusal.message.includes(words), shownRefusal(refusal))
  }
  return outcome(false, 'it was allowed')
}

/** A call that must succeed; what it answered is shown by `show`, and must pass `holds`. */
export async function mustAnswer<Answer>(
  call: Promise<Answer>,
  show: (answer: Answer) => string,
  holds: (answer: Answer) => boolean = () => true,
): Promise<Outcome> {
  try {
    const answer = await call
    return outcome(holds(answer), show(answer))
  } catch (error) {
    const refusal = refusalOf(error)
    if (!refusal) throw error
    return outcome(false, shownRefusal(refusal))
  }
}
