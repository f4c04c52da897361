import { accountOfAccessKeyId } from '../../identity/access-key-id.ts'
import { directory } from '../../store/contract.ts'
import { accessKeyClaims, accounts } from '../../store/tables.ts'
import { commonError } from '../../wire/errors.ts'
import { sts } from './operation.ts'

/** https://docs.aws.amazon.com/STS/latest/APIReference/API_GetAccessKeyInfo.html */
export const GetAccessKeyInfo = sts('GetAccessKeyInfo', {
  resource: () => ({ arn: '*' }),
  handle: async ({ input, store }) => {
    const account = await store.read(directory, async rows => {
      const claim = await rows.get(accessKeyClaims, input.AccessKeyId)
      const carried = claim?.accountId ?? accountOfAccessKeyId(input.AccessKeyId)
      return carried && (await rows.get(accounts, carried))?.accountId
    })
    if (!account) throw commonError('ValidationError', `The access key ${input.AccessKeyId} does not exist.`)
    return { Account: account }
  },
})
