import { matchesAction } from '../engine/action-set.ts'
import type { Check } from './check.ts'

const vendorText = /^[a-z0-9.-]+$/i

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssecuritytokenservice.html */
const stsActions = [
  'assumerole',
  'assumerolewithsaml',
  'assumerolewithwebidentity',
  'assumeroot',
  'decodeauthorizationmessage',
  'getaccesskeyinfo',
  'getcalleridentity',
  'getfederationtoken',
  'getservicebearertoken',
  'getsessiontoken',
  'setcontext',
  'setsourceidentity',
  'tagsession',
]

export const actionsPresent: Check = (document, grammar, report) => {
  for (const { action, ...place } of document.statements) {
    if (action === undefined || action.items.length === 0) report('noActions', action ?? place)
    else if (action.negated && grammar.notAction === 'forbidden') {
      report(grammar.onlyStsActions ? 'actionNotSts' : 'prohibitedField', action, 'NotAction')
    }
  }
}

/** Services that nobody knows are accepted; what cannot be the name of one is not. */
export const actionForms: Check = (document, _grammar, report) => {
  for (const item of document.statements.flatMap(statement => statement.action?.items ?? [])) {
    const parts = item.text.split(':')
    const vendor = parts[0] ?? ''
    if (item.text === '*') continue
    if (parts.length === 1) report('actionWithoutVendor', item)
    else if (parts.length > 2) report('actionColons', item)
    else if (vendor !== '*' && !vendorText.test(vendor)) report('actionVendor', item, vendor)
  }
}

/** A trust policy is about sessions of the role, so only actions of STS have a place in it. */
export const stsActionsOnly: Check = (document, grammar, report) => {
  if (!grammar.onlyStsActions) return
  for (const item of document.statements.flatMap(statement => statement.action?.items ?? [])) {
    const isSts = /^sts:/i.test(item.text)
    if (!isSts || !stsActions.some(action => matchesAction(item.text, `sts:${action}`)))
      report('actionNotSts', item)
  }
}
