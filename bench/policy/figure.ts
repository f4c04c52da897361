import type { Figure } from '../main.ts'
import type { Rate } from './measure.ts'

/** A rate beside another of the same run; the note names the other. */
export function rateFigure(name: string, rate: Rate, reference: Rate, referenceName: string): Figure {
  return {
    name: `policy/${name}`,
    value: rate.perSecond,
    unit: 'decisions/s',
    reference: reference.perSecond,
    ratio: rate.perSecond / reference.perSecond,
    note: `reference: ${referenceName}${withheld(rate)}`,
  }
}

/** A cost of one statement, beside that of its text. */
export function costFigure(
  name: string,
  unit: string,
  value: number,
  reference: number,
  referenceName: string,
): Figure {
  return {
    name: `policy/${name}`,
    value,
    unit,
    reference,
    ratio: value / reference,
    note: `reference: ${referenceName}`,
  }
}

/** Less than this of the processor, and other processes count in what was measured. */
const wholeProcessor = 0.95

function withheld({ perSecond, perCpuSecond }: Rate): string {
  const share = perSecond / perCpuSecond
  if (share >= wholeProcessor) return ''
  return `; the machine was busy: ${Math.round(perCpuSecond)} per second of processor time`
}
