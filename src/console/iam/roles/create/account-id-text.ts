/** An account id as people copy it: `1111-2222-3333`, with spaces around. */
export function accountIdTyped(text: string): string {
  const compact = text.replace(/\s/g, '')
  return /^[\d-]+$/.test(compact) ? compact.replaceAll('-', '') : compact
}

export function isAccountIdText(text: string): boolean {
  return /^\d{12}$/.test(text)
}
