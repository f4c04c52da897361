import type { WizardProps } from '@cloudscape-design/components/wizard'
import { policies as words } from '../../words/policies.ts'

export function wizardWords(submit: string): WizardProps.I18nStrings {
  return {
    stepNumberLabel: words.stepNumber,
    collapsedStepsLabel: (step, count) => words.stepOf(step, count),
    navigationAriaLabel: words.wizardSteps,
    cancelButton: words.cancel,
    previousButton: words.previous,
    nextButton: words.next,
    submitButton: submit,
    optional: words.optional,
  }
}
