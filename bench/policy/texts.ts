import { CompiledPolicy, type PolicyDocument } from '../../src/policy/index.ts'
import { statements } from './s3-get.ts'
import { parsed, policyText } from './sourced.ts'

/** The policies of the S3 scenario as they would be sent: for what it takes to read, compile and keep them. */
export const texts: readonly string[] = statements.map(policyText)
export const statementCount = statements.flat().length

export function read(text: string): PolicyDocument {
  return parsed('identity', 'a policy', text).document
}

export function compile(document: PolicyDocument): CompiledPolicy {
  return new CompiledPolicy(document, 'identity')
}
