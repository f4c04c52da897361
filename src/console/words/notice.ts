export const notice = {
  deniedTitle: (action: string) => `You need permission: ${action}`,
  deniedTitleUnknown: 'You need permission',
  denied: (who: string, action: string, resource: string) =>
    `${who} is not allowed to perform ${action} on ${resource}.`,
  /** In a cell of a table. */
  needs: (action: string) => `Needs ${action}`,
  askAdmin: 'Ask an administrator of the account for it, or switch to a role that has it.',
  why: 'Why?',
  whyPage: 'Open on a page of its own',
  whyTitle: 'Why was this denied?',
  whyLoading: 'Reading the decision',
  whyDenied: 'You would need sts:DecodeAuthorizationMessage to see how this was decided.',
  whyUnknown: 'No decision is kept for this request that your account may see.',
  requestId: 'Request ID',
  faultTitle: 'This could not be done',
  readFaultTitle: 'This could not be loaded',
  unreachableTitle: 'The server does not answer',
  unreachable: 'Check that it is running and that you are connected to it, then try again.',
  details: 'Details',
} as const
