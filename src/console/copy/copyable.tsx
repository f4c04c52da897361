import CopyToClipboard from '@cloudscape-design/components/copy-to-clipboard'
import { common } from '../words/common.ts'

/** A text with a button that copies it: `<Copyable what="ARN" text={arn} />`. */
export function Copyable({ what, text }: { readonly what: string; readonly text: string }) {
  return (
    <CopyToClipboard
      variant="inline"
      textToCopy={text}
      copyButtonAriaLabel={common.copy(what)}
      copySuccessText={common.copied}
      copyErrorText={common.copyFailed}
    />
  )
}

/** The button alone, with words on it. */
export function CopyButton({ what, text }: { readonly what: string; readonly text: string }) {
  return (
    <CopyToClipboard
      variant="button"
      textToCopy={text}
      copyButtonText={common.copy(what)}
      copySuccessText={common.copied}
      copyErrorText={common.copyFailed}
    />
  )
}
