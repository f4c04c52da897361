declare const organizationIdBrand: unique symbol
/** `o-` and ten letters and digits. */
export type OrganizationId = `o-${string}` & { readonly [organizationIdBrand]: true }

export function isOrganizationId(text: string): text is OrganizationId {
  return /^o-[a-z0-9]{10,32}$/.test(text)
}

/** Lower-case letters and digits; bytes beyond the last whole round of them are drawn again, so each is as likely. */
const letters = 'abcdefghijklmnopqrstuvwxyz0123456789'
const lastWholeRound = 256 - (256 % letters.length)

type Random = (length: number) => Uint8Array

function someLetters(length: number, random: Random): string {
  let text = ''
  while (text.length < length) {
    for (const byte of random(length)) {
      if (byte < lastWholeRound && text.length < length) text += letters[byte % letters.length]
    }
  }
  return text
}

/**
 * Ids of what an organization is made of, in AWS's forms.
 * https://docs.aws.amazon.com/organizations/latest/APIReference/API_Types.html
 */
export const newOrganizationIds = {
  organization: (random: Random) => `o-${someLetters(10, random)}` as OrganizationId,
  root: (random: Random) => `r-${someLetters(4, random)}`,
  /** Carries its root. */
  organizationalUnit: (rootId: string, random: Random) =>
    `ou-${rootId.slice('r-'.length)}-${someLetters(8, random)}`,
  policy: (random: Random) => `p-${someLetters(8, random)}`,
  resourcePolicy: (random: Random) => `rp-${someLetters(8, random)}`,
  handshake: (random: Random) => `h-${someLetters(32, random)}`,
  createAccountRequest: (random: Random) => `car-${someLetters(32, random)}`,
  responsibilityTransfer: (random: Random) => `rt-${someLetters(8, random)}`,
} as const
