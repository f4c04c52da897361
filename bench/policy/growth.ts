import {
  type AuthorizationRequest,
  type CompiledLayers,
  compileLayers,
  decide,
} from '../../src/policy/index.ts'
import type { Figure } from '../main.ts'
import { rateFigure } from './figure.ts'
import { rates } from './measure.ts'
import { received } from './scenario.ts'
import { sourced } from './sourced.ts'

/** One request against ever more statements. The first of them allows it, the others do not apply. */
const sizes = [10, 100, 1000, 10_000] as const
const smallest = sizes[0]
const statementsPerPolicy = 10

/** The statement of a number, for each thing in which the others may differ from the first. */
const curves: Readonly<Record<string, (number: number) => Record<string, unknown>>> = {
  /** Another action: the index of actions leaves them out. */
  'by-action': number => ({
    Effect: 'Allow',
    Action: number === 0 ? 's3:GetObject' : `s3:GetObject${number}`,
    Resource: '*',
  }),
  /** The same action on another bucket: the index of resources leaves them out. */
  'by-resource': number => ({
    Effect: 'Allow',
    Action: 's3:GetObject',
    Resource: `arn:aws:s3:::team-${number}-data/*`,
  }),
  /** The same action on everything, denied on a condition: every one must be asked. */
  'by-condition': number =>
    number === 0
      ? { Effect: 'Allow', Action: 's3:GetObject', Resource: '*' }
      : {
          Effect: 'Deny',
          Action: 's3:GetObject',
          Resource: '*',
          Condition: { StringEquals: { 'aws:PrincipalTag/project': `project-${number}` } },
        },
}

/** The reference of a size is the smallest one: a flat curve has the ratio 1. */
export function* growth(): Generator<Figure> {
  for (const [curve, statement] of Object.entries(curves)) {
    const works = Object.fromEntries(sizes.map(size => [size, worker(layersOf(size, statement))]))
    const measured = rates(works, { rounds: 5, roundMilliseconds: 100 })
    for (const size of sizes) {
      const [rate, reference] = [measured[size], measured[smallest]]
      if (rate && reference)
        yield rateFigure(`growth/${curve}/${size}`, rate, reference, `${smallest} statements`)
    }
  }
}

function layersOf(size: number, statement: (number: number) => unknown): CompiledLayers {
  const policies = Array.from({ length: size / statementsPerPolicy }, (_, policy) =>
    Array.from({ length: statementsPerPolicy }, (_, index) =>
      statement(policy * statementsPerPolicy + index),
    ),
  )
  return compileLayers({ identity: sourced('identity', policies) })
}

function worker(layers: CompiledLayers): () => void {
  return () => {
    const outcome = decide(request(), layers)
    if (outcome !== 'Allowed') throw new Error(outcome)
  }
}

const values = received({ project: 'project-0', resource: 'arn:aws:s3:::team-0-data/2026/q3.pdf' })

function request(): AuthorizationRequest {
  return {
    principal: {
      kind: 'user',
      accountId: '111111111111',
      arn: 'arn:aws:iam::111111111111:user/olga',
      userId: 'AIDAOLGAOLGAOLGAOLGA1',
    },
    action: 's3:GetObject',
    resource: values.resource,
    resourceAccountId: '111111111111',
    context: { 'aws:PrincipalTag/project': values.project, 'aws:SecureTransport': 'true' },
  }
}
