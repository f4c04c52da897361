import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { accountIdTyped } from '../../src/console/iam/roles/create/account-id-text.ts'
import { firstChoice, trustFaults, trustPolicyOf } from '../../src/console/iam/roles/create/trust-choice.ts'
import { revokedBefore, revokingPolicy } from '../../src/console/iam/roles/revoking.ts'
import { trustedEntities } from '../../src/console/iam/roles/trusted-entities.ts'
import { parsePolicy } from '../../src/policy/index.ts'
import { policy, trust } from '../behaviour/support/scene.ts'

const kindsOf = (...statements: object[]) =>
  trustedEntities(policy(...statements))?.map(({ kind, name, account }) => [kind, name, account])

describe('whom a trust policy lets in', () => {
  it('is told by kind, name and account', () => {
    const own = '111122223333'
    const arn = (rest: string, service = 'iam') => `arn:aws:${service}::${own}:${rest}`
    const saml = 'sts:AssumeRoleWithSAML'
    expect(
      kindsOf(
        trust({ AWS: [own, arn('root'), arn('user/team/ann'), arn('role/R'), '*', 'AIDAQ3EGRIEXAMPLE7K2A'] }),
        trust({ AWS: [arn('assumed-role/R/session', 'sts'), arn('federated-user/bob', 'sts')] }),
        trust({ Service: ['ec2.amazonaws.com', 'pods.eks.amazonaws.com'] }),
        trust({ Federated: [arn('saml-provider/Directory')] }, undefined, saml),
        trust(
          { Federated: [arn('oidc-provider/example.com/path'), 'accounts.google.com'] },
          undefined,
          'sts:AssumeRoleWithWebIdentity',
        ),
      ),
    ).toEqual([
      ['account', own, own],
      ['account', own, own],
      ['user', 'team/ann', own],
      ['role', 'R', own],
      ['everyone', '*', undefined],
      ['deleted', 'AIDAQ3EGRIEXAMPLE7K2A', undefined],
      ['session', 'R/session', own],
      ['federated-user', 'bob', own],
      ['service', 'ec2', undefined],
      ['service', 'pods.eks', undefined],
      ['saml-provider', 'Directory', own],
      ['oidc-provider', 'example.com/path', own],
      ['federated', 'accounts.google.com', undefined],
    ])
  })

  it('is nobody whom only a Deny names', () => {
    expect(kindsOf({ ...trust({ AWS: '111122223333' }), Effect: 'Deny' })).toEqual([])
  })

  it('is unknown of what is no trust policy, whatever it is', () => {
    expect(trustedEntities('{"Version":"2012-10-17"')).toBeUndefined()
    fc.assert(fc.property(fc.string(), text => trustedEntities(text) === undefined))
    fc.assert(
      fc.property(fc.json(), text => {
        trustedEntities(text)
      }),
    )
  })
})

describe('the trust policy of a choice', () => {
  it('is one that IAM takes, whatever was chosen without a fault', () => {
    const choices = fc.record({
      kind: fc.constantFrom('service', 'account', 'web-identity', 'saml'),
      service: fc.constantFrom('', 'ec2.amazonaws.com', 'laptop'),
      account: fc.constantFrom('this', 'another'),
      accountId: fc.constantFrom('', '444455556666', '1234'),
      needsExternalId: fc.boolean(),
      externalId: fc.string(),
      needsMfa: fc.boolean(),
      webProvider: fc.constantFrom(
        '',
        ...['example.com', 'token.actions.githubusercontent.com'].map(providerArn),
      ),
      audience: fc.string(),
      gitHubOrganization: fc.string(),
      samlProvider: fc.constantFrom('', 'arn:aws:iam::111122223333:saml-provider/Directory'),
      samlAccess: fc.constantFrom('console', 'programmatic'),
      samlValue: fc.string(),
    })
    fc.assert(
      fc.property(choices, chosen => {
        const choice = { ...firstChoice, ...chosen } as typeof firstChoice
        if (Object.keys(trustFaults(choice)).length > 0) return
        const text = trustPolicyOf(choice, '111122223333')
        expect(parsePolicy(text, 'trust'), text).toHaveProperty('document')
        expect(trustedEntities(text)).toHaveLength(1)
      }),
    )
  })

  it('takes account ids as people copy them, and leaves other words alone', () => {
    expect(accountIdTyped(' 1111-2222-3333 ')).toBe('111122223333')
    expect(accountIdTyped('1111 2222 3333')).toBe('111122223333')
    expect(accountIdTyped('trusted-co')).toBe('trusted-co')
  })
})

it('the policy that revokes sessions says until when they were issued, and no other policy does', () => {
  const now = new Date('2026-11-29T21:00:00.123Z')
  expect(revokedBefore(revokingPolicy(now))).toEqual(now)
  expect(revokedBefore(policy(trust({ AWS: '*' })))).toBeUndefined()
  expect(revokedBefore('{')).toBeUndefined()
})

function providerArn(url: string): string {
  return `arn:aws:iam::111122223333:oidc-provider/${url}`
}
