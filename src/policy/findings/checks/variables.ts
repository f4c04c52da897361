import type { Check, Hit } from '../check.ts'
import { allConditions } from '../key-facts.ts'
import { hasVariable, type VariableFault, variablesIn } from '../variable-scan.ts'
import type { Text, View } from '../view.ts'

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html */

/** Where variables are read. */
function* openTexts(view: View): Generator<Text> {
  for (const { resource, conditions } of view.statements) {
    yield* resource?.items ?? []
    for (const { values } of conditions) yield* values
  }
}

/** Where they are plain text. */
function* closedTexts(view: View): Generator<Text> {
  for (const { sid, action, principal, conditions } of view.statements) {
    if (sid) yield sid
    yield* action?.items ?? []
    yield* principal?.entries ?? []
    for (const { key } of conditions) yield key
  }
}

function withFault(fault: VariableFault): Check['find'] {
  return function* find(view) {
    for (const at of openTexts(view)) {
      if (at.text.includes('${') && [...variablesIn(at.text)].some(variable => variable.fault === fault))
        yield { at }
    }
  }
}

function* closedVariables(view: View): Generator<Hit> {
  for (const at of closedTexts(view)) {
    for (const { written, fault, isEscape } of variablesIn(at.text)) {
      if (fault === undefined && !isEscape) yield { at, values: { variable: written } }
    }
  }
}

export const variableChecks: readonly Check[] = [
  {
    code: 'MISSING_BRACE_IN_VARIABLE',
    title: 'Missing brace in variable',
    severity: 'error',
    message: 'The policy variable is missing a closing curly brace. Add } after the variable text.',
    advice: 'What is not closed is plain text.',
    find: withFault('brace'),
  },
  {
    code: 'MISSING_QUOTE_IN_VARIABLE',
    title: 'Missing quote in variable',
    severity: 'error',
    message:
      'The policy variable default value must begin and end with a single quote. Add the missing quote.',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a policy variable
    advice: "For instance ${aws:PrincipalTag/team, 'none'}.",
    find: withFault('quote'),
  },
  {
    code: 'UNSUPPORTED_SPACE_IN_VARIABLE',
    title: 'Unsupported space in variable',
    severity: 'error',
    message: 'A space is not supported within the policy variable text. Remove the space.',
    advice: 'Only between the comma and a default there is one.',
    find: withFault('space'),
  },
  {
    code: 'EMPTY_VARIABLE',
    title: 'Empty variable',
    severity: 'error',
    message:
      // biome-ignore lint/suspicious/noTemplateCurlyInString: AWS's words
      'Empty policy variable. Remove the ${ } variable structure or provide a variable within the structure.',
    advice: 'Name the condition key whose value is to stand here.',
    find: withFault('empty'),
  },
  {
    code: 'VARIABLE_UNSUPPORTED_IN_ELEMENT',
    title: 'Variable unsupported in element',
    severity: 'error',
    message:
      'Policy variables are supported in the Resource and Condition elements. Remove the policy variable {variable} from this element.',
    advice: 'Here it is plain text.',
    find: closedVariables,
  },
  {
    code: 'VARIABLE_UNSUPPORTED_IN_VERSION',
    title: 'Variable unsupported in version',
    severity: 'error',
    message: 'To include variables in your policy, use the policy version 2012-10-17 or later.',
    advice: 'Without "Version": "2012-10-17" the variable is plain text.',
    *find(view) {
      if (view.version?.text === '2012-10-17') return
      for (const at of openTexts(view)) if (hasVariable(at.text)) yield { at }
    },
  },
  {
    code: 'INVALID_VARIABLE_FOR_OPERATOR',
    title: 'Invalid variable for operator',
    severity: 'error',
    message: 'Policy variables can only be used with String and ARN operators.',
    advice: 'Other operators read the text as it stands, and cannot read this one.',
    *find(view) {
      for (const { facts, values } of allConditions(view)) {
        if (facts === undefined || facts.family === 'String' || facts.family === 'Arn') continue
        for (const value of values) if (hasVariable(value.text)) yield { at: value }
      }
    },
  },
]
