import type { Check, Hit } from '../check.ts'
import type { ConditionView, View } from '../view.ts'

/** Checks of ours: conditions that were to demand a proof, and let through who has none. */

const mfaPage =
  'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-multifactorauthpresent'
const externalIdPage =
  'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_common-scenarios_third-party.html'

const presentKey = 'aws:multifactorauthpresent'
const ageKey = 'aws:multifactorauthage'
const externalIdKey = 'sts:externalid'

const says = ({ values }: ConditionView, word: 'true' | 'false') =>
  values.some(value => value.text.toLowerCase() === word)

function* conditions(
  { statements }: View,
  effect: 'allows' | 'denies',
  isFound: (condition: ConditionView) => boolean,
): Generator<Hit> {
  for (const statement of statements) {
    if (!statement[effect]) continue
    for (const condition of statement.conditions) {
      if (isFound(condition)) yield { at: condition.place, values: { operator: condition.operator.text } }
    }
  }
}

const asksForMfa = (condition: ConditionView) =>
  (condition.name === presentKey && condition.facts?.family === 'Bool' && says(condition, 'true')) ||
  (condition.name === ageKey && condition.facts?.family === 'Numeric')

const isMfaFalse = (condition: ConditionView) =>
  condition.name === presentKey &&
  condition.facts?.family === 'Bool' &&
  !condition.facts.ifExists &&
  condition.facts.set !== 'ForAllValues' &&
  says(condition, 'false')

const ofExternalId = (condition: ConditionView) =>
  condition.name === externalIdKey && condition.facts?.family === 'String'

export const proofChecks: readonly Check[] = [
  {
    code: 'MFA_NOT_DEMANDED_OF_LONG_TERM_KEYS',
    title: 'MFA not demanded of long-term keys',
    severity: 'security-warning',
    source: 'crossrole',
    message:
      'With {operator} the statement also allows requests that say nothing of MFA, and those signed with long-term access keys say nothing.',
    advice: 'Demand it with Bool, which does not hold when the key is missing.',
    learnMore: mfaPage,
    find: view =>
      conditions(
        view,
        'allows',
        condition =>
          asksForMfa(condition) &&
          (condition.facts?.ifExists === true || condition.facts?.set === 'ForAllValues'),
      ),
  },
  {
    code: 'MFA_NOT_DENIED_TO_LONG_TERM_KEYS',
    title: 'MFA not denied to long-term keys',
    severity: 'security-warning',
    source: 'crossrole',
    message:
      'With {operator} the statement denies only requests that say that there was no MFA, and those signed with long-term access keys say nothing.',
    advice: 'Write BoolIfExists in a Deny: it also holds when the key is missing.',
    learnMore: mfaPage,
    find: view => conditions(view, 'denies', isMfaFalse),
  },
  {
    code: 'MFA_ABSENCE_ALLOWED',
    title: 'MFA absence allowed',
    severity: 'security-warning',
    source: 'crossrole',
    message: 'The statement allows requests just because they were made without MFA.',
    advice: 'To demand MFA in an Allow the value is true; to refuse what comes without it, write a Deny.',
    learnMore: mfaPage,
    find: view => conditions(view, 'allows', isMfaFalse),
  },
  {
    code: 'MFA_DEMANDED_BY_PRESENCE',
    title: 'MFA demanded by presence',
    severity: 'security-warning',
    source: 'crossrole',
    message:
      'Null asks only whether the request says anything of MFA. Temporary credentials always do, also when there was none.',
    advice: 'Demand the value with Bool.',
    learnMore: mfaPage,
    find: view =>
      conditions(
        view,
        'allows',
        condition =>
          condition.name === presentKey && condition.facts?.family === 'Null' && says(condition, 'false'),
      ),
  },
  {
    code: 'EXTERNAL_ID_WITH_WILDCARD',
    title: 'External id with wildcard',
    severity: 'security-warning',
    source: 'crossrole',
    kinds: ['trust'],
    message: 'With {operator} and a wildcard more external ids are accepted than the one that was agreed on.',
    advice: 'Compare the whole id with StringEquals.',
    learnMore: externalIdPage,
    find: view =>
      conditions(
        view,
        'allows',
        condition =>
          ofExternalId(condition) &&
          condition.facts?.takesWildcards === true &&
          !condition.facts.negated &&
          condition.values.some(value => /[*?]/.test(value.text)),
      ),
  },
  {
    code: 'EXTERNAL_ID_NOT_DEMANDED',
    title: 'External id not demanded',
    severity: 'security-warning',
    source: 'crossrole',
    kinds: ['trust'],
    message: 'With {operator} the role can be taken by who names another external id, or none.',
    advice: 'Demand the id with StringEquals, which does not hold when none is named.',
    learnMore: externalIdPage,
    find: view =>
      conditions(
        view,
        'allows',
        condition =>
          ofExternalId(condition) &&
          (condition.facts?.negated === true ||
            condition.facts?.ifExists === true ||
            condition.facts?.set === 'ForAllValues'),
      ),
  },
]
