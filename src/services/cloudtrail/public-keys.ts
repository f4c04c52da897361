import { directory } from '../../store/contract.ts'
import { logSigningKeys } from '../../store/trail-tables.ts'
import { cloudtrail, cloudtrailError, everything } from './operation.ts'

/**
 * https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_ListPublicKeys.html
 *
 * The keys by which `aws cloudtrail validate-logs` checks digests. One is made with the first digest; none ends.
 */
export const ListPublicKeys = cloudtrail('ListPublicKeys', {
  check: ({ input: { StartTime, EndTime, NextToken } }) => {
    if (StartTime && EndTime && StartTime > EndTime)
      throw cloudtrailError('InvalidTimeRangeException', 'The start time occurs after the end time.')
    if (NextToken !== undefined) throw cloudtrailError('InvalidTokenException', 'The token is not valid.')
  },
  resource: () => everything,
  handle: async ({ input: { EndTime }, store, now }) => {
    const keys = await store.read(directory, rows => rows.list(logSigningKeys))
    return {
      PublicKeyList: keys
        .filter(({ createdAt }) => createdAt <= (EndTime?.getTime() ?? now))
        .map(({ fingerprint, createdAt, publicKey }) => ({
          Value: Buffer.from(publicKey, 'base64'),
          ValidityStartTime: new Date(createdAt),
          Fingerprint: fingerprint,
        })),
    }
  },
})
