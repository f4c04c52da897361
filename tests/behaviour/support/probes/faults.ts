import type { ShapeData } from '../../../../src/wire/constraint-data.ts'
import type { Wording } from '../../../../src/wire/constraints.ts'
import { inJavaHashOrder } from '../../../../src/wire/java-hash-order.ts'
import type { Refusal } from '../doorways.ts'
import type { Input, Parameters, Site } from './sites.ts'
import { matches, textAgainst, textOf } from './texts.ts'

/** One request, and how it must be refused; without a refusal it keeps every constraint. */
export interface Probe {
  readonly title: string
  readonly parameters: Parameters
  readonly refusal?: Refusal
}

/** What is wrong, or just not wrong yet, with one place of an input. */
interface Change {
  readonly what: string
  /** Takes the place of everything the place had; nothing at all when empty. */
  readonly values: Parameters
  /** What AWS demands and does not get. */
  readonly demands: readonly string[]
  /** As the message quotes it, where the service quotes values. */
  readonly quoted: string
}

/** Every place of the input broken alone in every way, and brought to its boundaries. */
export function probesAlone({ sites }: Input, wording: Wording): Probe[] {
  return sites.flatMap(site => [
    ...changesOf(site, wording).map(change => ({
      title: `${site.path}: ${change.what}`,
      parameters: changed(site.scene, site, change),
      ...(change.demands.length > 0 && { refusal: refusalOf([[site, change]], wording) }),
    })),
    ...otherKinds(site).map(values => ({
      title: `${site.path}: of another type`,
      parameters: changed(site.scene, site, { values }),
      refusal: { code: 'MalformedInput', message: OTHER_TYPE[site.shape.kind] },
    })),
  ])
}

/** As many members as possible broken at once. */
export function probeTogether({ minimal, sites }: Input, wording: Wording): Probe | undefined {
  const faults: [Site, Change][] = []
  const members = sites.filter(({ path }) => !path.includes('.'))
  const order = inJavaHashOrder(members.map(({ path }) => path))
  for (const site of members.toSorted((a, b) => order.indexOf(a.path) - order.indexOf(b.path))) {
    const change = changesOf(site, wording).find(
      ({ demands }) => demands.length > 0 && ownWords(site, demands, wording) === undefined,
    )
    if (change) faults.push([site, change])
  }
  if (faults.length < 2) return undefined
  const parameters = faults.reduce((all, [site, change]) => changed(all, site, change), minimal)
  return { title: `${faults.length} members at once`, parameters, refusal: refusalOf(faults, wording) }
}

function changed(scene: Parameters, { name }: Site, { values }: Pick<Change, 'values'>): Parameters {
  const kept = [...scene].filter(([each]) => each !== name && !each.startsWith(`${name}.`))
  return new Map([...kept, ...values])
}

function changesOf(site: Site, wording: Wording): Change[] {
  const missing: Change[] = site.required
    ? [{ what: 'missing', values: new Map(), demands: ['not be null'], quoted: 'null ' }]
    : []
  const { kind } = site.shape
  const ofKind = kind === 'list' ? lists : kind === 'integer' ? numbers : kind === 'string' ? strings : none
  return [...missing, ...ofKind(site, wording)]
}

const none = (): Change[] => []

function strings({ name, demands }: Site, { quotesValues }: Wording): Change[] {
  const { min = 0, max, pattern, enum: values } = demands
  const change = (what: string, text: string | undefined): Change[] =>
    text === undefined
      ? []
      : [
          {
            what,
            values: new Map([[name, text]]),
            demands: textDemands(demands, text, quotesValues),
            quoted: `'${text}' `,
          },
        ]
  if (values)
    return [
      ...change('not one of the enum', 'NoSuchValue'),
      ...values.flatMap(value => change(`${value}`, value)),
    ]
  const fitting = Math.max(min, Math.min(max ?? 8, 8))
  return [
    ...(min > 0 ? change('too short', textOf(pattern, min - 1) ?? 'a'.repeat(min - 1)) : []),
    ...(min > 0 ? change('shortest', textOf(pattern, min)) : []),
    ...(max === undefined ? [] : change('longest', textOf(pattern, max))),
    ...(max === undefined ? [] : change('too long', textOf(pattern, max + 1) ?? 'a'.repeat(max + 1))),
    ...(pattern === undefined ? [] : change('against its pattern', textAgainst(pattern, fitting))),
  ]
}

/** Pattern before length, most before least: the order of AWS's recorded answers. */
function textDemands({ enum: values, pattern, min, max }: ShapeData, text: string, lists: boolean): string[] {
  return [
    ...(values && !values.includes(text)
      ? [`satisfy enum value set${lists ? `: [${values.join(', ')}]` : ''}`]
      : []),
    ...(pattern !== undefined && !matches(pattern, text)
      ? [`satisfy regular expression pattern: ${pattern}`]
      : []),
    ...sizeDemands('length', { min, max }, [...text].length),
  ]
}

type Range = { readonly [Bound in 'min' | 'max']?: number | undefined }

function sizeDemands(what: 'length' | 'value', { min, max }: Range, size: number): string[] {
  return [
    ...(max !== undefined && size > max ? [`have ${what} less than or equal to ${max}`] : []),
    ...(min !== undefined && size < min ? [`have ${what} greater than or equal to ${min}`] : []),
  ]
}

function numbers({ name, demands }: Site): Change[] {
  const { min, max } = demands
  const change = (what: string, value: number): Change => ({
    what,
    values: new Map([[name, String(value)]]),
    demands: sizeDemands('value', demands, value),
    quoted: `'${value}' `,
  })
  return [
    ...(min === undefined ? [] : [change('too small', min - 1), change('smallest', min)]),
    ...(max === undefined ? [] : [change('greatest', max), change('too great', max + 1)]),
  ]
}

function lists({ name, shape, demands, scene }: Site): Change[] {
  const { min, max } = demands
  const elementName = shape.kind === 'list' ? shape.elementName : ''
  const isOfTexts = shape.kind === 'list' && shape.element.kind === 'string'
  const first = `${name}.${elementName}.1`
  const item = [...scene].filter(([each]) => each === first || each.startsWith(`${first}.`))
  const change = (what: string, length: number): Change => ({
    what,
    values: new Map(
      length === 0
        ? [[name, '']]
        : Array.from({ length }, (_, index) => index + 1).flatMap(position =>
            item.map(([each, value]): [string, string] => [
              `${name}.${elementName}.${position}${each.slice(first.length)}`,
              value,
            ]),
          ),
    ),
    demands: sizeDemands('length', demands, length),
    quoted: isOfTexts || length === 0 ? `'[${Array(length).fill(item[0]?.[1]).join(', ')}]' ` : '',
  })
  return [
    ...(min === undefined || min === 0 ? [] : [change('too few', min - 1)]),
    ...(min === undefined ? [] : [change('fewest', min)]),
    ...(max === undefined ? [] : [change('most', max), change('too many', max + 1)]),
  ]
}

/** What a place is given that is of another kind. */
function otherKinds({ shape, name }: Site): Parameters[] {
  const one = (value: string) => [new Map([[name, value]])]
  const nested = [new Map([[`${name}.Inside`, 'x']])]
  if (shape.kind === 'string') return nested
  if (shape.kind === 'integer') return [...one('many'), ...one('1.5'), ...one('2147483648')]
  if (shape.kind === 'blob') return one('*')
  return one('perhaps')
}

const OTHER_TYPE: Readonly<Record<Site['shape']['kind'], string>> = {
  string: 'Start of structure or map found where not expected.',
  integer: 'STRING_VALUE can not be converted to an Integer',
  boolean: 'STRING_VALUE can not be converted to a Boolean',
  timestamp: 'timestamp must follow ISO8601',
  blob: 'The value of a blob must be base64',
  list: 'Unexpected list element termination',
  struct: 'Unexpected complex element termination',
  map: 'Unexpected complex element termination',
}

function refusalOf(faults: readonly (readonly [Site, Change])[], wording: Wording): Refusal {
  const words = faults
    .map(([site, { demands }]) => ownWords(site, demands, wording))
    .find(each => each !== undefined)
  if (words !== undefined) return { code: 'ValidationError', message: words }
  const failures = faults.flatMap(([site, { demands, quoted }]) => {
    const told = itemInWords(site, demands, quoted, wording) ?? { path: site.path, demands, quoted }
    const value = wording.quotesValues && !site.demands.sensitive ? told.quoted : ''
    return told.demands.map(
      demand => `Value ${value}at '${told.path}' failed to satisfy constraint: Member must ${demand}`,
    )
  })
  const counted = failures.length === 1 ? '1 validation error' : `${failures.length} validation errors`
  return { code: 'ValidationError', message: `${counted} detected: ${failures.join('; ')}` }
}

/** What is wrong with a text in a list is told of the list, with all that is demanded of a text in it. */
function itemInWords(
  { path, shape, demands: { min, max, pattern, enum: values } }: Site,
  broken: readonly string[],
  quoted: string,
  { quotesValues }: Wording,
): { path: string; demands: string[]; quoted: string } | undefined {
  if (!path.endsWith('.1.member') || shape.kind !== 'string' || broken.length === 0) return undefined
  const demands = [
    ...(max === undefined ? [] : [`have length less than or equal to ${max}`]),
    ...(min === undefined ? [] : [`have length greater than or equal to ${min}`]),
    ...(values ? [`satisfy enum value set${quotesValues ? `: [${values.join(', ')}]` : ''}`] : []),
    ...(pattern === undefined ? [] : [`satisfy regular expression pattern: ${pattern}`]),
    ...(/^(tagKeys|transitiveTagKeys)\./.test(path) ? ['not be null'] : []),
  ]
  return {
    path: path.slice(0, -'.1.member'.length),
    demands: [`satisfy constraint: [${demands.map(demand => `Member must ${demand}`).join(', ')}]`],
    quoted: quoted.replace(/^'([\s\S]*)' $/, "'[$1]' "),
  }
}

/** IAM has sentences for some members' patterns, and then reports nothing else. */
function ownWords(
  { path }: Site,
  demands: readonly string[],
  { patterns = {} }: Wording,
): string | undefined {
  const sentence = patterns[path]
  if (sentence === undefined || !demands.some(demand => demand.includes('pattern'))) return undefined
  return `The specified value for ${path} is invalid. ${sentence}`
}
