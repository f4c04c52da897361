import * as sdk from '@aws-sdk/client-organizations'
import type { InputFault } from '../../wire/constraints.ts'
import type { ServiceError } from '../../wire/error.ts'
import { type ExceptionName, serviceErrors } from '../../wire/errors.ts'

const error = serviceErrors(sdk)

/**
 * What Organizations says, by exception. Where AWS's answers were not seen recorded, the words of the API's pages.
 * https://docs.aws.amazon.com/organizations/latest/APIReference/API_Operations.html
 */
const messages = {
  AccessDeniedException: "You don't have permissions to access this resource.",
  AccountAlreadyClosedException: 'The provided account is already closed.',
  AccountAlreadyRegisteredException:
    'The provided account is already a delegated administrator for your organization.',
  AccountNotFoundException: "You specified an account that doesn't exist.",
  AccountNotRegisteredException:
    'The provided account is not a registered delegated administrator for your organization.',
  AlreadyInOrganizationException: 'The AWS account is already a member of an organization.',
  AWSOrganizationsNotInUseException: 'Your account is not a member of an organization.',
  ChildNotFoundException: "You specified a child that doesn't exist.",
  ConcurrentModificationException:
    'The target of the operation is currently being modified by a different request. Try again later.',
  CreateAccountStatusNotFoundException:
    "We can't find a create account request with the CreateAccountRequestId that you specified.",
  DestinationParentNotFoundException: "You specified a destination parent that doesn't exist.",
  DuplicateAccountException: 'That account is already present in the specified destination.',
  DuplicateHandshakeException: 'A handshake with the same action and target already exists.',
  DuplicateOrganizationalUnitException: 'An OU with the same name already exists.',
  DuplicatePolicyAttachmentException: 'A policy with the specified name and type already exists.',
  DuplicatePolicyException: 'A policy with the specified name and type already exists.',
  EffectivePolicyNotFoundException: "The account doesn't have an effective policy of the specified type.",
  HandshakeAlreadyInStateException: 'The specified handshake is already in the requested state.',
  HandshakeNotFoundException: "We can't find a handshake with the HandshakeId that you specified.",
  InvalidHandshakeTransitionException:
    "You can't perform the operation on the handshake in its current state.",
  InvalidResponsibilityTransferTransitionException:
    "The responsibility transfer can't transition to the requested state because it's not in a valid state for this operation.",
  MalformedPolicyDocumentException:
    'The provided policy document does not meet the requirements of the specified policy type.',
  MasterCannotLeaveOrganizationException:
    "You can't remove the management account from the organization. Delete the organization instead.",
  OrganizationNotEmptyException:
    'To delete an organization you must first remove all member accounts (except the master).',
  OrganizationalUnitNotEmptyException: 'The specified OU is not empty.',
  OrganizationalUnitNotFoundException: "You specified an organizational unit that doesn't exist.",
  ParentNotFoundException: "You specified parent that doesn't exist.",
  PolicyInUseException: 'The policy is attached to one or more entities.',
  PolicyNotAttachedException: "The policy isn't attached to the specified target in the specified root.",
  PolicyNotFoundException: "You specified a policy that doesn't exist.",
  PolicyTypeAlreadyEnabledException: 'The specified policy type is already enabled.',
  PolicyTypeNotAvailableForOrganizationException:
    "You can't use the specified policy type with the feature set currently enabled for this organization.",
  PolicyTypeNotEnabledException: 'This operation can be performed only for enabled policy types.',
  ResourcePolicyNotFoundException:
    "We can't find a resource policy request with the parameter that you specified.",
  ResponsibilityTransferAlreadyInStatusException:
    'The responsibility transfer is already in the status that you specified.',
  ResponsibilityTransferNotFoundException: "We can't find a transfer that you specified.",
  RootNotFoundException: "You specified a root that doesn't exist.",
  SourceParentNotFoundException: "You specified a source parent that doesn't exist.",
  TargetNotFoundException: "You specified a target that doesn't exist.",
  UnsupportedAPIEndpointException: "This action isn't available in the current AWS Region.",
} as const satisfies Partial<Record<ExceptionName<typeof sdk>, string>>

export function refusal(name: keyof typeof messages): ServiceError {
  return error(name, messages[name])
}

/** By reason, as the pages of ConstraintViolationException and its siblings list them. */
const constraints = {
  ACCOUNT_CANNOT_LEAVE_ORGANIZATION: 'The account cannot leave the organization.',
  ACCOUNT_NUMBER_LIMIT_EXCEEDED: 'You have exceeded the allowed number of AWS accounts.',
  ACTIVE_RESPONSIBILITY_TRANSFER_PROCESS:
    'You cannot delete organization due to an ongoing responsibility transfer process.',
  CANNOT_CLOSE_MANAGEMENT_ACCOUNT: 'You attempted to close the management account.',
  CANNOT_REGISTER_MASTER_AS_DELEGATED_ADMINISTRATOR:
    'You cannot register management account/yourself as delegated administrator for your organization.',
  CANNOT_REGISTER_SUSPENDED_ACCOUNT_AS_DELEGATED_ADMINISTRATOR:
    'You cannot register a suspended account as a delegated administrator.',
  CANNOT_REMOVE_DELEGATED_ADMINISTRATOR_FROM_ORG:
    'You attempted to remove an account that is registered as a delegated administrator for a service integrated with your organization.',
  CLOSE_ACCOUNT_QUOTA_EXCEEDED: 'You have exceeded close account quota for the past 30 days.',
  DELEGATED_ADMINISTRATOR_EXISTS_FOR_THIS_SERVICE:
    'You must first deregister the delegated administrators of this service.',
  MASTER_ACCOUNT_NOT_GOVCLOUD_ENABLED:
    'To complete this operation, the management account must have an associated account in the AWS GovCloud (US-West) Region.',
  MAX_DELEGATED_ADMINISTRATORS_FOR_SERVICE_LIMIT_EXCEEDED:
    'You attempted to register more delegated administrators than allowed for the service principal.',
  MAX_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED:
    'You have attached the maximum number of policies to the specified target.',
  MAX_TAG_LIMIT_EXCEEDED: 'You have exceeded the number of tags allowed on this resource.',
  MIN_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED:
    'You cannot remove the last policy attached to the specified target. You must have at least one attached at all times.',
  ORGANIZATION_NOT_IN_ALL_FEATURES_MODE:
    'You attempted to perform an operation that requires the organization to be configured to support all features.',
  OU_DEPTH_LIMIT_EXCEEDED:
    'You cannot add an organizational unit to the specified parent because it would exceed the max depth allowed.',
  OU_NUMBER_LIMIT_EXCEEDED: 'You have exceeded the maximum number of organizational units.',
  POLICY_CONTENT_LIMIT_EXCEEDED: 'You have exceeded the maximum policy size.',
  POLICY_NUMBER_LIMIT_EXCEEDED: 'You have exceeded the maximum number of policies.',
  SERVICE_ACCESS_NOT_ENABLED:
    'You must enable service access before you delegate an administrator for this service. Call the AWS API EnableAWSServiceAccess first.',
} as const

export function constraint(Reason: keyof typeof constraints): ServiceError {
  return error('ConstraintViolationException', constraints[Reason], { members: { Reason } })
}

const inputs = {
  DUPLICATE_TAG_KEY: 'Tag keys must be unique among the tags attached to the same entity.',
  END_DATE_TOO_EARLY: 'You provided an invalid end date. It is too early for the transfer to end.',
  IMMUTABLE_POLICY: "You specified a policy that is managed by AWS and can't be modified.",
  INPUT_REQUIRED: 'You must include a value for all required parameters.',
  INVALID_ENUM: 'You specified an invalid value.',
  INVALID_ENUM_POLICY_TYPE: 'You specified an invalid value.',
  INVALID_LIST_MEMBER: 'You provided a list to a parameter that contains at least one invalid value.',
  INVALID_NEXT_TOKEN: 'You specified an invalid next token.',
  INVALID_PARTY_TYPE_TARGET: 'You specified the wrong type of entity as a party.',
  INVALID_PATTERN: 'You provided a value that does not match the required pattern.',
  INVALID_PRINCIPAL: 'You specified an invalid principal element in the policy.',
  INVALID_RESOURCE_POLICY_JSON: 'You provided a resource policy that is not valid.',
  INVALID_ROLE_NAME:
    "You provided a role name that isn't valid. A role name can't begin with the reserved prefix AWSServiceRoleFor.",
  INVALID_SYSTEM_TAGS_PARAMETER: 'You specified a tag key that is a system tag.',
  MAX_LENGTH_EXCEEDED: 'You provided a string parameter that is longer than allowed.',
  MAX_VALUE_EXCEEDED: 'You provided a numeric parameter that has a larger value than allowed.',
  MIN_LENGTH_EXCEEDED: 'You provided a string parameter that is shorter than allowed.',
  MIN_VALUE_EXCEEDED: 'You provided a numeric parameter that has a smaller value than allowed.',
  NON_DETACHABLE_POLICY: "You can't detach this AWS managed policy.",
  START_DATE_NOT_BEGINNING_OF_DAY: 'The start date must be the beginning of the day (00:00:00.000).',
  START_DATE_TOO_EARLY: 'You provided an invalid start date. The start date is too early.',
  TARGET_NOT_SUPPORTED: "You can't perform the specified operation on that target entity.",
  UNRECOGNIZED_SERVICE_PRINCIPAL: 'You specified an unrecognized service principal.',
  UNSUPPORTED_ACTION_IN_RESOURCE_POLICY:
    'You specified an action that is not supported in the resource policy.',
} as const

export function invalidInput(Reason: keyof typeof inputs): ServiceError {
  return error('InvalidInputException', inputs[Reason], { members: { Reason } })
}

const handshakes = {
  ACCOUNT_NUMBER_LIMIT_EXCEEDED: 'You have exceeded the allowed number of AWS accounts.',
  ALREADY_IN_AN_ORGANIZATION:
    'The handshake request is invalid because the invited account is already a member of an organization.',
  INVITE_DISABLED_DURING_ENABLE_ALL_FEATURES:
    "You can't issue new invitations to join an organization while it's in the process of enabling all features.",
  ORGANIZATION_ALREADY_HAS_ALL_FEATURES:
    'The handshake request is invalid because the organization has already enabled all features.',
  ORGANIZATION_IS_ALREADY_PENDING_ALL_FEATURES_MIGRATION:
    'The handshake request is invalid because the organization has already started the process to enable all features.',
  RESPONSIBILITY_TRANSFER_ALREADY_EXISTS: 'You cannot perform this operation with the current transfer.',
  SOURCE_AND_TARGET_CANNOT_MATCH:
    "An account can't accept a transfer invitation if it is both the sender and recipient of the invitation.",
} as const

export function handshakeConstraint(Reason: keyof typeof handshakes): ServiceError {
  return error('HandshakeConstraintViolationException', handshakes[Reason], { members: { Reason } })
}

/** Organizations says what is wrong with an input by its reasons, not in the words of the other services. */
export function refusedInput({ kind, path, isNumber }: InputFault): ServiceError {
  if (kind === 'required') return invalidInput('INPUT_REQUIRED')
  if (kind === 'enum') return invalidInput(/\.\d+\./.test(path) ? 'INVALID_LIST_MEMBER' : 'INVALID_ENUM')
  if (kind === 'pattern') return invalidInput('INVALID_PATTERN')
  if (kind === 'max') return invalidInput(isNumber ? 'MAX_VALUE_EXCEEDED' : 'MAX_LENGTH_EXCEEDED')
  return invalidInput(isNumber ? 'MIN_VALUE_EXCEEDED' : 'MIN_LENGTH_EXCEEDED')
}
