import { useState } from 'react'
import { policyEditor as words } from '../../words/policy-editor.ts'
import { type ArnValues, buildArn, faultOf, fieldsOf, readArn } from '../model/arn-format.ts'
import type { ArnDialogProps } from './arn-dialog.tsx'

/** By a field for each part, or as text, one ARN a line. */
export type Way = 'parts' | 'text'

/** What is filled in, in either way; what was written in one way is there in the other. */
export function useArnForm({ subject, taken, onSave }: ArnDialogProps) {
  const { row, arn } = subject
  const formats = row?.formats ?? []
  const fitting = arn === undefined ? formats[0] : formats.find(form => readArn(form, arn) !== undefined)
  const [way, setWay] = useState<Way>(fitting === undefined ? 'text' : 'parts')
  const [format, setFormat] = useState(fitting ?? formats[0] ?? '')
  const [values, setValues] = useState<ArnValues>((fitting && arn && readArn(fitting, arn)) || {})
  const [text, setText] = useState(arn ?? '')
  const [isTried, setTried] = useState(false)
  const fromParts = buildArn(format, values)
  const arns = way === 'parts' ? [fromParts] : linesOf(text)
  const partsFault = fieldsOf(format).some(({ name }) => faultOf(name, values[name] ?? '') !== undefined)
  const isTaken = arns.some(entry => entry !== arn && taken.includes(entry))
  const fault =
    (way === 'text' ? textFault(arns, formats) : undefined) ?? (isTaken ? words.alreadyThere : undefined)
  const save = () => {
    setTried(true)
    if (fault === undefined && (way === 'text' || !partsFault)) onSave([...new Set(arns)], arn)
  }
  const changeWay = (to: Way) => {
    if (to === 'text' && Object.values(values).some(value => value !== '')) setText(fromParts)
    const read = to === 'parts' ? readArn(format, linesOf(text)[0] ?? '') : undefined
    if (read !== undefined) setValues(read)
    setWay(to)
  }
  const shown = isTried ? fault : undefined
  return {
    formats,
    way,
    format,
    values,
    text,
    isTried,
    fromParts,
    shown,
    save,
    changeWay,
    setFormat,
    setValues,
    setText,
  }
}

function linesOf(text: string): readonly string[] {
  return text
    .split('\n')
    .map(line => line.trim())
    .filter(line => line !== '')
}

function textFault(arns: readonly string[], formats: readonly string[]): string | undefined {
  if (arns.length === 0) return words.noArnWritten
  // Patterns need not have the parts of a form: `arn:aws:s3:::logs*` is a bucket and its objects.
  const stray = arns.find(
    arn => !/[*?]|\$\{/.test(arn) && !formats.some(format => readArn(format, arn) !== undefined),
  )
  return formats.length === 0 || stray === undefined ? undefined : words.notOfType(stray)
}
