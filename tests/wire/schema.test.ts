import * as cloudtrail from '@aws-sdk/client-cloudtrail'
import * as iam from '@aws-sdk/client-iam'
import * as organizations from '@aws-sdk/client-organizations'
import * as s3 from '@aws-sdk/client-s3'
import * as sts from '@aws-sdk/client-sts'
import { describe, expect, test } from 'vitest'
import { errorsOf, operationsOf, type Shape } from '../../src/wire/schema.ts'

/** What a layout change of the SDK's schemas would alter first. */
function census(sdk: object) {
  const count = { operations: 0, withOutput: 0, members: 0, required: 0, errors: errorsOf(sdk).size }
  const seen = new Set<Shape>()
  const walk = (shape: Shape): void => {
    if (seen.has(shape)) return
    seen.add(shape)
    if (shape.kind === 'list') walk(shape.element)
    if (shape.kind === 'map') walk(shape.value)
    if (shape.kind !== 'struct') return
    for (const member of shape.members) {
      count.members++
      if (member.required) count.required++
      walk(member.shape)
    }
  }
  for (const { input, output } of operationsOf(sdk).values()) {
    count.operations++
    if (output) count.withOutput++
    walk(input)
    if (output) walk(output)
  }
  return count
}

describe('A new SDK whose schemas are laid out differently fails here', () => {
  test('IAM 3.1169', () => {
    expect(census(iam)).toEqual({ operations: 180, withOutput: 101, members: 981, required: 378, errors: 38 })
  })

  test('STS 3.1173', () => {
    expect(census(sts)).toEqual({ operations: 12, withOutput: 12, members: 133, required: 28, errors: 15 })
  })

  test('Organizations 3.1169', () => {
    expect(census(organizations)).toEqual({
      operations: 63,
      withOutput: 47,
      members: 312,
      required: 76,
      errors: 50,
    })
  })

  test('CloudTrail 3.1137', () => {
    expect(census(cloudtrail)).toEqual({
      operations: 60,
      withOutput: 60,
      members: 579,
      required: 78,
      errors: 86,
    })
  })

  test('S3 3.1169', () => {
    expect(census(s3)).toEqual({
      operations: 112,
      withOutput: 71,
      members: 1681,
      required: 307,
      errors: 21,
    })
  })

  test('Every operation has its command', () => {
    for (const sdk of [iam, sts, organizations, cloudtrail, s3] as Record<string, unknown>[]) {
      for (const name of operationsOf(sdk).keys()) expect(sdk[`${name}Command`], name).toBeTypeOf('function')
    }
  })
})

test('A shape in full: CreateRole', () => {
  const input = operationsOf(iam).get('CreateRole')?.input
  expect(input?.members.map(({ name, required, shape }) => [name, required, shape.kind])).toEqual([
    ['RoleName', true, 'string'],
    ['AssumeRolePolicyDocument', true, 'string'],
    ['Path', false, 'string'],
    ['Description', false, 'string'],
    ['MaxSessionDuration', false, 'integer'],
    ['PermissionsBoundary', false, 'string'],
    ['Tags', false, 'list'],
  ])
})

test('Codes and statuses: the query trait first, then the shape', () => {
  expect(errorsOf(iam).get('NoSuchEntityException')).toEqual({ code: 'NoSuchEntity', status: 404 })
  expect(errorsOf(iam).get('LimitExceededException')).toEqual({ code: 'LimitExceeded', status: 409 })
  expect(errorsOf(iam).get('ServiceFailureException')).toEqual({ code: 'ServiceFailure', status: 500 })
  expect(errorsOf(iam).get('OrganizationNotFoundException')).toEqual({
    code: 'OrganizationNotFoundException',
    status: 400,
  })
  expect(errorsOf(iam).has('IAMServiceException')).toBe(false)
  expect(errorsOf(sts).get('RegionDisabledException')).toEqual({
    code: 'RegionDisabledException',
    status: 403,
  })
})
