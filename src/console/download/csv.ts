/** `exact` is given as it is: a password with a sign too many is none. Everything else is for people to read. */
export type CsvCell = string | { readonly exact: string }

/**
 * A table for spreadsheets. What others may have named is never taken for a formula:
 * https://owasp.org/www-community/attacks/CSV_Injection
 */
export function csv(...lines: readonly (readonly CsvCell[])[]): string {
  return lines.map(cells => `${cells.map(written).join(',')}\r\n`).join('')
}

function written(cell: CsvCell): string {
  const text = typeof cell === 'string' ? cell.replace(/^(?=[=+\-@\t\r])/, "'") : cell.exact
  return /[",\r\n]/.test(text) || text !== text.trim() ? `"${text.replaceAll('"', '""')}"` : text
}
