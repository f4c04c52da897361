import {
  AttachUserPolicyCommand,
  DeleteUserPermissionsBoundaryCommand,
  DeleteUserPolicyCommand,
  DetachUserPolicyCommand,
  GetUserPolicyCommand,
  ListAttachedUserPoliciesCommand,
  ListUserPoliciesCommand,
  PutUserPermissionsBoundaryCommand,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam'
import { useMemo } from 'react'
import { type Clients, useClients } from '../../api/clients.ts'
import { decodedDocument } from '../../policies-picker/policy-document.ts'
import type { PolicyHolder } from '../permissions/policy-holder.ts'
import { userCrumbs, userPath } from './user-paths.ts'

export function useUserHolder(name: string): PolicyHolder {
  const { iam } = useClients()
  return useMemo(() => userHolder(iam, name), [iam, name])
}

export function userHolder(iam: Clients['iam'], UserName: string): PolicyHolder {
  return {
    kind: 'user',
    name: UserName,
    href: userPath(UserName),
    shownAt: userPath(UserName),
    crumbs: userCrumbs(UserName),
    listAttached: async ({ marker, maxItems }) => {
      const { AttachedPolicies = [], Marker } = await iam.send(
        new ListAttachedUserPoliciesCommand({ UserName, Marker: marker, MaxItems: maxItems }),
      )
      const items = AttachedPolicies.map(({ PolicyName: name = '', PolicyArn: arn = '' }) => ({ name, arn }))
      return { items, marker: Marker }
    },
    listInline: async ({ marker, maxItems }) => {
      const { PolicyNames = [], Marker } = await iam.send(
        new ListUserPoliciesCommand({ UserName, Marker: marker, MaxItems: maxItems }),
      )
      return { items: PolicyNames, marker: Marker }
    },
    attach: PolicyArn => iam.send(new AttachUserPolicyCommand({ UserName, PolicyArn })),
    detach: PolicyArn => iam.send(new DetachUserPolicyCommand({ UserName, PolicyArn })),
    inlineDocument: async PolicyName => {
      const { PolicyDocument } = await iam.send(new GetUserPolicyCommand({ UserName, PolicyName }))
      return decodedDocument(PolicyDocument)
    },
    putInline: (PolicyName, PolicyDocument) =>
      iam.send(new PutUserPolicyCommand({ UserName, PolicyName, PolicyDocument })),
    deleteInline: PolicyName => iam.send(new DeleteUserPolicyCommand({ UserName, PolicyName })),
    boundary: {
      put: PermissionsBoundary =>
        iam.send(new PutUserPermissionsBoundaryCommand({ UserName, PermissionsBoundary })),
      remove: () => iam.send(new DeleteUserPermissionsBoundaryCommand({ UserName })),
    },
  }
}
