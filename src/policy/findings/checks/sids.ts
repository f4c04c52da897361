import type { Check } from '../check.ts'
import type { Text, View } from '../view.ts'

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_sid.html */

/** Each Sid that was used before, with the place of its first use. */
function* repeated({ statements }: View): Generator<{ at: readonly Text[] }> {
  const first = new Map<string, Text>()
  for (const { sid } of statements) {
    if (sid === undefined || sid.text === '') continue
    const before = first.get(sid.text)
    if (before === undefined) first.set(sid.text, sid)
    else yield { at: [sid, before] }
  }
}

export const sidChecks: readonly Check[] = [
  {
    code: 'UNIQUE_SIDS_REQUIRED',
    title: 'Unique Sids required',
    severity: 'error',
    kinds: ['identity', 'boundary', 'session', 'trust', 'service-control', 'resource-control'],
    message: 'Duplicate statement IDs are not supported for this policy type. Update the Sid value.',
    advice: 'Give each statement a Sid of its own, or none.',
    find: repeated,
  },
  {
    code: 'UNIQUE_SIDS_RECOMMENDED',
    title: 'Unique Sids recommended',
    severity: 'warning',
    kinds: ['resource'],
    message: 'We recommend that you use statement IDs that are unique to your policy. Update the Sid value.',
    advice: 'Some services refuse a policy in which a Sid occurs twice.',
    find: repeated,
  },
  {
    code: 'UNSUPPORTED_SID',
    title: 'Unsupported Sid',
    severity: 'error',
    // Services with resource-based policies have rules of their own: S3 and KMS take spaces.
    kinds: ['identity', 'boundary', 'session', 'trust', 'service-control', 'resource-control'],
    message:
      'Update the characters in the Sid element to use one of the following character types: [a-z, A-Z, 0-9]',
    advice: 'Write it in one word: AllowReadOfReports.',
    *find({ statements }) {
      for (const { sid } of statements) if (sid && /[^a-zA-Z0-9]/.test(sid.text)) yield { at: sid }
    },
  },
  {
    code: 'EMPTY_SID_VALUE',
    title: 'Empty Sid value',
    severity: 'suggestion',
    message: 'Add a value to the empty string in the Sid element.',
    advice: 'A Sid names the statement in explanations; without one leave the element out.',
    *find({ statements }) {
      for (const { sid } of statements) if (sid?.text === '') yield { at: sid }
    },
  },
]
