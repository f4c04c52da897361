import FileUpload from '@cloudscape-design/components/file-upload'
import FormField from '@cloudscape-design/components/form-field'
import { common } from '../../words/common.ts'
import { providers as words } from '../../words/providers.ts'

/** The XML document of a SAML provider, from a file. */
export function MetadataField(props: {
  readonly file: File | undefined
  readonly onChange: (file: File | undefined) => void
  readonly fault: string | undefined
}) {
  const { file, onChange, fault } = props
  return (
    <FormField label={words.metadata} description={words.metadataHint} errorText={fault}>
      <FileUpload
        value={file ? [file] : []}
        accept=".xml,application/xml,text/xml"
        showFileSize
        i18nStrings={{
          uploadButtonText: () => words.chooseFile,
          dropzoneText: () => words.chooseFile,
          removeFileAriaLabel: () => common.delete,
          errorIconAriaLabel: words.metadata,
        }}
        onChange={({ detail }) => onChange(detail.value[0])}
      />
    </FormField>
  )
}
