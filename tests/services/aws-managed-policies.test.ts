import { describe, expect, it } from 'vitest'
import { parsePolicy } from '../../src/policy/index.ts'
import { awsManagedPolicies } from '../../src/services/iam/aws-managed-policies.ts'

const arns = (startsWith = '', after?: string) => [...awsManagedPolicies.arns({ startsWith, after })]

describe("AWS's managed policies", () => {
  it('are all there, each of them once', () => {
    expect(arns()).toHaveLength(1485)
    expect(new Set(arns()).size).toBe(1485)
  })

  it('are policies by our own grammar, with the version first', () => {
    for (const arn of arns()) {
      const text = awsManagedPolicies.document(arn) ?? ''
      expect(parsePolicy(text, 'identity', { managed: true }), arn).toHaveProperty('document')
      expect(Object.keys(JSON.parse(text))[0], arn).toBe('Version')
    }
  })

  it('have an id each, always the same', () => {
    const ids = arns().map(arn => awsManagedPolicies.get(arn)?.policyId)
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids.every(id => /^ANPA[A-Z2-7]{17}$/.test(id ?? ''))).toBe(true)
    const administrator = awsManagedPolicies.get('arn:aws:iam::aws:policy/AdministratorAccess')
    expect(administrator?.policyId).toBe('ANPAXUEARDEVTUHKHZ23E')
  })

  it('are listed from any place on, under any path', () => {
    const jobs = arns('arn:aws:iam::aws:policy/job-function/')
    expect(jobs).toHaveLength(8)
    for (const [place, arn] of jobs.entries()) {
      expect(arns('arn:aws:iam::aws:policy/job-function/', arn)).toEqual(jobs.slice(place + 1))
    }
    expect(arns('', 'arn:aws:iam::aws:policy/zz')).toEqual([])
    expect(arns('arn:aws:iam::aws:policy/none/')).toEqual([])
  })

  it('are found by their exact ARN', () => {
    expect(awsManagedPolicies.get('arn:aws:iam::aws:policy/administratoraccess')).toBeUndefined()
    expect(awsManagedPolicies.document('arn:aws:iam::aws:policy/Missing')).toBeUndefined()
  })
})
