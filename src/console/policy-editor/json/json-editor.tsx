import { policyEditor as words } from '../../words/policy-editor.ts'
import { type JsonEditorProps, useCodeMirror } from './code-mirror.ts'

/** The policy as text. */
export default function JsonEditor(props: JsonEditorProps) {
  const place = useCodeMirror(props)
  return (
    <>
      <div className="policy-code" ref={place} />
      {!props.readOnly && <p className="policy-hint">{words.jsonHint}</p>}
    </>
  )
}
