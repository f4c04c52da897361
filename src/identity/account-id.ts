declare const accountIdBrand: unique symbol
/** Twelve decimal digits. */
export type AccountId = string & { readonly [accountIdBrand]: true }

export function isAccountId(text: string): text is AccountId {
  return /^\d{12}$/.test(text)
}

export function accountId(text: string): AccountId {
  if (!isAccountId(text)) throw new TypeError(`not an account id: ${text}`)
  return text
}
