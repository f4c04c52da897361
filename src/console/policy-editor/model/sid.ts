import { member } from '../../../policy/json.ts'
import { openDocument } from './document.ts'

/** `VisualEditor0`, `VisualEditor1`, …: the first that no statement has, as AWS's editor names them. */
export function nextSid(text: string): string {
  const document = openDocument(text)
  const taken = new Set<string>()
  for (const node of 'fault' in document ? [] : document.statements) {
    const sid = node.kind === 'object' ? member(node, 'Sid') : undefined
    if (sid?.kind === 'string') taken.add(sid.value)
  }
  let number = 0
  while (taken.has(`VisualEditor${number}`)) number++
  return `VisualEditor${number}`
}
