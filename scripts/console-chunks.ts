import type { Rolldown } from 'vite'

/**
 * How the console is cut into files. What the bundler does by itself, a file for whatever two pages share, comes to two
 * hundred requests for one page; here it is about twenty, and what pages have in common is read once.
 */

/** What people see first, in this order: a page has what is its own, and what those before it have. */
const beginnings = [
  { chunk: 'start', roots: ['src/console/main.tsx'] },
  { chunk: 'sign-in', roots: ['src/console/sign-in/sign-in-page.tsx'] },
  { chunk: 'shell', roots: ['src/console/shell/shell.tsx', 'src/console/home/home-page.tsx'] },
] as const

/** What pages share, by where it comes from. */
const shared: readonly { readonly chunk: string; readonly from: RegExp; readonly pages: number }[] = [
  { chunk: 'components', from: /\/node_modules\/@cloudscape-design\//, pages: 2 },
  { chunk: 'console', from: /\/src\/(console|policy)\//, pages: 3 },
]

interface Modules {
  getModuleInfo(id: string): Rolldown.ModuleInfo | null
}

/** Groups for `output.codeSplitting`; those that come first choose first, and what they import goes with them. */
export function consoleChunks(root: string) {
  let started: ReadonlyMap<string, string> | undefined
  const beginsIn = (chunk: string) => (id: string, modules: Modules) => {
    started ??= beginningsOf(root, modules)
    return started.get(id) === chunk ? chunk : null
  }
  const groups = [
    ...beginnings.map(({ chunk }) => ({ name: beginsIn(chunk), debugName: chunk })),
    { name: 'sdk', test: /\/node_modules\/(@smithy|@aws-crypto|@aws-sdk\/(?!client-))/ },
    { name: clientOf, debugName: 'clients' },
    ...shared.map(({ chunk, from, pages }) => ({ name: chunk, test: from, minShareCount: pages })),
  ]
  return groups.map((group, place) => ({ ...group, priority: groups.length - place }))
}

/** Each service's client by itself: its commands are small, and pages share them in all combinations. */
function clientOf(id: string): string | null {
  return /\/node_modules\/@aws-sdk\/(client-[a-z0-9-]+)\//.exec(id)?.[1] ?? null
}

/** Every module that the roots import, whoever imports it else, and the chunk that it begins in. */
function beginningsOf(root: string, modules: Modules): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  for (const { chunk, roots } of beginnings) {
    const open = roots.map(path => `${root}/${path}`)
    for (let id = open.pop(); id !== undefined; id = open.pop()) {
      if (found.has(id)) continue
      found.set(id, chunk)
      open.push(...(modules.getModuleInfo(id)?.importedIds ?? []))
    }
  }
  return found
}
