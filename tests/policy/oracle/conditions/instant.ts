/**
 * Moments in time as policies write them: the W3C profile of ISO 8601, or seconds since 1970.
 * A text with a `-` or a `t` is read as a date, any other as seconds; so `2020` is not the year.
 * Without a time zone UTC is meant.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_Date
 */

const epochText = /^\d+(?:\.\d+)?$/
const dateText =
  /^(-?\d{1,9})(?:-(\d{1,2})(?:-(\d{1,2}))?)?(?:t(?:(\d{1,2})(?::(\d{1,2})(?::(\d{1,2})(?:\.(\d{1,9}))?)?)?(z|[+-]\d{2}(?::\d{2})?)?)?)?$/

const maxEpoch = 9223372036854775807n
const yearRange = { min: -292275054, max: 292278993 }

/** Seconds since 1970, or undefined for a text that is neither form. */
export function parseInstant(text: string): number | undefined {
  const lower = text.toLowerCase()
  if (lower.includes('t') || lower.includes('-')) return parseDate(lower)
  if (!epochText.test(text)) return undefined
  const whole = text.split('.')[0] ?? ''
  return BigInt(whole) <= maxEpoch ? Number(text) : undefined
}

function parseDate(text: string): number | undefined {
  const match = dateText.exec(text)
  if (match === null) return undefined
  const year = Number(match[1])
  const month = Number(match[2] ?? 1)
  const day = Number(match[3] ?? 1)
  const hour = Number(match[4] ?? 0)
  const minute = Number(match[5] ?? 0)
  const second = Number(match[6] ?? 0)
  const zone = zoneSeconds(match[8])
  const valid =
    within(year, yearRange.min, yearRange.max) &&
    within(month, 1, 12) &&
    within(day, 1, 31) &&
    within(hour, 0, 23) &&
    within(minute, 0, 59) &&
    within(second, 0, 59)
  if (!valid || zone === undefined) return undefined
  const fraction = match[7] === undefined ? 0 : Number(`0.${match[7]}`)
  return ((daysSince1970(year, month, day) * 24 + hour) * 60 + minute) * 60 + second + fraction - zone
}

function within(value: number, min: number, max: number): boolean {
  return value >= min && value <= max
}

function zoneSeconds(zone: string | undefined): number | undefined {
  if (zone === undefined || zone === 'z') return 0
  const hours = Number(zone.slice(1, 3))
  const minutes = Number(zone.slice(4) || 0)
  if (hours > 23 || minutes > 59) return undefined
  return (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes) * 60
}

/** Days of the Gregorian calendar. Years are counted from March, so that the leap day comes last. */
function daysSince1970(year: number, month: number, day: number): number {
  const shiftedYear = month > 2 ? year : year - 1
  const era = Math.floor(shiftedYear / 400)
  const yearOfEra = shiftedYear - era * 400
  const dayOfYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 1
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear
  return era * 146097 + dayOfEra - 719468
}
