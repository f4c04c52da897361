import type { Check } from './check.ts'

const sidText = /^[0-9A-Za-z]*$/

/** `allow` in small letters passes IAM's grammar and fails behind it. */
export const effectCase: Check = (document, _grammar, report) => {
  for (const { effect } of document.statements) {
    if (effect !== undefined && effect.text !== 'Allow' && effect.text !== 'Deny') {
      report('effectCase', effect, effect.text)
    }
  }
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_sid.html */
export const sids: Check = (document, grammar, report) => {
  const written = document.statements.flatMap(({ sid }) =>
    sid === undefined || sid.text === '' ? [] : [sid],
  )
  if (grammar.sid === 'alphanumeric') {
    for (const sid of written) {
      if (!sidText.test(sid.text)) report('sidCharacters', sid, sid.text)
    }
  }
  const seen = new Set<string>()
  for (const sid of written) {
    if (seen.has(sid.text)) report('sidUnique', sid)
    seen.add(sid.text)
  }
}

/**
 * Resource control policies written by customers can only deny. The one that AWS attaches everywhere
 * allows everything, so that statement, and no other, may be an Allow.
 * https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps_syntax.html
 */
export const denyOnly: Check = (document, grammar, report) => {
  if (!grammar.onlyDeny) return
  for (const { effect, action, resource, conditions } of document.statements) {
    const allowsAll =
      action?.items.every(item => item.text === '*') &&
      resource?.items.every(item => item.text === '*') &&
      !resource.negated &&
      conditions.length === 0
    if (effect?.text === 'Allow' && !allowsAll) report('controlRule', effect)
  }
}
