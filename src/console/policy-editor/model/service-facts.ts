/**
 * What AWS publishes of one service, as the server hands it to pages: /console/reference/<prefix>.json.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/reference.html
 */
export interface ServiceEntry {
  readonly prefix: string
  readonly name: string
  /** Do resource control policies reach it? */
  readonly resourceControl?: boolean
}

export interface ServiceFile {
  readonly prefix: string
  readonly actions: readonly ActionEntry[]
  readonly resourceTypes: readonly ResourceTypeEntry[]
  readonly conditionKeys: readonly ConditionKeyEntry[]
}

export interface ActionEntry {
  readonly name: string
  readonly accessLevel: string
  readonly description?: string
  readonly resourceTypes: readonly {
    readonly name: string
    readonly required?: boolean
    readonly conditionKeys: readonly string[]
  }[]
  readonly conditionKeys: readonly string[]
}

export interface ResourceTypeEntry {
  readonly name: string
  /** One form, or several with a comma between them. */
  readonly arn: string
  readonly conditionKeys: readonly string[]
}

export interface ConditionKeyEntry {
  readonly name: string
  readonly type: string
  readonly description?: string
}
