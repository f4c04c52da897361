import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import FileUpload from '@cloudscape-design/components/file-upload'
import FormField from '@cloudscape-design/components/form-field'
import Modal from '@cloudscape-design/components/modal'
import ProgressBar from '@cloudscape-design/components/progress-bar'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useState } from 'react'
import { FaultNotice } from '../notice/fault-notice.tsx'
import { useFlash } from '../shell/flash.tsx'
import { common } from '../words/common.ts'
import { bytesText, objectWords as words } from '../words/s3.ts'
import { useUploads } from './use-uploads.ts'

/** Uploads files into a folder, one after the other; closing the dialog ends what is under way. */
export function UploadDialog(props: {
  readonly bucket: string
  readonly prefix: string
  readonly onDismiss: () => void
}) {
  const { bucket, prefix, onDismiss } = props
  const flash = useFlash()
  const [files, setFiles] = useState<readonly File[]>([])
  const uploads = useUploads(bucket, prefix)
  const start = async () => {
    const end = await uploads.run(files)
    if (end === 'failed') return
    if (end === 'done') flash({ type: 'success', content: words.uploaded(files.length) })
    else flash({ type: 'info', content: end.done > 0 ? words.stoppedAfter(end.done) : words.stopped })
    onDismiss()
  }
  const dismiss = () => (uploads.isRunning ? uploads.stop() : onDismiss())
  return (
    <Modal
      visible
      header={words.uploadTitle(`${bucket}/${prefix}`)}
      closeAriaLabel={common.close}
      onDismiss={dismiss}
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" onClick={dismiss}>
              {uploads.isRunning ? words.stop : common.cancel}
            </Button>
            <Button
              variant="primary"
              disabled={files.length === 0}
              loading={uploads.isRunning}
              onClick={() => void start()}
            >
              {words.upload}
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      <SpaceBetween size="m">
        {uploads.isRunning ? (
          <Progress files={files} fractions={uploads.fractions} />
        ) : (
          <FormField label={words.files} description={words.uploadHint}>
            <FileUpload
              multiple
              showFileSize
              tokenLimit={10}
              value={files}
              onChange={({ detail }) => setFiles(detail.value)}
              i18nStrings={{
                uploadButtonText: several => (several ? words.chooseFiles : words.chooseFile),
                dropzoneText: several => (several ? words.dropFiles : words.dropFile),
                removeFileAriaLabel: words.removeFile,
                limitShowFewer: words.showFewer,
                limitShowMore: words.showMore,
                errorIconAriaLabel: words.error,
                warningIconAriaLabel: words.warning,
              }}
            />
          </FormField>
        )}
        <FaultNotice error={uploads.error} />
      </SpaceBetween>
    </Modal>
  )
}

function Progress(props: { readonly files: readonly File[]; readonly fractions: readonly number[] }) {
  return props.files.map((file, index) => {
    const fraction = props.fractions[index]
    return (
      <ProgressBar
        // biome-ignore lint/suspicious/noArrayIndexKey: two files may have one name
        key={index}
        label={file.name}
        ariaLabel={words.uploadOf(file.name)}
        value={100 * (fraction ?? 0)}
        description={fraction === undefined ? words.waiting : ''}
        additionalInfo={words.uploading(bytesText((fraction ?? 0) * file.size), bytesText(file.size))}
      />
    )
  })
}
