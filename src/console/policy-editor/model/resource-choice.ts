import type { Choices } from './action-choice.ts'
import { anything, buildArn, fieldsOf, formatsOf, readArn } from './arn-format.ts'
import type { ActionEntry, ResourceTypeEntry, ServiceFile } from './service-facts.ts'

/** One resource type that the chosen actions take, with the ARNs of the statement that are of it. */
export interface ResourceRow {
  readonly type: ResourceTypeEntry
  readonly formats: readonly string[]
  readonly arns: readonly string[]
  /** The ARN that stands for every resource of the type, for each of its forms. */
  readonly anyArns: readonly string[]
}

export interface ResourceChoices {
  readonly rows: readonly ResourceRow[]
  /** ARNs that are of no type which the actions take. */
  readonly others: readonly string[]
  /** Chosen actions that take no type: they work with all resources only. */
  readonly withoutTypes: readonly ActionEntry[]
}

export function readResources(
  facts: ServiceFile,
  choices: Choices,
  resources: readonly string[],
): ResourceChoices {
  const chosen = facts.actions.filter(action => choices.choiceOf(action.name) !== undefined)
  const wanted = new Set(chosen.flatMap(action => action.resourceTypes.map(type => type.name)))
  const taken = new Set<string>()
  const rows = facts.resourceTypes
    .filter(type => wanted.has(type.name))
    .map(type => rowOf(type))
    // What fits a narrow form is not claimed by a wide one, of whatever type.
    .sort((left, right) => literalLength(right) - literalLength(left))
    .map(row => {
      const arns = resources.filter(
        arn => !taken.has(arn) && row.formats.some(format => readArn(format, arn)),
      )
      for (const arn of arns) taken.add(arn)
      return { ...row, arns }
    })
    .sort((left, right) => left.type.name.localeCompare(right.type.name, 'en'))
  return {
    rows,
    others: resources.filter(arn => !taken.has(arn)),
    withoutTypes: chosen.filter(action => action.resourceTypes.length === 0),
  }
}

function rowOf(type: ResourceTypeEntry): ResourceRow {
  const formats = formatsOf(type.arn)
  return { type, formats, arns: [], anyArns: formats.map(anyArn) }
}

function anyArn(format: string): string {
  return buildArn(format, Object.fromEntries(fieldsOf(format).map(({ name }) => [name, anything])))
}

function literalLength({ formats }: ResourceRow): number {
  return Math.max(...formats.map(format => format.replace(/\$\{[^{}]+\}/g, '').length))
}
