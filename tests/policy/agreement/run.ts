import type { Decision } from '../../../src/policy/decision.ts'
import type { PolicyDocument } from '../../../src/policy/document.ts'
import { type CompiledLayers, compileLayers } from '../../../src/policy/index.ts'
import type { PolicySource } from '../../../src/policy/request.ts'
import {
  type Case,
  compare,
  compareAlone,
  type Difference,
  differenceFrom,
  differenceUncompiled,
  type Engine,
  engine,
} from './compare.ts'
import { makeLayers } from './generate/layers.ts'
import { makeOptions, makeRequest, policiesOf } from './generate/requests.ts'
import { makeScene } from './generate/scene.ts'
import { Random } from './random.ts'
import { type ConditionsOf, Tally } from './tally.ts'

export interface Run {
  readonly tally: Tally
  readonly found: Found | undefined
}

/** The first case about which the two differ. */
export interface Found {
  readonly case: Case
  readonly difference: Difference
  /** False: the engine answers so only because of what it was asked before. */
  readonly alone: boolean
}

export interface RunOptions {
  readonly subject?: Engine
  readonly onProgress?: (tally: Tally) => void
}

const requestsOfRound = 8
/** Once in so many rounds the same layers are asked about more actions than they remember. */
const roundsUntilMany = 1500
const requestsOfManyRound = 400
/** After so many rounds the layers of one are asked again what they were asked last. */
const roundsUntilAgain = 16

/** Makes cases up and compares them, until there were enough or one differs. */
export function run(seed: number, cases: number, { subject = engine, onProgress }: RunOptions = {}): Run {
  const random = new Random(seed)
  const tally = new Tally()
  const earlier: Asked[] = []
  for (let number = 1; tally.of.cases < cases; number++) {
    const round = makeRound(number % roundsUntilMany === 0, random)
    const found = compareRound(round, tally, earlier, subject) ?? askAgain(earlier, subject)
    if (found !== undefined) return { tally, found }
    onProgress?.(tally)
  }
  return { tally, found: undefined }
}

/** Layers that are compiled once, and what they are asked. */
interface Round {
  readonly cases: readonly Case[]
  readonly compiled: CompiledLayers
  readonly conditionsOf: ConditionsOf
}

function makeRound(isMany: boolean, random: Random): Round {
  const scene = makeScene(random)
  const layers = makeLayers(scene, random)
  const policies = policiesOf(layers)
  const statements = policies.flatMap(({ document }) => document.statements)
  const documents = new Map<PolicySource, PolicyDocument>(
    policies.map(({ source, document }) => [source, document]),
  )
  const cases = Array.from({ length: isMany ? requestsOfManyRound : requestsOfRound }, (_, index): Case => {
    const request = makeRequest(statements, scene, random)
    const action = isMany ? `${request.action}${index}` : request.action
    return { request: { ...request, action }, layers, options: makeOptions(random) }
  })
  return {
    cases,
    compiled: compileLayers(layers),
    conditionsOf: ({ policy, index }) => documents.get(policy)?.statements[index]?.conditions ?? [],
  }
}

/** A question with its right answer, to be asked again when the engine has answered others. */
interface Asked {
  readonly case: Case
  readonly compiled: CompiledLayers
  readonly decision: Decision
}

function compareRound(
  { cases, compiled, conditionsOf }: Round,
  tally: Tally,
  earlier: Asked[],
  subject: Engine,
): Found | undefined {
  for (const [index, asked] of cases.entries()) {
    const { decision, difference } = compare(asked, compiled, subject)
    tally.add(decision, conditionsOf)
    if (difference !== undefined) return found(asked, difference, subject)
    if (index < cases.length - 1) continue
    earlier.push({ case: asked, compiled, decision })
    const uncompiled = differenceUncompiled(decision, asked, subject)
    if (uncompiled !== undefined) return { case: asked, difference: uncompiled, alone: true }
  }
  return undefined
}

function askAgain(earlier: Asked[], subject: Engine): Found | undefined {
  const again = earlier.length > roundsUntilAgain ? earlier.shift() : undefined
  if (again === undefined) return undefined
  const difference = differenceFrom(again.decision, again.case, again.compiled, subject)
  return difference && found(again.case, difference, subject)
}

function found(asked: Case, difference: Difference, subject: Engine): Found {
  return { case: asked, difference, alone: compareAlone(asked, subject) !== undefined }
}
