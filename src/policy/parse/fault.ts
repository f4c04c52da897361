import { lineReader } from '../json.ts'
import type { Dialect } from '../kinds.ts'
import { advice } from './advice.ts'

/** Why a policy is refused. */
export interface PolicyFault {
  /** AWS's error code. S3 and Organizations name theirs a little differently: the services translate. */
  readonly code: 'MalformedPolicyDocument'
  /** AWS's message. */
  readonly message: string
  /** Where in the document, e.g. `Statement[0].Action[1]`; empty for the whole of it. */
  readonly path: string
  /** Where in the text, counted from 0. */
  readonly offset: number
  /** The same as line and column, both counted from 1. */
  readonly line: number
  readonly column: number
  /** What to write instead. */
  readonly advice: string
}

const syntax = 'Syntax errors in policy.'
const legacy = 'The policy failed legacy parsing'
const position = 'Syntax error at position ({line},{column})'
const invalidAction = 'Policy has invalid action'
const iamPaths =
  'user/, federated-user/, role/, group/, instance-profile/, mfa/, server-certificate/, policy/, sms-mfa/, ' +
  'saml-provider/, oidc-provider/, report/, access-report/'

interface Words {
  readonly identity: string
  /** Absent: the same words as for identity-based policies. */
  readonly trust?: string
  readonly resource?: string
}

/** The same words for trust policies and resource policies. */
const others = (words: string) => ({ trust: words, resource: words })

/** AWS's own messages; `{0}` and `{1}` stand for details, `{line}` and `{column}` for how far AWS had read. */
const words = {
  json: {
    identity: syntax,
    trust: 'This policy contains invalid Json',
    resource: "Policies must be valid JSON and the first byte must be '{'",
  },
  leadingSpace: { identity: legacy, trust: 'JSON strings must not have leading spaces' },
  shape: { identity: syntax, trust: position, resource: 'Invalid policy syntax.' },
  noStatements: { identity: syntax, ...others('Could not parse the policy: Statement is empty!') },
  unknownField: { identity: syntax, ...others('Unknown field {0}') },
  missingField: { identity: syntax, ...others('Missing required field {0}') },
  prohibitedField: { identity: syntax, ...others('Has prohibited field {0}') },
  prohibitedPrincipal: { identity: 'Policy document should not specify a principal.' },
  unknownVersion: { identity: syntax, ...others('The policy must contain a valid version string') },
  oldVersion: { identity: 'Policy document must be version 2012-10-17 or greater.' },
  unknownEffect: { identity: syntax, ...others('Invalid effect: {0}') },
  effectCase: { identity: legacy, ...others('Invalid effect: {0}') },
  unknownOperator: { identity: syntax, ...others('Invalid Condition type : {0}') },
  date: { identity: legacy },
  sidCharacters: {
    identity:
      'Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression [0-9A-Za-z]*',
    trust: 'The following Statement Ids are invalid: {0}',
  },
  sidUnique: {
    identity: 'Statement IDs (SID) in a single policy must be unique.',
    ...others('The Statement Ids in the policy are not unique'),
  },
  noActions: {
    identity: 'Policy statement must contain actions.',
    ...others('Missing required field Action'),
  },
  noResources: {
    identity: 'Policy statement must contain resources.',
    ...others('Missing required field Resource'),
  },
  actionWithoutVendor: {
    identity: 'Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.',
    resource: invalidAction,
  },
  actionColons: { identity: 'Actions/Condition can contain only one colon.', resource: invalidAction },
  actionVendor: { identity: 'Vendor {0} is not valid', resource: invalidAction },
  actionNotSts: { identity: 'AssumeRole policy may only specify STS AssumeRole actions.' },
  resourceSegments: { identity: legacy, resource: 'Policy has invalid resource' },
  resourceForm: {
    identity: 'Resource {0} must be in ARN format or "*".',
    resource: 'Policy has invalid resource',
  },
  resourcePartition: { identity: 'Partition "{0}" is not valid for resource "{1}".' },
  resourceVendor: { identity: 'Resource vendor must be fully qualified and cannot contain regexes.' },
  resourceRegion: { identity: 'Resource {0} can not contain region information.' },
  iamResourceRegion: { identity: 'IAM resource {0} cannot contain region information.' },
  iamResourcePath: { identity: `IAM resource path must either be "*", root, or start with ${iamPaths}.` },
  starPrincipal: { identity: 'AssumeRolepolicy contained an invalid principal: "STAR":"*".' },
  allowNotPrincipal: { identity: 'Allow with NotPrincipal is not allowed.' },
  notPrincipal: { identity: 'AssumeRole policy must not contain NotPrincipal field.' },
  notResource: { identity: 'AssumeRole policy must not contain resources.' },
  emptyPrincipal: { identity: 'Missing required field Principal cannot be empty!' },
  principalType: { identity: syntax, trust: position, resource: 'Invalid principal in policy' },
  noPrincipals: {
    identity:
      'Invalid principal in policy: com.amazon.balsa.error.InvalidPolicyException: The passed in policy has a statement with no principals!',
    resource: 'Invalid principal in policy',
  },
  principal: {
    identity: 'Invalid principal in policy: "{0}":"{1}"',
    resource: 'Invalid principal in policy',
  },
  federatedPrincipal: {
    identity: 'Federated principals must be valid domain names or SAML metadata ARNs',
    resource: 'Invalid principal in policy',
  },
  cognitoCondition: { identity: 'A condition block must be present for the Cognito provider' },
  controlRule: { identity: syntax },
} as const satisfies Readonly<Record<string, Words>>

export type FaultName = keyof typeof words

/** Organizations gives one reason for everything. */
const controlMessage =
  'The provided policy document does not meet the requirements of the specified policy type.'

/** Where something stands. */
export interface Place {
  readonly path: string
  readonly offset: number
  /** How far AWS's parser has read when it stumbles here; absent: just into what stands there. */
  readonly readTo?: number
}

export type Report = (name: FaultName, place: Place, ...details: readonly string[]) => void

/** Collects faults of a text in the words of the dialect, in the order in which they are reported. */
export function reporter(dialect: Dialect, text: string, faults: PolicyFault[]): Report {
  const placeOf = lineReader(text)
  return (name, { path, offset, readTo = offset + 1 }, ...details) => {
    const { line, column } = placeOf(readTo)
    const message = dialect === 'control' ? controlMessage : filled(wordsFor(dialect, name), details)
    faults.push({
      code: 'MalformedPolicyDocument',
      message: message.replace('({line},{column})', `(${line},${column})`),
      path,
      offset,
      ...placeOf(offset),
      advice: filled(advice[name], details),
    })
  }
}

function wordsFor(dialect: Exclude<Dialect, 'control'>, name: FaultName): string {
  const entry: Words = words[name]
  return entry[dialect] ?? entry.identity
}

function filled(sentence: string, details: readonly string[]): string {
  return sentence.replace(/\{([01])\}/g, (_, index) => details[Number(index)] ?? '')
}
