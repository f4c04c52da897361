const policyTypes = { INLINE: 'inline', MANAGED: 'managed' } as const

/** Which permissions of a user, group or role were used when. */
export const lastAccessed = {
  makingReport: 'Finding out what was used when. This can take a while.',
  allowedServices: 'Allowed services',
  allowedServicesHint: (at: string) =>
    `Services that the policies allow, and when they were called last. As of ${at}.`,
  allowedServicesPlural: 'services',
  noAllowedServices: 'No services',
  noAllowedServicesHint: 'No policy allows any service, or none that you look for.',
  shownServicesLabel: 'Services shown',
  shownServices: {
    all: 'All services',
    accessed: 'Services accessed',
    'not-accessed': 'Services not accessed',
  },
  service: 'Service',
  serviceNamespace: 'Prefix',
  lastAccessed: 'Last accessed',
  notAccessed: 'Not accessed in the tracking period',
  region: 'Region',
  showService: (name: string) => `Show access to ${name}`,
  grantingPolicies: 'Policies that grant access',
  policyTypes,
  allowedActions: 'Allowed actions',
  allowedActionsPlural: 'actions',
  action: 'Action',
  noActions: 'No actions',
  actionsNotTracked: 'Of this service single actions are not told apart, or none was called.',
} as const
