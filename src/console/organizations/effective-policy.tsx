import { DescribeEffectivePolicyCommand, EffectivePolicyType } from '@aws-sdk/client-organizations'
import Box from '@cloudscape-design/components/box'
import Container from '@cloudscape-design/components/container'
import FormField from '@cloudscape-design/components/form-field'
import Header from '@cloudscape-design/components/header'
import Select from '@cloudscape-design/components/select'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useState } from 'react'
import { orAbsent } from '../api/absent.ts'
import { useClients } from '../api/clients.ts'
import { useRead } from '../api/read.ts'
import { Readable } from '../notice/readable.tsx'
import { DocumentText } from '../policies-picker/document-text.tsx'
import { controlPolicies as words } from '../words/organizations.ts'
import { organizationKey } from './organization-read.ts'

const options = Object.values(EffectivePolicyType).map(value => ({ value, label: value }))

/** Of management policies only: what control policies amount to is no document, but a decision on each request. */
export function EffectivePolicy({ accountId }: { readonly accountId: string }) {
  const [type, setType] = useState<EffectivePolicyType>()
  return (
    <Container
      header={
        <Header variant="h2" description={words.effectiveHint}>
          {words.effective}
        </Header>
      }
    >
      <SpaceBetween size="m">
        <FormField label={words.effectiveType}>
          <Select
            options={options}
            placeholder={words.chooseType}
            selectedOption={options.find(({ value }) => value === type) ?? null}
            onChange={({ detail }) =>
              setType(options.find(({ value }) => value === detail.selectedOption.value)?.value)
            }
          />
        </FormField>
        {type && <Document accountId={accountId} type={type} />}
      </SpaceBetween>
    </Container>
  )
}

function Document(props: { readonly accountId: string; readonly type: EffectivePolicyType }) {
  const { accountId, type } = props
  const { organizations } = useClients()
  const effective = useRead([organizationKey, 'effective', accountId, type], async () => {
    const command = new DescribeEffectivePolicyCommand({ PolicyType: type, TargetId: accountId })
    const answer = await orAbsent(organizations.send(command), 'EffectivePolicyNotFoundException')
    return answer?.EffectivePolicy?.PolicyContent ?? ''
  })
  return (
    <Readable read={effective}>
      {text =>
        text === '' ? (
          <Box color="text-body-secondary">{words.noEffective}</Box>
        ) : (
          <DocumentText label={words.effectiveDocument} text={text} />
        )
      }
    </Readable>
  )
}
