import Button from '@cloudscape-design/components/button'
import CopyToClipboard from '@cloudscape-design/components/copy-to-clipboard'
import { useState } from 'react'
import { common } from '../words/common.ts'
import './secret.css'

/** A text that is copied without being seen, and seen by who asks for it. */
export function Secret({ what, text }: { readonly what: string; readonly text: string }) {
  const [isShown, setShown] = useState(false)
  return (
    <span className="secret">
      <CopyToClipboard
        variant="icon"
        textToCopy={text}
        copyButtonAriaLabel={common.copy(what)}
        copySuccessText={common.copied}
        copyErrorText={common.copyFailed}
      />
      <span className="secret-text">{isShown ? text : '*'.repeat(16)}</span>
      <Button
        variant="inline-link"
        formAction="none"
        ariaLabel={isShown ? common.hideWhat(what) : common.showWhat(what)}
        onClick={() => setShown(!isShown)}
      >
        {isShown ? common.hide : common.show}
      </Button>
    </span>
  )
}
