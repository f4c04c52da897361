import fc from 'fast-check'
import { expect, it } from 'vitest'
import {
  type AuthorizationRequest,
  compileLayers,
  decide,
  evaluate,
  parsePolicy,
  type SourcedPolicy,
} from '../../src/policy/index.ts'

/**
 * Where statements are many, `decide` asks only those whose resources begin like the one asked for; `evaluate`
 * asks all of them. Names of few letters begin alike often, and end within one another.
 */
const name = fc.string({ unit: fc.constantFrom('a', 'b', '/', 'é', '😀'), maxLength: 6 })
const head = fc.constantFrom(
  'arn:aws:sqs:eu-west-1:111111111111:',
  'arn:aws:SQS:eu-west-1:111111111111:',
  'arn:aws:sqs:eu-west-1:222222222222:',
  'arn:aws:sqs:*:*:',
)
const ending = fc.constantFrom('', '', '', '*', '?', '/*', '*a', `\${aws:username}`)
const pattern = fc.oneof(
  { weight: 200, arbitrary: fc.tuple(head, name, ending).map(parts => parts.join('')) },
  { weight: 1, arbitrary: fc.constant('*') },
)

const statement = fc.record({
  Effect: fc.constantFrom('Allow', 'Allow', 'Allow', 'Deny'),
  Action: fc.constantFrom('sqs:SendMessage', 'sqs:*'),
  patterns: fc.array(pattern, { minLength: 1, maxLength: 3 }),
  negated: fc.integer({ max: 99, min: 0 }).map(percent => percent === 0),
})

const manyStatements = fc.array(statement, { minLength: 10, maxLength: 60, size: 'max' })

function policyOf(statements: readonly { patterns: string[]; negated: boolean }[]): SourcedPolicy {
  const Statement = statements.map(({ patterns, negated, ...rest }) =>
    negated ? { ...rest, NotResource: patterns } : { ...rest, Resource: patterns },
  )
  const result = parsePolicy(JSON.stringify({ Version: '2012-10-17', Statement }), 'identity')
  if (!('document' in result)) throw new Error(JSON.stringify(result.faults))
  return { source: { name: 'many statements' }, document: result.document }
}

function requestFor(resource: string): AuthorizationRequest {
  return {
    principal: {
      kind: 'user',
      accountId: '111111111111',
      arn: 'arn:aws:iam::111111111111:user/a',
      userId: 'AIDAEXAMPLEEXAMPLE12',
    },
    action: 'sqs:SendMessage',
    resource,
    resourceAccountId: '111111111111',
    context: { 'aws:username': 'a' },
  }
}

it('decides on the statements it finds as on all of them', () => {
  const outcomes = new Map<string, number>()
  const resources = fc.array(fc.tuple(head, name), { minLength: 20, maxLength: 20 })
  fc.assert(
    fc.property(manyStatements, resources, (statements, asked) => {
      const layers = compileLayers({ identity: [policyOf(statements)] })
      for (const resource of [...asked.map(parts => parts.join('')), '*']) {
        const request = requestFor(resource)
        const outcome = decide(request, layers)
        expect(outcome).toBe(evaluate(request, layers).outcome)
        outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1)
      }
    }),
    { numRuns: 500 },
  )
  expect([...outcomes.keys()].sort()).toEqual(['Allowed', 'ExplicitlyDenied', 'ImplicitlyDenied'])
})
