import Box from '@cloudscape-design/components/box'
import Link from '@cloudscape-design/components/link'
import Modal from '@cloudscape-design/components/modal'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { type ReactNode, useState } from 'react'
import { Copyable } from '../copy/copyable.tsx'
import { Readable } from '../notice/readable.tsx'
import { PageLink } from '../shell/link.tsx'
import { common } from '../words/common.ts'
import { policiesPicker as words } from '../words/policies-picker.ts'
import { DocumentText } from './document-text.tsx'
import { usePolicyText } from './managed-policies.ts'

/** The name of a managed policy; who follows it reads the policy without leaving the page. */
export function PolicyName(props: {
  readonly name: string
  readonly arn: string
  /** From there one can go on to the policy's own page: not where one would lose what one has filled in. */
  readonly leadsOn?: boolean
}) {
  const { name, arn, leadsOn = false } = props
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <Link ariaLabel={words.show(name)} onFollow={() => setOpen(true)}>
        {name}
      </Link>
      {isOpen && (
        <PolicyDialog name={name} onDismiss={() => setOpen(false)}>
          <SpaceBetween size="m">
            <ManagedPolicyText arn={arn} />
            {leadsOn && <PageLink to={policyPath(arn)}>{words.open}</PageLink>}
          </SpaceBetween>
        </PolicyDialog>
      )}
    </>
  )
}

function policyPath(arn: string): string {
  return `/console/iam/policies/details?${new URLSearchParams({ arn })}`
}

export function PolicyDialog(props: {
  readonly name: string
  readonly children: ReactNode
  readonly onDismiss: () => void
}) {
  return (
    <Modal
      visible
      size="large"
      header={words.dialogTitle(props.name)}
      closeAriaLabel={common.close}
      onDismiss={props.onDismiss}
    >
      {props.children}
    </Modal>
  )
}

function ManagedPolicyText({ arn }: { readonly arn: string }) {
  const read = usePolicyText(arn)
  return (
    <SpaceBetween size="m">
      <Copyable what={words.arn} text={arn} />
      <Readable read={read}>
        {({ description, text }) => (
          <SpaceBetween size="m">
            {description && <Box color="text-body-secondary">{description}</Box>}
            <DocumentText label={words.document} text={text} />
          </SpaceBetween>
        )}
      </Readable>
    </SpaceBetween>
  )
}
