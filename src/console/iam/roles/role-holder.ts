import {
  AttachRolePolicyCommand,
  DeleteRolePermissionsBoundaryCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  GetRolePolicyCommand,
  ListAttachedRolePoliciesCommand,
  ListRolePoliciesCommand,
  PutRolePermissionsBoundaryCommand,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam'
import { useMemo } from 'react'
import { type Clients, useClients } from '../../api/clients.ts'
import { decodedDocument } from '../../policies-picker/policy-document.ts'
import type { PolicyHolder } from '../permissions/policy-holder.ts'
import { roleCrumbs } from './role-crumbs.ts'
import { rolePath } from './role-paths.ts'

export function useRoleHolder(name: string): PolicyHolder {
  const { iam } = useClients()
  return useMemo(() => roleHolder(iam, name), [iam, name])
}

function roleHolder(iam: Clients['iam'], RoleName: string): PolicyHolder {
  return {
    kind: 'role',
    name: RoleName,
    href: rolePath(RoleName),
    shownAt: rolePath(RoleName),
    crumbs: roleCrumbs(RoleName),
    listAttached: async ({ marker, maxItems }) => {
      const { AttachedPolicies = [], Marker } = await iam.send(
        new ListAttachedRolePoliciesCommand({ RoleName, Marker: marker, MaxItems: maxItems }),
      )
      const items = AttachedPolicies.map(({ PolicyName: name = '', PolicyArn: arn = '' }) => ({ name, arn }))
      return { items, marker: Marker }
    },
    listInline: async ({ marker, maxItems }) => {
      const { PolicyNames = [], Marker } = await iam.send(
        new ListRolePoliciesCommand({ RoleName, Marker: marker, MaxItems: maxItems }),
      )
      return { items: PolicyNames, marker: Marker }
    },
    attach: PolicyArn => iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn })),
    detach: PolicyArn => iam.send(new DetachRolePolicyCommand({ RoleName, PolicyArn })),
    inlineDocument: async PolicyName => {
      const { PolicyDocument } = await iam.send(new GetRolePolicyCommand({ RoleName, PolicyName }))
      return decodedDocument(PolicyDocument)
    },
    putInline: (PolicyName, PolicyDocument) =>
      iam.send(new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument })),
    deleteInline: PolicyName => iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName })),
    boundary: {
      put: PermissionsBoundary =>
        iam.send(new PutRolePermissionsBoundaryCommand({ RoleName, PermissionsBoundary })),
      remove: () => iam.send(new DeleteRolePermissionsBoundaryCommand({ RoleName })),
    },
  }
}
