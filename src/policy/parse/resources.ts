import { arnSegments } from '../engine/arn.ts'
import type { Grammar } from '../kinds.ts'
import { partitions } from '../partitions.ts'
import type { Check } from './check.ts'
import type { FaultName, Report } from './fault.ts'
import type { Item, Listed } from './shape.ts'

const writablePartitions = new Set(['*', ...partitions])

/** Services whose resources have no region, what IAM says of one written there, and the exceptions. */
const regionless: Readonly<
  Record<string, { readonly fault: FaultName; readonly except: readonly string[] }>
> = {
  iam: { fault: 'iamResourceRegion', except: [] },
  s3: {
    fault: 'resourceRegion',
    except: ['accesspoint/', 'job/', 'storage-lens', 'access-grants/', 'async-request/'],
  },
}

const iamPaths = [
  'user/',
  'federated-user/',
  'role/',
  'group/',
  'instance-profile/',
  'mfa/',
  'server-certificate/',
  'policy/',
  'sms-mfa/',
  'saml-provider/',
  'oidc-provider/',
  'report/',
  'access-report/',
  // Newer than the recorded refusal, which does not name them.
  'delegation-request/',
  'role-template/',
]

export const resourcesPresent: Check = (document, grammar, report) => {
  for (const { resource, ...place } of document.statements) {
    if (grammar.resource === 'required' && (resource === undefined || resource.items.length === 0)) {
      report('noResources', resource ?? place)
    }
  }
}

export const resourcesForbidden: Check = (document, grammar, report) => {
  for (const { resource } of document.statements) {
    if (grammar.resource !== 'forbidden' || resource === undefined) continue
    if (resource.negated) report('notResource', resource)
    else report('prohibitedField', resource, 'Resource')
  }
}

/** IAM's older parser runs first: it only counts parts, and only where the newer one has nothing to say. */
export const resourceSegments: Check = legacyCheck(text => {
  const parts = text.split(':')
  // Fewer than six parts are let through as long as none of them is empty.
  return parts[2] !== '' && (parts.length >= arnSegments || !text.includes('::'))
})

/** Regions and accounts are not looked up, but a placeholder like `<ACCOUNT_ID>` that was never filled in is noticed. */
export const resourcePlaceholders: Check = legacyCheck(text => {
  const parts = text.replaceAll(/[$@]\{[^}]*\}/g, '*').split(':')
  if (parts.length < arnSegments) return true
  const [, , , region = '', account = ''] = parts
  return !/--|[^A-Za-z0-9*?-]/.test(region) && !/[^A-Za-z0-9*?-]/.test(account)
})

function legacyCheck(passes: (text: string) => boolean): Check {
  return (document, grammar, report) => {
    for (const { resource } of document.statements) {
      if (grammar.shortResources !== 'legacy' || resource === undefined || hasFormFault(resource)) continue
      const bad = resource.items.find(item => item.text !== '*' && !passes(item.text))
      if (bad !== undefined) report('resourceSegments', bad)
    }
  }
}

export const resourceForms: Check = (document, grammar, report) => {
  for (const { resource } of document.statements) {
    if (grammar.resource === 'forbidden') continue
    for (const item of resource?.items ?? []) {
      if (item.text !== '*') forms[grammar.shortResources](item, report)
    }
  }
}

const forms: Readonly<Record<Grammar['shortResources'], (item: Item, report: Report) => void>> = {
  legacy: identityForm,
  any: arnForm(() => true),
  'ending-in-star': arnForm(text => text.endsWith('*')),
  none: arnForm(() => false),
}

function arnForm(acceptsShort: (text: string) => boolean): (item: Item, report: Report) => void {
  return (item, report) => {
    const parts = item.text.split(':')
    const isShort = parts.length < arnSegments
    if (parts[0] !== 'arn' || parts.length < 2 || (isShort && !acceptsShort(item.text))) {
      report('resourceForm', item, item.text)
    }
  }
}

function hasFormFault(resource: Listed): boolean {
  let found = false
  for (const item of resource.items) {
    if (item.text !== '*') identityForm(item, () => (found = true))
  }
  return found
}

function identityForm(item: Item, report: Report): void {
  const parts = item.text.split(':')
  const [, partition = '', service, region] = parts
  if (parts.length < 2) {
    report('resourceForm', item, item.text)
  } else if (!writablePartitions.has(partition)) {
    report('resourcePartition', item, partition, completed(parts))
  } else if (service === undefined || (parts.length > 3 && /[*?]/.test(service))) {
    report('resourceVendor', item)
  } else if (parts[0] !== 'arn') {
    report('resourceForm', item, item.text)
  } else {
    serviceForm(item, service, region ?? '', parts.slice(arnSegments - 1).join(':'), report)
  }
}

function serviceForm(item: Item, service: string, region: string, resource: string, report: Report): void {
  const rule = Object.hasOwn(regionless, service) ? regionless[service] : undefined
  if (rule !== undefined && region !== '' && !rule.except.some(start => resource.startsWith(start))) {
    report(rule.fault, item, item.text)
    return
  }
  const hasPath =
    resource === '*' || resource === 'root' || iamPaths.some(start => resource.startsWith(start))
  if (service === 'iam' && item.text.split(':').length >= arnSegments && !hasPath)
    report('iamResourcePath', item)
}

/** IAM names the resource as it understood it: parts that were not written are `*`. */
function completed(parts: readonly string[]): string {
  const written = ['arn', ...parts.slice(1)]
  while (written.length < arnSegments) written.push('*')
  // A lone empty part behind the partition is one that was not written.
  if (parts.length === 3 && parts[2] === '') written[2] = '*'
  return written.join(':')
}
