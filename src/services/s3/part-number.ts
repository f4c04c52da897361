import { invalidArgument } from '../../wire/s3/fault.ts'

const maxPartNumber = 10_000

export function mustBePartNumber(partNumber: number): void {
  if (Number.isInteger(partNumber) && partNumber >= 1 && partNumber <= maxPartNumber) return
  throw invalidArgument(
    'Part number must be an integer between 1 and 10000, inclusive',
    'partNumber',
    String(partNumber),
  )
}
