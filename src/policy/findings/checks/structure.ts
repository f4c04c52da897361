import { lineAndColumn } from '../../json.ts'
import { parsePolicy } from '../../parse.ts'
import type { Check } from '../check.ts'
import type { StatementView } from '../view.ts'

/** The document and its elements: what must be there, what must not, and of which type it is. */

const versions = ['2012-10-17', '2008-10-17']
const pairs = ['Action', 'Resource', 'Principal'] as const

const withoutAny = (statement: StatementView, name: string) =>
  !statement.elements.has(name) && !statement.elements.has(`Not${name}`)

export const structureChecks: readonly Check[] = [
  {
    code: 'JSON_SYNTAX_ERROR',
    title: 'Json syntax error',
    severity: 'error',
    message: 'Fix the JSON syntax error at index {index} line {line} column {column}.',
    advice:
      'Look at what stands just before this place: a comma, a quote or a bracket is missing or too many.',
    *find({ fault, root, text }) {
      if (fault === undefined) return
      const { line, column } = lineAndColumn(text, fault.offset)
      yield {
        at: { ...root, start: fault.offset, end: Math.min(fault.offset + 1, text.length) },
        values: { index: `${fault.offset}`, line: `${line}`, column: `${column}` },
      }
    },
  },
  {
    code: 'DATA_TYPE_MISMATCH',
    title: 'Data type mismatch',
    severity: 'error',
    message: 'The text does not match the expected JSON data type {data_type}.',
    advice: 'Write the value in the type that the grammar of policies asks for at this place.',
    *find({ mistyped }) {
      for (const { expected, ...at } of mistyped) yield { at, values: { data_type: expected } }
    },
  },
  {
    code: 'INVALID_POLICY_ELEMENT',
    title: 'Invalid policy element',
    severity: 'error',
    message: 'The policy element {element} is not valid.',
    advice: 'Element names are written exactly as documented, capital letters included.',
    *find({ unknownElements }) {
      for (const at of unknownElements) yield { at, values: { element: at.text } }
    },
  },
  {
    code: 'INVALID_VERSION',
    title: 'Invalid version',
    severity: 'error',
    message: 'The version {version} is not valid. Use one of the following versions: {versions}',
    advice: 'Version is the version of the policy language, and not the date of your policy.',
    *find({ version }) {
      if (version === undefined || versions.includes(version.text)) return
      yield { at: version, values: { version: version.text, versions: versions.join(', ') } }
    },
  },
  {
    code: 'MISSING_VERSION',
    title: 'Missing version',
    severity: 'warning',
    message:
      'We recommend that you specify the Version element to help you with debugging permission issues.',
    advice: 'Without "Version": "2012-10-17" policy variables are plain text.',
    *find({ fault, root, version, mistyped }) {
      const isMistyped = mistyped.some(({ path }) => path.length === 0 || path[0] === 'Version')
      if (fault === undefined && version === undefined && !isMistyped) yield { at: root }
    },
  },
  {
    code: 'MISSING_STATEMENT',
    title: 'Missing statement',
    severity: 'error',
    message: 'Add a statement to the policy',
    advice: 'A policy without statements says nothing, and is refused.',
    *find({ fault, root, hasStatements }) {
      if (fault === undefined && !hasStatements) yield { at: root }
    },
  },
  {
    code: 'MISSING_EFFECT',
    title: 'Missing effect',
    severity: 'error',
    message: 'Add an Effect element to the policy statement with a value of Allow or Deny.',
    advice: 'There is no default effect.',
    *find({ statements }) {
      for (const statement of statements) if (!statement.elements.has('Effect')) yield { at: statement }
    },
  },
  {
    code: 'INVALID_EFFECT',
    title: 'Invalid effect',
    severity: 'error',
    message: 'The effect {effect} is not valid. Use Allow or Deny.',
    advice: 'Capital letters count: it is Allow or Deny, exactly.',
    *find({ statements }) {
      for (const { effect, allows, denies } of statements) {
        if (effect !== undefined && !allows && !denies) yield { at: effect, values: { effect: effect.text } }
      }
    },
  },
  {
    code: 'MISSING_ACTION',
    title: 'Missing action',
    severity: 'error',
    message: 'Add an Action or NotAction element to the policy statement.',
    advice: 'A statement says which actions it is about.',
    *find({ statements }) {
      for (const statement of statements) if (withoutAny(statement, 'Action')) yield { at: statement }
    },
  },
  {
    code: 'MISSING_RESOURCE',
    title: 'Missing resource',
    severity: 'error',
    kinds: ['identity', 'boundary', 'session', 'resource', 'service-control', 'resource-control'],
    message: 'Add a Resource or NotResource element to the policy statement.',
    advice: 'Only a trust policy goes without: its resource is its role.',
    *find({ statements }) {
      for (const statement of statements) if (withoutAny(statement, 'Resource')) yield { at: statement }
    },
  },
  {
    code: 'UNSUPPORTED_ELEMENT_COMBINATION',
    title: 'Unsupported element combination',
    severity: 'error',
    message:
      'The policy elements {element1} and {element2} can not be used in the same statement. Remove one of these elements.',
    advice: 'An element and its Not… twin exclude each other.',
    *find({ statements }) {
      for (const { elements } of statements) {
        for (const element1 of pairs) {
          const element2 = `Not${element1}`
          const [one, other] = [elements.get(element1), elements.get(element2)]
          if (one && other) yield { at: [other, one], values: { element1, element2 } }
        }
      }
    },
  },
  {
    code: 'EMPTY_ARRAY_ACTION',
    title: 'Empty array action',
    severity: 'suggestion',
    message: 'This statement includes no actions and does not affect the policy. Specify actions.',
    advice: 'Name the actions, or remove the statement. IAM refuses to save a policy with such a list.',
    *find({ statements }) {
      for (const { action } of statements) if (action?.isEmptyArray) yield { at: action }
    },
  },
  {
    code: 'EMPTY_ARRAY_RESOURCE',
    title: 'Empty array resource',
    severity: 'suggestion',
    message: 'This statement includes no resources and does not affect the policy. Specify resources.',
    advice: 'Name the resources, or remove the statement. IAM refuses to save a policy with such a list.',
    *find({ statements }) {
      for (const { resource } of statements) if (resource?.isEmptyArray) yield { at: resource }
    },
  },
  {
    code: 'REFUSED_WHEN_SAVED',
    title: 'Refused when saved',
    severity: 'error',
    source: 'crossrole',
    onlyWithoutErrors: true,
    message: 'The policy is refused when it is saved: {refusal}',
    advice:
      'No check of Access Analyzer names the fault; these are the words of the service that saves the policy.',
    learnMore: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html',
    *find({ text, kind, root }) {
      const result = parsePolicy(text, kind)
      const fault = 'faults' in result ? result.faults[0] : undefined
      if (fault === undefined) return
      const path = [...fault.path.matchAll(/([^.[\]]+)|\[(\d+)\]/g)].map(
        ([, name, index]) => name ?? Number(index),
      )
      const start = Math.min(fault.offset, text.length)
      const end = Math.min(start + 1, root.end)
      yield { at: { path, start, end: Math.max(start, end) }, values: { refusal: fault.message } }
    },
  },
]
