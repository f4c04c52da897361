/** The account that was signed in to last from this browser, so that nobody has to type twelve digits every day. */
const key = 'crossrole.account'

export function accountUsedLast(): string {
  return localStorage.getItem(key) ?? ''
}

export function keepAccountUsedLast(account: string): void {
  localStorage.setItem(key, account)
}
