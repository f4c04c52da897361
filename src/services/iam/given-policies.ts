import { type PolicyDocument, type PolicyKind, parsePolicy } from '../../policy/index.ts'
import { iamError } from './operation.ts'

/** Policies that a request brings along as text. What is no policy of any of the kinds is refused as the first. */
export function readGivenPolicy(text: string, kinds: readonly [PolicyKind, ...PolicyKind[]]): PolicyDocument {
  const results = kinds.map(kind => parsePolicy(text, kind))
  const read = results.find(result => 'document' in result)
  if (read) return read.document
  const [first] = results
  const [fault] = first && 'faults' in first ? first.faults : []
  throw iamError('InvalidInputException', fault?.message ?? 'Syntax errors in policy.')
}
