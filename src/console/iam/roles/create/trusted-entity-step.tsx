import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Tiles from '@cloudscape-design/components/tiles'
import type { ComponentType } from 'react'
import { PolicyEditor } from '../../../policy-editor/policy-editor.tsx'
import { createRole as words } from '../../../words/create-role.ts'
import { PolicyFaults } from '../policy-faults.tsx'
import { AccountFields } from './account-fields.tsx'
import { SamlFields } from './saml-fields.tsx'
import { ServiceFields } from './service-fields.tsx'
import { type TrustKind, trustKinds } from './trust-choice.ts'
import type { TrustFieldsProps } from './trust-fields.ts'
import { WebIdentityFields } from './web-identity-fields.tsx'

/** Who shall be able to take the role. `isTried`: somebody wanted to go on. */
export function TrustedEntityStep(props: TrustFieldsProps & { readonly isTried: boolean }) {
  const { choice, onChange } = props
  const Fields = fieldsByKind[choice.kind]
  return (
    <SpaceBetween size="l">
      <Container header={<Header variant="h2">{words.trustedEntityType}</Header>}>
        <Tiles
          ariaLabel={words.trustedEntityType}
          value={choice.kind}
          columns={3}
          items={trustKinds.map(value => ({ value, ...words.kinds[value] }))}
          onChange={({ detail }) =>
            onChange({ kind: trustKinds.find(kind => kind === detail.value) ?? 'account' })
          }
        />
      </Container>
      <Container header={<Header variant="h2">{words.kinds[choice.kind].label}</Header>}>
        <Fields {...props} />
      </Container>
    </SpaceBetween>
  )
}

function CustomFields({ choice, onChange, isTried }: TrustFieldsProps & { readonly isTried: boolean }) {
  return (
    <SpaceBetween size="m">
      <PolicyEditor
        text={choice.custom}
        onChange={custom => onChange({ custom })}
        kind="trust"
        startsWith="json"
      />
      {isTried && <PolicyFaults text={choice.custom} kind="trust" />}
    </SpaceBetween>
  )
}

const fieldsByKind: Readonly<
  Record<TrustKind, ComponentType<TrustFieldsProps & { readonly isTried: boolean }>>
> = {
  service: ServiceFields,
  account: AccountFields,
  'web-identity': WebIdentityFields,
  saml: SamlFields,
  custom: CustomFields,
}
