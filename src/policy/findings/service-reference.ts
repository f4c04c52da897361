/**
 * What AWS's Service Authorization Reference says of services, as far as findings need it. The library holds no
 * such data itself: whoever has it hands it in. Names are looked up without regard to case.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
export interface ServiceReference {
  /** Is there a service of this prefix? */
  hasService(prefix: string): boolean
  /** Undefined for a service that is unknown, or that was not loaded: nothing is said about it then. */
  service(prefix: string): ServiceFacts | undefined
  supportsResourceControl(prefix: string): boolean
}

/** Each map is keyed by the name in small letters. */
export interface ServiceFacts {
  readonly actions: ReadonlyMap<string, ActionFacts>
  readonly resourceTypes: ReadonlyMap<string, ResourceTypeFacts>
  /** The names may hold placeholders: `aws:ResourceTag/${TagKey}`, `s3:ExistingObjectTag/<key>`. */
  readonly conditionKeys: ReadonlyMap<string, ConditionKeyFacts>
}

export interface ActionFacts {
  readonly name: string
  readonly conditionKeys: readonly string[]
  readonly resourceTypes: readonly { readonly name: string; readonly conditionKeys: readonly string[] }[]
}

export interface ResourceTypeFacts {
  /** `arn:${Partition}:iam::${Account}:role/${RoleNameWithPath}` */
  readonly arn: string
  readonly conditionKeys: readonly string[]
}

export interface ConditionKeyFacts {
  readonly name: string
  /** `String`, `ARN`, `Bool`, `Numeric`, `Date`, `IPAddress`, `Binary`, or `ArrayOf…` one of them. */
  readonly type: string
}
