import { beforeAll, describe, expect, it } from 'vitest'
import { accessLevels, levelOf } from '../../src/console/policy-editor/model/action-choice.ts'
import { buildArn, fieldsOf, formatsOf, readArn } from '../../src/console/policy-editor/model/arn-format.ts'
import type { ServiceEntry, ServiceFile } from '../../src/console/policy-editor/model/service-facts.ts'
import { referenceOf } from '../../src/console/policy-editor/reference/finding-reference.ts'
import { findings } from '../../src/policy/index.ts'
import { publishedFiles } from '../../src/reference/published-files.ts'
import { loadServiceReference } from '../../src/reference/service-reference.ts'

let services: readonly ServiceEntry[]
const files = new Map<string, ServiceFile>()

beforeAll(async () => {
  for await (const { name, text } of publishedFiles()) {
    if (name === 'index.json') services = JSON.parse(text).services
    else files.set(name, JSON.parse(text))
  }
})

describe('the reference as files', () => {
  it('has a file for each service that it lists, under a name that is plain', () => {
    expect(services.length).toBeGreaterThan(400)
    expect([...files.keys()].sort()).toEqual(services.map(({ prefix }) => `${prefix}.json`).sort())
    for (const name of files.keys()) expect(name).toMatch(/^[a-z0-9-]+\.json$/)
  })

  it('says of AssumeRole that it writes, to a role by account and name', () => {
    const sts = files.get('sts.json')
    const action = sts?.actions.find(({ name }) => name === 'AssumeRole')
    expect(action).toMatchObject({ accessLevel: 'Write' })
    expect(action?.resourceTypes.map(type => type.name)).toContain('role')
    const role = sts?.resourceTypes.find(({ name }) => name === 'role')
    expect(fieldsOf(role?.arn ?? '').map(({ name }) => name)).toEqual(['Account', 'RoleNameWithPath'])
  })

  it('knows access levels and forms of ARNs only as the editor reads them', () => {
    for (const file of files.values()) {
      for (const action of file.actions) expect(action.accessLevel).toContain(levelOf(action))
      expect(file.actions.every(action => accessLevels.includes(levelOf(action)))).toBe(true)
      for (const format of file.resourceTypes.flatMap(({ arn }) => formatsOf(arn))) {
        const values = Object.fromEntries(
          fieldsOf(format).map(({ name }) => [name, name === 'EncodedPackageGroupPattern' ? '/x' : 'x']),
        )
        expect(readArn(format, buildArn(format, values)), format).toMatchObject(values)
      }
    }
  })

  it('leads to the same findings in the browser as on the command line', async () => {
    const text = JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Action: ['s3:GetObjects', 'sts:AssumeRole'], Resource: 'arn:aws:s3:::logs' },
        {
          Effect: 'Deny',
          Action: 'iam:PassRole',
          Resource: '*',
          Condition: { Bool: { 'iam:Nothing': 'true' } },
        },
      ],
    })
    const named = ['s3', 'sts', 'iam']
    const own = referenceOf(
      services,
      named.flatMap(name => files.get(`${name}.json`) ?? []),
    )
    const found = findings(text, 'identity', { reference: own })
    expect(found).toEqual(findings(text, 'identity', { reference: await loadServiceReference(named) }))
    expect(found.map(({ code }) => code)).toContain('INVALID_ACTION')
  })
})
