import { ConsoleRefusal } from '../session/protocol-client.ts'

/** What went wrong with a call, as a page can say it. */
export interface ApiFault {
  /** The API's error code; `Unreachable` when no server answered, `Unknown` for what is our own mistake. */
  readonly code: string
  readonly message: string
  readonly requestId?: string
  /** Of an AccessDenied: what the identity would have to be allowed. */
  readonly denied?: { readonly action: string; readonly resource: string }
}

const deniedCodes: ReadonlySet<string> = new Set(['AccessDenied', 'AccessDeniedException'])

/** AWS's words: https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html */
const deniedWords =
  /is not authorized to perform: (\S+)(?: on resource: (.+?))?(?= because | with an explicit deny|$)/

/** No permission would help: https://docs.aws.amazon.com/AmazonS3/latest/userguide/troubleshoot-403-errors.html */
const settingWords = / because .+ setting in S3 Block Public Access/

export function apiFault(error: unknown): ApiFault {
  const code = codeOf(error)
  if (code === undefined || !(error instanceof Error)) return otherFault(error)
  const { requestId } = (error as { $metadata?: { requestId?: string } }).$metadata ?? {}
  const isByPolicy = deniedCodes.has(code) && !settingWords.test(error.message)
  const denied = isByPolicy ? deniedWords.exec(error.message) : null
  return {
    code,
    message: error.message,
    ...(requestId !== undefined && { requestId }),
    ...(denied?.[1] !== undefined && { denied: { action: denied[1], resource: unquoted(denied[2]) } }),
  }
}

/** S3 puts resources in quotes, others do not. */
function unquoted(resource = '*'): string {
  return resource.replace(/^"(.*)"$/, '$1')
}

/** Undefined where no service answered. */
export function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('$metadata' in error)) return undefined
  const { httpStatusCode } = error.$metadata as { httpStatusCode?: number }
  if (httpStatusCode === undefined) return undefined
  return 'Code' in error && typeof error.Code === 'string' ? error.Code : error.name
}

function otherFault(error: unknown): ApiFault {
  if (error instanceof ConsoleRefusal) return { code: error.fault, message: error.message }
  // What fetch rejects with when there is no connection.
  if (error instanceof TypeError && /fetch|network|load failed/i.test(error.message)) {
    return { code: 'Unreachable', message: error.message }
  }
  return { code: 'Unknown', message: error instanceof Error ? error.message : String(error) }
}
