import { expect, test } from 'vitest'
import { type Condition, type Context, compileLayers, decide } from '../../../src/policy/index.ts'
import { type Case, compareAlone } from './compare.ts'

/** How a policy variable begins; written whole it would look like a template of TypeScript. */
const open = '$'.concat('{')

/** Patterns made to be slow, by about how many characters they and their texts have. None matches its text. */
interface Hostile {
  readonly pattern: (size: number) => string
  readonly text: (size: number) => string
  /** What the text lacks at its end. */
  readonly missing: string
  readonly context?: (size: number) => Context
}

const hostile: Readonly<Record<string, Hostile>> = {
  'many short pieces': {
    pattern: size => `${'*a'.repeat(size / 2)}b`,
    text: size => 'a'.repeat(size),
    missing: 'b',
  },
  'nothing but stars': {
    pattern: size => `${'*'.repeat(size)}b`,
    text: size => 'a'.repeat(size),
    missing: 'b',
  },
  'pieces that almost fit everywhere': {
    pattern: size => `${'*ab'.repeat(size / 3)}*abc`,
    text: size => 'ab'.repeat(size / 2),
    missing: 'abc',
  },
  'one long piece that almost fits everywhere': {
    pattern: size => `*${'a'.repeat(size / 2)}b*`,
    text: size => 'a'.repeat(size),
    missing: 'b',
  },
  'one long piece with question marks': {
    pattern: size => `*${'?a'.repeat(size / 4)}b*`,
    text: size => 'a'.repeat(size),
    missing: 'b',
  },
  'stars and question marks in turn': {
    pattern: size => `${'*?'.repeat(size / 2)}*b`,
    text: size => 'a'.repeat(size),
    missing: 'b',
  },
  'characters of two units': {
    pattern: size => `${'*\u{1f600}?'.repeat(size / 3)}*b`,
    text: size => '\u{1f600}'.repeat(size),
    missing: 'b',
  },
  'one long piece of characters of two units': {
    pattern: size => `*${'?\u{1f600}'.repeat(size / 4)}b*`,
    text: size => '\u{1f600}'.repeat(size),
    missing: 'b',
  },
  'halves of characters': {
    pattern: size => `*${'\ud83d'.repeat(size / 2)}b*`,
    text: size => '\ud83d'.repeat(size),
    missing: 'b',
  },
  'many variables': {
    pattern: size => `${`*${open}k}`.repeat(size / 5)}b`,
    text: size => 'a'.repeat(size),
    missing: 'b',
    context: () => ({ k: 'a' }),
  },
  'many empty variables': {
    pattern: size => `*${`${open}k}`.repeat(size / 4)}b*`,
    text: size => 'a'.repeat(size),
    missing: 'b',
    context: () => ({ k: '' }),
  },
  'a long variable': {
    pattern: () => `*${open}k}?b*`,
    text: size => 'a'.repeat(size),
    missing: 'b',
    context: size => ({ k: 'a'.repeat(size / 2) }),
  },
}

interface Doorway {
  readonly ask: (pattern: string, text: string, context: Context) => Case
  readonly hasVariables: boolean
}

const resource = 'arn:aws:s3:::bucket'

const doorways: Readonly<Record<string, Doorway>> = {
  StringLike: {
    ask: (pattern, text, context) => conditional('StringLike', pattern, text, context),
    hasVariables: true,
  },
  'ForAnyValue:StringLike': {
    ask: (pattern, text, context) => conditional('ForAnyValue:StringLike', pattern, ['x', text], context),
    hasVariables: true,
  },
  ArnLike: {
    ask: (pattern, text, context) =>
      conditional('ArnLike', `arn:aws:s3:::${pattern}`, `arn:aws:s3:::${text}`, context),
    hasVariables: true,
  },
  'ArnLike, before the fifth colon': {
    ask: (pattern, text, context) =>
      conditional('ArnLike', `arn:aws:s3::${pattern}:x`, `arn:aws:s3::${text}:x`, context),
    hasVariables: true,
  },
  Resource: {
    ask: (pattern, text, context) =>
      question('s3:Get', '*', `${resource}${text}`, `${resource}${pattern}`, context),
    hasVariables: true,
  },
  'Resource, before the fifth colon': {
    ask: (pattern, text, context) =>
      question('s3:Get', '*', `arn:aws:s3::${text}:x`, `arn:aws:s3::${pattern}:x`, context),
    hasVariables: false,
  },
  Action: {
    ask: (pattern, text, context) => question(`s3:${text}`, `s3:${pattern}`, resource, '*', context),
    hasVariables: false,
  },
}

const asked = Object.entries(hostile).flatMap(([name, patterns]) =>
  Object.entries(doorways)
    .filter(([, { hasVariables }]) => hasVariables || patterns.context === undefined)
    .map(([place, doorway]) => ({ name, place, patterns, doorway })),
)

function made({ patterns, doorway }: (typeof asked)[number], size: number, end: string): Case {
  return doorway.ask(patterns.pattern(size), patterns.text(size) + end, patterns.context?.(size) ?? {})
}

test.each(asked)('$name in $place: decided by the rules', given => {
  for (let size = 0; size <= 24; size++) {
    expect(compareAlone(made(given, size, ''))).toBeUndefined()
    expect(compareAlone(made(given, size, given.patterns.missing))).toBeUndefined()
  }
})

/**
 * Pattern times text is then 2.5 · 10^7 steps. A matcher that costs more, 10^11 steps or what doubles with every
 * character, would not come to an end.
 */
const huge = 5_000
/** Every pattern once, and every doorway. */
const askedHuge = asked.filter(({ name, place }) => place === 'StringLike' || name === 'many short pieces')

test.each(askedHuge)(`$name in $place: decided also when ${huge} characters long`, given => {
  expect(outcomeOf(made(given, huge, ''))).toBe('ImplicitlyDenied')
  expect(outcomeOf(made(given, huge, given.patterns.missing))).toBe('Allowed')
})

function outcomeOf({ request, layers, options }: Case) {
  return decide(request, compileLayers(layers), options)
}

function conditional(operator: string, pattern: string, actual: string | string[], context: Context): Case {
  const condition = { operator, key: 'asked', values: [pattern] }
  return question('s3:Get', '*', resource, '*', { ...context, asked: actual }, [condition])
}

function question(
  action: string,
  actions: string,
  requested: string,
  resources: string,
  context: Context,
  conditions: readonly Condition[] = [],
): Case {
  return {
    request: {
      principal: {
        kind: 'user',
        accountId: '111111111111',
        arn: 'arn:aws:iam::111111111111:user/u',
        userId: 'AIDAU',
      },
      action,
      resource: requested,
      context,
    },
    layers: {
      identity: [
        {
          source: { name: 'hostile' },
          document: {
            version: '2012-10-17',
            statements: [
              {
                index: 0,
                effect: 'Allow',
                action: { negated: false, patterns: [actions] },
                resource: { negated: false, patterns: [resources] },
                conditions,
              },
            ],
          },
        },
      ],
    },
    options: {},
  }
}
