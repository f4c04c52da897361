import type { ServiceFacts, ServiceReference } from '../../../policy/index.ts'
import type { ServiceEntry, ServiceFile } from '../model/service-facts.ts'

/** The files as the checks of `src/policy` ask for them. */
export function referenceOf(all: readonly ServiceEntry[], files: readonly ServiceFile[]): ServiceReference {
  const entries = new Map(all.map(entry => [entry.prefix, entry]))
  const facts = new Map(files.map(file => [file.prefix, factsOf(file)]))
  return {
    hasService: prefix => entries.has(prefix.toLowerCase()),
    service: prefix => facts.get(prefix.toLowerCase()),
    supportsResourceControl: prefix => entries.get(prefix.toLowerCase())?.resourceControl === true,
  }
}

function factsOf({ actions, resourceTypes, conditionKeys }: ServiceFile): ServiceFacts {
  return {
    actions: byName(actions),
    resourceTypes: byName(resourceTypes),
    conditionKeys: byName(conditionKeys),
  }
}

function byName<T extends { readonly name: string }>(entries: readonly T[]): ReadonlyMap<string, T> {
  return new Map(entries.map(entry => [entry.name.toLowerCase(), entry]))
}
