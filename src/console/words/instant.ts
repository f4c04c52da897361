const shown = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'short' })

/** A point in time as pages show it, in the browser's time zone; a dash where there is none. */
export function instant(date: Date | number | undefined): string {
  return date === undefined ? '–' : shown.format(date)
}
