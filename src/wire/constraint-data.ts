import { readFileSync } from 'node:fs'

/** What data/constraints/<service>.json holds; its generator says how. */
export interface ConstraintData {
  readonly source: string
  readonly operations: Readonly<Record<string, string>>
  readonly shapes: Readonly<Record<string, ShapeData>>
}

export interface ShapeData {
  readonly min?: number
  readonly max?: number
  readonly pattern?: string
  readonly enum?: readonly string[]
  readonly sensitive?: boolean
  readonly members?: Readonly<Record<string, { readonly shape?: string; readonly required?: boolean }>>
  readonly element?: string
  /** Of a list: messages name that as well. */
  readonly itemsNeverNull?: boolean
  readonly value?: string
}

/** Reads the constraints of a service as they were generated from AWS's models. */
export function readConstraintData(service: string): ConstraintData {
  return JSON.parse(readFileSync(new URL(`../../data/constraints/${service}.json`, import.meta.url), 'utf8'))
}
