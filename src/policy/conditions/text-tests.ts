import type { PolicyDocument } from '../document.ts'
import { arnMatcher } from '../engine/arn.ts'
import {
  haveValues,
  isVariable,
  type Part,
  readTemplate,
  type Template,
  type Variable,
  variableValue,
  withoutWildcards,
} from '../engine/template.ts'
import { textMatcher } from '../engine/text-matcher.ts'
import type { ValueTest } from './value-tests.ts'

type Version = PolicyDocument['version']

/** More values than these are looked up instead of compared one by one. */
const worthASet = 8

/** Wildcard characters are themselves. */
export function sameTextTest(values: readonly string[], version: Version): ValueTest {
  const templates = values.map(value => withoutWildcards(readTemplate(value, version)))
  if (!templates.some(template => template.some(isVariable))) return isOneOf(templates.map(textOf))
  return anyOf(templates.map(template => new WholeText(template)))
}

export function sameTextIgnoringCaseTest(values: readonly string[], version: Version): ValueTest {
  return variableTest(values, version, expected => {
    const lower = expected.toLowerCase()
    return actual => actual.toLowerCase() === lower
  })
}

export function likeTest(values: readonly string[], version: Version): ValueTest {
  return anyOf(values.map(value => textMatcher(readTemplate(value, version))))
}

export function arnTest(values: readonly string[], version: Version): ValueTest {
  return anyOf(values.map(value => arnMatcher(readTemplate(value, version))))
}

/** A test for each value with its variables filled in; a value without variables is read once. */
export function variableTest(
  values: readonly string[],
  version: Version,
  test: (expected: string) => ValueTest,
): ValueTest {
  const tests = values.map((value): ValueTest => {
    const template = withoutWildcards(readTemplate(value, version))
    const variables = template.filter(isVariable)
    if (variables.length === 0) return test(textOf(template))
    return actual => haveValues(variables) && test(textOf(template))(actual)
  })
  return actual => {
    for (const compares of tests) if (compares(actual)) return true
    return false
  }
}

function textOf(template: Template): string {
  return template.map(textOfPart).join('')
}

function textOfPart(part: Part): string {
  return isVariable(part) ? (variableValue(part) ?? '') : String(part)
}

function isOneOf(texts: readonly string[]): ValueTest {
  const [only] = texts
  if (texts.length === 1) return actual => actual === only
  if (texts.length < worthASet) return actual => texts.includes(actual)
  const set = new Set(texts)
  return actual => set.has(actual)
}

interface Matcher {
  hasValues(): boolean
  matches(text: string, from: number): boolean
}

/** A text with variables and without wildcards: the same unit by unit, wherever one part ends and the next begins. */
class WholeText implements Matcher {
  readonly #template: Template
  readonly #variables: readonly Variable[]
  constructor(template: Template) {
    this.#template = template
    this.#variables = template.filter(isVariable)
  }
  hasValues(): boolean {
    return haveValues(this.#variables)
  }
  matches(text: string): boolean {
    let at = 0
    for (const part of this.#template) {
      const literal = textOfPart(part)
      if (!text.startsWith(literal, at)) return false
      at += literal.length
    }
    return at === text.length
  }
}

/**
 * A value whose variable has none is left out: so positive operators do not match on it, and negated ones do.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#policy-vars-no-value
 */
function anyOf(matchers: readonly Matcher[]): ValueTest {
  const [only] = matchers
  if (only !== undefined && matchers.length === 1)
    return actual => only.hasValues() && only.matches(actual, 0)
  return actual => {
    for (const matcher of matchers) if (matcher.hasValues() && matcher.matches(actual, 0)) return true
    return false
  }
}
