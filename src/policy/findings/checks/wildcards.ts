import type { Check, Hit } from '../check.ts'
import { sensitiveKeys } from '../global-keys.ts'
import { allConditions } from '../key-facts.ts'
import type { OperatorFacts } from '../operator-facts.ts'
import { beforeColon, hasOwnWildcards, variablesIn } from '../variable-scan.ts'
import type { ConditionView, View } from '../view.ts'

/** Wildcards and variables in condition values that let through more, or other, than they seem to. */

const userIdKey = 'aws:userid'
/** Paths that begin with the id of an organization: `o-a1b2c3d4e5/r-ab12/*`. */
const pathKeys = new Set([
  'aws:principalorgpaths',
  'aws:resourceorgpaths',
  'aws:sourceorgpaths',
  'aws:vpceorgpaths',
])
const leastPrefix = 6

/** Where the open parts of a value begin, be they wildcards or variables. */
interface Opening {
  readonly isOpen: (text: string) => boolean
  readonly firstAt: (text: string) => number
  /** Nothing but one open part. */
  readonly isWhole: (text: string) => boolean
}

const wildcard: Opening = {
  isOpen: hasOwnWildcards,
  firstAt: text => text.search(/[*?]/),
  isWhole: text => text === '*',
}

/** `${aws:PrincipalAccount}` is as sure as an account id written out: AWS itself fills in who owns what. */
const isOwner = (written: string) => sensitiveKeys.has(written.slice(2, -1).toLowerCase())

function hasOpenVariable(text: string): boolean {
  return [...variablesIn(text)].some(
    ({ written, fault, isEscape }) => !fault && !isEscape && !isOwner(written),
  )
}

const variable: Opening = {
  isOpen: hasOpenVariable,
  firstAt: text => text.indexOf('${'),
  isWhole: text => [...variablesIn(text)].length === 1 && /^\$\{[^}]*\}$/.test(text),
}

function tooPermissive({ isOpen, firstAt, isWhole }: Opening): Check['find'] {
  const userIdIsOpen = (text: string) => {
    const id = beforeColon(text)
    return isOpen(id) && !(isWhole(id) && id.length < text.length)
  }
  return function* find(view) {
    for (const { facts, key, name, values } of allConditions(view)) {
      if (facts?.family !== 'String' || (isOpen === wildcard.isOpen && !facts.takesWildcards)) continue
      const hit = (form: string, at: Hit['at']): Hit => ({ at, form, values: { key: key.text } })
      for (const value of values) {
        if (!isOpen(value.text)) continue
        if (sensitiveKeys.has(name)) yield hit('sensitive', value)
        else if (name === userIdKey && userIdIsOpen(value.text)) yield hit('userId', value)
        else if (pathKeys.has(name) && firstAt(value.text) < leastPrefix) yield hit('prefix', value)
      }
    }
  }
}

type Meaning = 'null-false' | 'null-true' | 'always' | 'never'

/** What a string operator with the value `*` amounts to: the key is there, or not, or it does not matter. */
function meaningOfStar({ set, ifExists, negated }: OperatorFacts): Meaning {
  if (negated) return set === 'ForAnyValue' && !ifExists ? 'never' : 'null-true'
  return ifExists || set === 'ForAllValues' ? 'always' : 'null-false'
}

function* starsThatMean(view: View, meaning: Meaning): Generator<Hit> {
  for (const { facts, operator, key, values, place } of allConditions(view)) {
    const isStar = isLike(facts) && values.some(value => value.text === '*')
    if (!isStar || meaningOfStar(facts) !== meaning) continue
    yield { at: place, values: { key: key.text, operator: operator.text, recommendedKey: key.text } }
  }
}

function isLike(facts: ConditionView['facts']): facts is OperatorFacts {
  return facts?.family === 'String' && facts.takesWildcards
}

const sensitivePage =
  'Refer to https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html for the list of sensitive keys.'

export const wildcardChecks: readonly Check[] = [
  {
    code: 'WILDCARD_USAGE_TOO_PERMISSIVE',
    title: 'Wildcard usage too permissive',
    severity: 'error',
    message: {
      prefix:
        'Overly permissive use of wildcard for the {key} condition key. Use the wildcard preceded by 6 consecutive characters.',
      sensitive: `The wildcard is not allowed in the condition key {key}. We consider the key to be sensitive and wildcards are not allowed to be used with sensitive keys. ${sensitivePage}`,
      userId:
        'Overly permissive use of wildcard with aws:userID. Use the wildcard on the right side of colon or as the only character on the left side of a colon.',
    },
    advice: "An owner's id is written in full: any part of it may be the start of a stranger's.",
    find: tooPermissive(wildcard),
  },
  {
    code: 'VARIABLE_USAGE_TOO_PERMISSIVE',
    title: 'Variable usage too permissive',
    severity: 'error',
    message: {
      prefix:
        'Overly permissive use of policy variable for the {key} condition key. Use the policy variable preceded by 6 consecutive characters.',
      sensitive: `The policy variable is not allowed in the condition key {key}. We consider the key to be sensitive and policy variables can be evaluated as effective wildcards. Therefore policy variables are not allowed to be used with sensitive keys. ${sensitivePage}`,
      userId:
        'Overly permissive use of policy variable with aws:userID. Use the policy variable on the right side of colon or as the only character on the left side of a colon.',
    },
    advice: "An owner's id is written in full: a variable may bring in whatever the caller was tagged with.",
    find: tooPermissive(variable),
  },
  {
    code: 'EQUIVALENT_TO_NULL_FALSE',
    title: 'Equivalent to null false',
    severity: 'suggestion',
    message:
      'We recommend replacing the key {key} in the condition block of {operator} with {{recommendedKey}: false} to ensure better enforcement of the condition.',
    advice: 'A lone * asks only whether the key is there: under the operator Null that is said plainly.',
    find: view => starsThatMean(view, 'null-false'),
  },
  {
    code: 'EQUIVALENT_TO_NULL_TRUE',
    title: 'Equivalent to null true',
    severity: 'suggestion',
    message:
      'We recommend replacing the key {key} in the condition block of {operator} with {{recommendedKey}: true} to ensure better enforcement of the condition.',
    advice: 'A lone * asks only whether the key is missing: under the operator Null that is said plainly.',
    find: view => starsThatMean(view, 'null-true'),
  },
  {
    code: 'REDUNDANT_KEY_DUE_TO_WILDCARD_IN_CONDITION',
    title: 'Redundant key due to wildcard in condition',
    severity: 'suggestion',
    message:
      'The key {key} in the condition block of {operator} is redundant because it is always matched. Remove this key to simplify the condition.',
    advice: 'The condition holds whatever the request carries.',
    find: view => starsThatMean(view, 'always'),
  },
  {
    code: 'REDUNDANT_STATEMENT_DUE_TO_WILDCARD_IN_CONDITION',
    title: 'Redundant statement due to wildcard in condition',
    severity: 'suggestion',
    message:
      'The key {key} in the condition block of {operator} does not match any values. Remove this key to simplify the condition.',
    advice: 'The condition never holds, so that the statement never applies.',
    find: view => starsThatMean(view, 'never'),
  },
]
