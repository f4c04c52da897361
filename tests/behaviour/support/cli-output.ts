import * as cloudtrailSdk from '@aws-sdk/client-cloudtrail'
import * as iamSdk from '@aws-sdk/client-iam'
import * as organizationsSdk from '@aws-sdk/client-organizations'
import * as s3Sdk from '@aws-sdk/client-s3'
import * as stsSdk from '@aws-sdk/client-sts'
import { operationsOf, type ScalarShape, type Shape } from '../../../src/wire/schema.ts'

/**
 * What the CLI prints, in the form in which the SDK answers it: so one expectation holds for both. The forms are
 * told apart by the SDK's shapes alone.
 */
const operations = {
  cloudtrail: operationsOf(cloudtrailSdk),
  iam: operationsOf(iamSdk),
  organizations: operationsOf(organizationsSdk),
  s3: operationsOf(s3Sdk),
  sts: operationsOf(stsSdk),
}

export function asTheSdkAnswers(
  service: keyof typeof operations,
  operation: string,
  printed: unknown,
): unknown {
  const shape = operations[service].get(operation)?.output
  return shape ? answered(shape, printed) : printed
}

function answered(shape: Shape, printed: unknown): unknown {
  if (shape.kind === 'struct') {
    const shapes = new Map(shape.members.map(member => [member.name, member.shape]))
    return mapped(printed, (value, name) => {
      const member = shapes.get(name)
      return member ? answered(member, value) : value
    })
  }
  if (shape.kind === 'list') return (printed as unknown[]).map(item => answered(shape.element, item))
  if (shape.kind === 'map') return mapped(printed, value => answered(shape.value, value))
  return scalars[shape.kind](printed)
}

const asPrinted = (printed: unknown) => printed

const scalars: Readonly<Record<ScalarShape['kind'], (printed: unknown) => unknown>> = {
  string: printed => (typeof printed === 'object' ? encodedDocument(printed) : printed),
  integer: asPrinted,
  boolean: asPrinted,
  // The JSON protocol's times are printed as they came, in seconds.
  timestamp: printed => new Date(typeof printed === 'number' ? printed * 1000 : (printed as string)),
  blob: printed => new Uint8Array(Buffer.from(printed as string, 'base64')),
}

/** The CLI decodes policy documents, from percent signs and from JSON. */
function encodedDocument(document: unknown): string {
  const escaped = (character: string) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`
  return encodeURIComponent(JSON.stringify(document)).replace(/[!'()*]/g, escaped)
}

function mapped(object: unknown, of: (value: unknown, name: string) => unknown): object {
  return Object.fromEntries(Object.entries(object as object).map(([name, value]) => [name, of(value, name)]))
}
