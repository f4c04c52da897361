import type { Policy } from '@aws-sdk/client-iam'
import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Modal from '@cloudscape-design/components/modal'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useState } from 'react'
import { FaultNotice } from '../../notice/fault-notice.tsx'
import { usePolicyText } from '../../policies-picker/managed-policies.ts'
import { PoliciesPicker } from '../../policies-picker/policies-picker.tsx'
import { common } from '../../words/common.ts'
import { policies as words } from '../../words/policies.ts'

/** Takes the statements of a managed policy over, to go on from: `onImport` is given its text. */
export function ImportPolicy({ onImport }: { readonly onImport: (text: string) => void }) {
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <Button formAction="none" onClick={() => setOpen(true)}>
        {words.import}
      </Button>
      {isOpen && (
        <ImportDialog
          onImport={text => {
            setOpen(false)
            onImport(text)
          }}
          onDismiss={() => setOpen(false)}
        />
      )}
    </>
  )
}

function ImportDialog(props: { readonly onImport: (text: string) => void; readonly onDismiss: () => void }) {
  const { onImport, onDismiss } = props
  const [selected, setSelected] = useState<readonly Policy[]>([])
  const [policy] = selected
  return (
    <Modal
      visible
      size="max"
      header={words.importTitle}
      closeAriaLabel={common.close}
      onDismiss={onDismiss}
      footer={
        <Box float="right">
          <SpaceBetween size="xs" direction="horizontal">
            <Button variant="link" onClick={onDismiss}>
              {common.cancel}
            </Button>
            {policy === undefined ? (
              <Button variant="primary" disabled>
                {words.import}
              </Button>
            ) : (
              <ImportButton key={policy.Arn} arn={policy.Arn ?? ''} onImport={onImport} />
            )}
          </SpaceBetween>
        </Box>
      }
    >
      <SpaceBetween size="m">
        <Box>{words.importHint}</Box>
        <PoliciesPicker selected={selected} onSelect={setSelected} selection="single" title={words.title} />
        {policy !== undefined && <ImportFault arn={policy.Arn ?? ''} />}
      </SpaceBetween>
    </Modal>
  )
}

function ImportButton(props: { readonly arn: string; readonly onImport: (text: string) => void }) {
  const { data, isFetching } = usePolicyText(props.arn)
  return (
    <Button
      variant="primary"
      loading={isFetching}
      disabled={!data}
      onClick={() => data && props.onImport(data.text)}
    >
      {words.import}
    </Button>
  )
}

function ImportFault({ arn }: { readonly arn: string }) {
  const { error } = usePolicyText(arn)
  return <FaultNotice error={error} />
}
