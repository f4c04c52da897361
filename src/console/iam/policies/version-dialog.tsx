import Button from '@cloudscape-design/components/button'
import Modal from '@cloudscape-design/components/modal'
import { useState } from 'react'
import { Readable } from '../../notice/readable.tsx'
import { DocumentText } from '../../policies-picker/document-text.tsx'
import { common } from '../../words/common.ts'
import { policies as words } from '../../words/policies.ts'
import { useVersionText } from './policy.ts'

/** The number of a version; who follows it reads the version. */
export function VersionName({ arn, id }: { readonly arn: string; readonly id: string }) {
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <Button variant="inline-link" ariaLabel={words.showVersion(id)} onClick={() => setOpen(true)}>
        {words.versionName(id)}
      </Button>
      {isOpen && <VersionDialog arn={arn} id={id} onDismiss={() => setOpen(false)} />}
    </>
  )
}

function VersionDialog(props: { readonly arn: string; readonly id: string; readonly onDismiss: () => void }) {
  const { arn, id, onDismiss } = props
  const text = useVersionText(arn, id)
  return (
    <Modal
      visible
      size="large"
      header={words.versionTitle(id)}
      closeAriaLabel={common.close}
      onDismiss={onDismiss}
    >
      <Readable read={text}>{document => <DocumentText label={words.document} text={document} />}</Readable>
    </Modal>
  )
}
