import type { EditorKind } from '../policy-editor/model/kind.ts'

/** The types that rule over requests: https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies.html */
export const controlPolicyTypes = ['SERVICE_CONTROL_POLICY', 'RESOURCE_CONTROL_POLICY'] as const
export type ControlPolicyType = (typeof controlPolicyTypes)[number]

export function controlPolicyType(text: string | null | undefined): ControlPolicyType {
  return controlPolicyTypes.find(type => type === text) ?? 'SERVICE_CONTROL_POLICY'
}

/** How the editor and the checks of `src/policy` know them. */
export const grammars = {
  SERVICE_CONTROL_POLICY: { editor: 'scp', policy: 'service-control' },
  RESOURCE_CONTROL_POLICY: { editor: 'rcp', policy: 'resource-control' },
} as const satisfies Readonly<
  Record<ControlPolicyType, { readonly editor: EditorKind; readonly policy: string }>
>
