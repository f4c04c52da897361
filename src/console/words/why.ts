export const why = {
  title: 'Why was this denied?',
  description:
    'Every answer carries a request ID. This account keeps how the request was decided: each policy layer, and each statement in it.',
  label: 'Request ID',
  hint: 'From an error message, the x-amzn-RequestId header, or an event. An encoded authorization message will do as well.',
  ask: 'Show decision',
  unknownTitle: 'Nothing is known of this request',
  unknown:
    'No request of this account has this ID, nothing had to be decided on it, or it is not kept any more.',
  first: 'Enter a request ID to see how the request was decided.',
} as const
