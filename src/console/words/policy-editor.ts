import type { AccessLevel } from '../policy-editor/model/action-choice.ts'
import type { FieldFault } from '../policy-editor/model/arn-format.ts'
import type { DocumentFault } from '../policy-editor/model/document.ts'
import type { PrincipalFault } from '../policy-editor/model/principal.ts'
import type { Effect, KeptReason, PrincipalRow } from '../policy-editor/model/statement.ts'

const faults: Readonly<Record<DocumentFault['code'], string>> = {
  syntax: 'The text is not valid JSON.',
  'duplicate-key': 'A key stands twice in one object.',
  'too-deep': 'The text is nested too deeply to be a policy.',
  'no-object': 'A policy is a JSON object, and this text is none.',
  statements: 'Statement is neither a statement nor a list of statements.',
}

const keptReasons: Readonly<Record<KeptReason['code'], (element: string) => string>> = {
  'not-an-object': () => 'This item of Statement is not an object.',
  'unknown-element': element => `It has an element that policies do not know: ${element}.`,
  effect: () => 'Its Effect is neither Allow nor Deny.',
  'negated-element': element => `It says what it is not about, by ${element}.`,
  'element-of-other-kinds': element => `It has ${element}, which this kind of policy does not take.`,
  'value-shape': element => `The value of ${element} is not of the form that the visual editor shows.`,
  'several-services': () => 'It is about actions of several services at once.',
  'action-form': () => 'One of its actions does not begin with the prefix of one service.',
}

const levels: Readonly<Record<AccessLevel, string>> = {
  List: 'List',
  Read: 'Read',
  Write: 'Write',
  'Permissions management': 'Permissions management',
  Tagging: 'Tagging',
}

const fieldFaults: Readonly<Record<FieldFault, string>> = {
  missing: 'Enter a value, or choose Any.',
  account: 'An account ID has 12 digits.',
  colon: 'A region has no colon.',
  'white-space': 'No spaces here.',
}

const principalTypes: Readonly<Record<PrincipalRow['type'], string>> = {
  AWS: 'AWS account, user or role',
  Service: 'AWS service',
  Federated: 'Identity provider',
  CanonicalUser: 'Canonical user ID',
  everyone: 'Everyone (*)',
}

const principalHints: Readonly<Record<PrincipalRow['type'], string>> = {
  AWS: '12 digits of an account ID, or the ARN of an account, user, role or session',
  Service: 'As in ec2.amazonaws.com',
  Federated: 'As in accounts.google.com, or the ARN of a SAML or OIDC provider',
  CanonicalUser: '64 hexadecimal digits',
  everyone: 'Everyone, signed in or not: narrow it down by conditions.',
}

const principalFaults: Readonly<Record<PrincipalFault, string>> = {
  missing: 'Enter a principal.',
  'account-or-arn': 'Enter an account ID of 12 digits, or the ARN of an account, user, role or session.',
  service: 'Enter the name of a service principal, as ec2.amazonaws.com.',
  federated: 'Enter a domain name, or the ARN of an identity provider.',
  'canonical-user': 'A canonical user ID has 64 hexadecimal digits.',
}

const effects: Readonly<Record<Effect, string>> = { Allow: 'Allow', Deny: 'Deny' }

/** The policy editor, wherever it stands. */
export const policyEditor = {
  label: 'Policy editor',
  visual: 'Visual',
  json: 'JSON',
  loading: 'Loading the editor',

  notShown: 'The visual editor cannot show this policy',
  notShownAt: (fault: DocumentFault['code'], line: number) =>
    `${faults[fault]} Line ${line}. Nothing of it is lost: correct it in the JSON tab.`,
  openJson: 'Open in JSON editor',
  kept: 'Kept as it is written',
  keptBecause: ({ code, element }: KeptReason) =>
    `${keptReasons[code](element)} It stays as it is; change it in the JSON tab.`,
  noStatements: 'This policy has no statements.',

  newStatement: 'New statement',
  statementLabel: (number: number, name: string) => `Statement ${number}: ${name}`,
  statementNumber: (number: number) => `Statement ${number}`,
  allServices: 'All services',
  summary: (effect: Effect, count: number, all: boolean) =>
    `${effects[effect]} · ${all ? 'all actions' : count === 1 ? '1 action' : `${count} actions`}`,
  duplicate: 'Duplicate',
  duplicateLabel: (number: number) => `Duplicate statement ${number}`,
  remove: 'Remove',
  removeLabel: (number: number) => `Remove statement ${number}`,
  removeDraft: 'Remove new statement',
  addPermissions: 'Add more permissions',
  addStatement: 'Add new statement',

  effect: 'Effect',
  effects,
  service: 'Service',
  chooseService: 'Choose a service',
  findService: 'Find a service by name or prefix',
  serviceMatches: (matches: number, total: number) => `${matches} of ${total} services`,
  noService: 'No service of this name',
  serviceHint: 'A statement is about the actions of one service.',
  draftHint: 'The statement comes into the policy with its first action.',
  otherService: 'Choose another service',
  unknownService: (prefix: string) =>
    `AWS's reference has no service ${prefix}. Its actions can be written by name below.`,
  loadingService: 'Loading the actions of the service',
  referenceFault:
    'What AWS publishes of this service could not be loaded. Actions can still be written by name.',

  actionsAllowed: 'Actions allowed',
  actionsDenied: 'Actions denied',
  filterActions: 'Filter actions',
  noActionMatches: 'No action matches the filter.',
  allActions: (service: string) => `All actions (${service === '*' ? '*' : `${service}:*`})`,
  levelHeader: (level: AccessLevel, chosen: number, total: number) =>
    `${levels[level]} (${chosen} of ${total} selected)`,
  allMatching: (level: AccessLevel) => `All ${levels[level]} actions that match`,
  allOfLevel: (level: AccessLevel) => `All ${levels[level]} actions`,
  byPattern: (pattern: string) => `by ${pattern}`,
  manualActions: 'Other actions of this statement',
  addAction: 'Add an action by name',
  addActionHint: 'A name, or a pattern with * and ?, as in Get*',
  actionNameFault: 'The name of one action, without spaces or colons.',
  add: 'Add',
  removeAction: (action: string) => `Remove ${action}`,

  principals: 'Principals',
  principalsHint: 'Who the statement is about.',
  noPrincipals: 'Nobody yet: add a principal.',
  addPrincipal: 'Add principal',
  editPrincipal: 'Edit principal',
  principalType: 'Type',
  principal: 'Principal',
  principalTypes,
  principalHints,
  principalFaults,
  removePrincipal: (value: string) => `Remove principal ${value}`,
  editPrincipalLabel: (value: string) => `Edit principal ${value}`,
  everyoneOnly: 'A resource control policy is about everyone.',
  everyoneReplaces: 'The other principals of the statement go: everyone contains them.',

  resources: 'Resources',
  resourcesHint: 'What the actions may be done with.',
  allResources: 'All',
  allResourcesHint: 'Every resource of the service, in whatever account: *',
  specificResources: 'Specific',
  resourcesLabel: 'Which resources',
  chooseActionsFirst: 'Choose actions first.',
  noArns: 'No ARN of this type',
  noArnsAtAll: 'No ARNs yet. The statement needs at least one.',
  addArns: 'Add ARNs',
  addArnsOf: (type: string) => `Add ARNs of type ${type}`,
  anyOf: (type: string) => `Any ${type}`,
  otherArns: 'Other ARNs of this statement',
  addOtherArn: 'Add another ARN',
  editArn: (arn: string) => `Edit ${arn}`,
  removeArn: (arn: string) => `Remove ${arn}`,
  withoutTypesTitle: 'Some actions work with all resources only',
  withoutTypes: (actions: readonly string[]) =>
    `${actions.slice(0, 6).join(', ')}${actions.length > 6 ? ` and ${actions.length - 6} more` : ''}: in a statement about specific resources they have no effect.`,
  moveToOwnStatement: 'Move to a statement of their own',

  arnDialog: (type: string) => `Specify ARNs of type ${type}`,
  arnDialogPlain: 'Specify an ARN',
  arnDialogEdit: 'Edit ARN',
  arnByParts: 'Parts',
  arnByText: 'Text',
  arnFormat: 'Form',
  any: 'Any',
  anyField: (label: string) => `Any ${label.charAt(0).toLowerCase()}${label.slice(1)}`,
  fieldHints: {
    Account: '12 digits',
    AccountId: '12 digits',
    Region: 'As in eu-central-1',
    RoleNameWithPath: 'The name of the role, with its path before it if it has one: team/Reader',
    UserNameWithPath: 'The name of the user, with its path before it if it has one',
    GroupNameWithPath: 'The name of the group, with its path before it if it has one',
    PolicyNameWithPath: 'The name of the policy, with its path before it if it has one',
    ObjectName: 'The key of the object; * at its end for all below a prefix: reports/*',
  } as Readonly<Record<string, string>>,
  fieldFaults,
  arn: 'Resource ARN',
  arns: 'ARNs, one a line',
  arnsHint: 'Wildcards * and ? may stand in them.',
  notOfType: (arn: string) => `${arn} is not of the form of this resource type.`,
  alreadyThere: 'The statement has this already.',
  noArnWritten: 'Enter at least one ARN.',

  conditions: 'Request conditions',
  conditionsHint: 'All of them must hold.',
  noConditions: 'No conditions: the statement holds for every request.',
  mfaRequired: 'MFA required',
  mfaDescription: {
    Allow: 'Only requests of callers who signed in with MFA.',
    Deny: 'Requests of callers who did not sign in with MFA.',
  } satisfies Readonly<Record<Effect, string>>,
  addSourceIp: 'Add source IP',
  addCondition: 'Add condition',
  editCondition: 'Edit condition',
  conditionKey: 'Condition key',
  conditionKeyPlaceholder: 'Find a key, or write one',
  keysOfService: 'Keys of the chosen actions',
  globalKeys: 'Global keys',
  useKey: (key: string) => `Use ${key}`,
  noKey: 'Choose a condition key.',
  tagKeyMissing: 'Enter the name that belongs to the key.',
  qualifier: 'Qualifier',
  qualifiers: {
    '': 'Default',
    ForAllValues: 'For all values in the request',
    ForAnyValue: 'For any value in the request',
  },
  qualifierHint: 'For keys with several values in a request.',
  operator: 'Operator',
  ifExists: 'If exists',
  ifExistsHint: 'The condition also holds when the request does not carry the key.',
  values: 'Values',
  valuesHint: 'One a line; one of them must match.',
  noValues: 'Enter at least one value.',
  conditionTaken: 'There is a condition with this operator and key already: edit that one.',
  removeCondition: (operator: string, key: string) => `Remove condition ${operator} ${key}`,
  editConditionLabel: (operator: string, key: string) => `Edit condition ${operator} ${key}`,
  saveChanges: 'Save',

  jsonLabel: 'Policy document',
  jsonReadOnlyLabel: 'Policy document, read only',
  jsonHint:
    'Tab leaves the editor. Ctrl+Space suggests actions and keys, Ctrl+F finds, Ctrl+Shift+M goes through the findings.',

  size: (characters: number, limit: number) =>
    `${characters.toLocaleString('en')} of ${limit.toLocaleString('en')} characters`,
  sizeLabel: 'Policy size',
  tooLarge: (over: number) => `${over.toLocaleString('en')} too many. White space does not count.`,

  findings: 'Findings',
  checking: 'Checking',
  findingsTabs: {
    'security-warning': 'Security',
    error: 'Errors',
    warning: 'Warnings',
    suggestion: 'Suggestions',
  },
  findingsCount: (title: string, count: number) => `${title}: ${count}`,
  noFindings: {
    'security-warning': 'No security warnings',
    error: 'No errors',
    warning: 'No warnings',
    suggestion: 'No suggestions',
  },
  findingPlace: (line: number, column: number) => `Ln ${line}, Col ${column}`,
  goToFinding: (title: string, line: number, column: number) => `Ln ${line}, Col ${column}: ${title}`,
  learnMore: 'Learn more',
  refused: 'IAM refuses this',
  findingsFailed: 'The policy could not be checked.',
} as const
