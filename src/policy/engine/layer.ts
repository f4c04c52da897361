import type { LayerDecision, LayerKind, Side, StatementOutcome, StatementReason } from '../decision.ts'
import type { PolicyDocument } from '../document.ts'
import type { PolicySource, SourcedPolicy } from '../request.ts'
import { ActionIndex } from './action-index.ts'
import { requestedAction } from './action-set.ts'
import { type Grants, type LayerSet, layerBit, noGrant } from './grants.ts'
import type { PreparedRequest } from './prepared-request.ts'
import { type ResourceGroup, ResourceIndex } from './resource-index.ts'
import { CompiledStatement } from './statement.ts'

/** A policy made ready to be asked many times. One document may hang on many identities: it is compiled once. */
export class CompiledPolicy {
  readonly document: PolicyDocument
  readonly layer: LayerKind
  readonly statements: readonly CompiledStatement[]
  readonly #byAction: ActionIndex<CompiledStatement>

  constructor(
    document: PolicyDocument,
    layer: LayerKind,
    principalIds: Readonly<Record<string, string>> = {},
  ) {
    const place = { layer, version: document.version, principalIds }
    this.document = document
    this.layer = layer
    this.statements = document.statements.map(statement => new CompiledStatement(statement, place))
    this.#byAction = new ActionIndex(this.statements, statement => statement.actions)
  }

  /** The statements whose Action or NotAction covers it. */
  covering(action: string): readonly CompiledStatement[] {
    return this.#byAction.covering(action)
  }
}

export interface PlacedPolicy {
  readonly source: PolicySource
  readonly policy: CompiledPolicy
}

/** The policies of one kind (for control policies: of one level) that bear on a request. */
export interface LayerPlace {
  readonly layer: LayerKind
  readonly level?: string
}

/** Whose administrators can change the policies of a layer. */
const sides: Readonly<Record<LayerKind, Side>> = {
  'resource-control': 'trusting',
  'service-control': 'trusted',
  resource: 'trusting',
  identity: 'trusted',
  boundary: 'trusted',
  session: 'trusted',
  'scope-down': 'trusted',
}

/** What a layer says without reasons: a Deny applies, or the Allows that apply reach the caller so. */
export type Verdict = Grants | typeof denied
export const denied = -1

/** Callers ask for the same few actions all the time; their candidates are kept up to here. */
const maxKnownActions = 256

interface Candidates {
  readonly denies: ResourceIndex<CompiledStatement>
  readonly allows: ResourceIndex<CompiledStatement>
}

type Group = ResourceGroup<CompiledStatement>

export class CompiledLayer {
  readonly place: LayerPlace
  readonly side: Side
  readonly bit: LayerSet
  readonly policies: readonly PlacedPolicy[]
  /** The statements that cover an action. */
  readonly #known = new Map<string, Candidates>()
  /** How a resource policy names the caller matters beside that it does. */
  readonly #wantsAllGrants: boolean

  constructor(place: LayerPlace, policies: readonly PlacedPolicy[]) {
    this.place = place
    this.side = sides[place.layer]
    this.bit = layerBit[place.layer]
    this.policies = policies
    this.#wantsAllGrants = place.layer === 'resource'
  }

  /** One Deny decides, else one Allow. */
  verdict(request: PreparedRequest): Verdict {
    const { denies, allows } = this.#known.get(request.action) ?? this.#find(request.action)
    for (let group: Group | undefined = denies.innermost(request.resource); group; group = group.outer) {
      for (const statement of group.entries) if (statement.applies(request) !== noGrant) return denied
    }
    let grants = noGrant
    for (let group: Group | undefined = allows.innermost(request.resource); group; group = group.outer) {
      for (const statement of group.entries) {
        grants |= statement.applies(request)
        if (grants !== noGrant && !this.#wantsAllGrants) return grants
      }
    }
    return grants
  }

  /** The same with every statement's reason. */
  judge(request: PreparedRequest): LayerDecision {
    const { layer, level } = this.place
    const action = requestedAction(request.action)
    const statements = this.policies.flatMap(({ source, policy }) =>
      policy.statements.map(statement => reasonOf(statement, source, statement.outcome(request, action))),
    )
    const applying = statements.filter(statement => statement.outcome.applies)
    const isDenied = applying.some(statement => statement.effect === 'Deny')
    const result = isDenied ? 'deny' : applying.length > 0 ? 'allow' : 'none'
    return { layer, side: this.side, ...(level === undefined ? {} : { level }), result, statements }
  }

  #find(action: string): Candidates {
    const covering = this.policies.flatMap(({ policy }) => policy.covering(action))
    const candidates = {
      denies: byResource(covering.filter(statement => statement.isDeny)),
      allows: byResource(covering.filter(statement => !statement.isDeny)),
    }
    if (this.#known.size >= maxKnownActions) this.#known.clear()
    this.#known.set(action, candidates)
    return candidates
  }
}

function byResource(statements: readonly CompiledStatement[]): ResourceIndex<CompiledStatement> {
  return new ResourceIndex(statements, statement => statement.resources?.prefixes())
}

function reasonOf(
  statement: CompiledStatement,
  source: PolicySource,
  outcome: StatementOutcome,
): StatementReason {
  const { sid, index, effect } = statement.written
  return {
    policy: source,
    ...(sid === undefined ? {} : { sid }),
    index,
    effect,
    outcome,
  }
}

/** One layer from policies as they stand. */
export function compileLayer(place: LayerPlace, policies: readonly SourcedPolicy[]): CompiledLayer {
  return new CompiledLayer(
    place,
    policies.map(({ source, document, principalIds }) => ({
      source,
      policy: new CompiledPolicy(document, place.layer, principalIds),
    })),
  )
}
