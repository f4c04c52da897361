/**
 * Templates of policies: a policy with `@{parameter}` in its texts and `@Enabled` on its statements. Values go into the
 * texts of the parsed document, never into its JSON: no value can close a text and add an element.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/temporary-delegation-policy-templates.html
 */
export type TemplateValues = ReadonlyMap<string, readonly string[]>

/** What keeps a template from becoming a policy. */
export class RenderingFault extends Error {
  override readonly name = 'RenderingFault'
}

/** Several times what a policy of any kind may have: of more, no policy comes, and it costs nothing to say so. */
const maxCharacters = 65_536

/** How many characters a rendering may still make. */
interface Allowance {
  left: number
}

/** The policy as JSON; undefined where no statement is left of it. */
export function renderPolicy(template: string, values: TemplateValues): string | undefined {
  const document = objectIn(template)
  const statements = Array.isArray(document.Statement) ? document.Statement : [document.Statement ?? {}]
  const enabled = statements.filter(statement => isEnabled(statement, values))
  if (enabled.length === 0) return undefined
  const Statement = Array.isArray(document.Statement) ? enabled : (enabled[0] ?? {})
  return JSON.stringify(render({ ...document, Statement }, values, { left: maxCharacters }))
}

/** A name, a path, a description. */
export function renderText(template: string, values: TemplateValues): string {
  const [text, ...more] = expand(template, values, { left: maxCharacters })
  if (text === undefined || more.length > 0) throw new RenderingFault(`'${template}' has several values.`)
  return text
}

/** All that a template mentions. */
export function parameterNames(template: string): ReadonlySet<string> {
  const names = new Set([...template.matchAll(/@\{([^{}]*)\}/g)].map(([, name = '']) => name))
  JSON.parse(template, (key, value: unknown) => {
    if (key === '@Enabled') names.add(String(value).replace(/^!/, ''))
    return value
  })
  return names
}

type Json = null | boolean | number | string | Json[] | { [key: string]: Json }

function objectIn(template: string): { [key: string]: Json } {
  const parsed = JSON.parse(template) as Json
  if (isObject(parsed)) return parsed
  throw new RenderingFault('The template is no JSON object.')
}

function isObject(value: Json | undefined): value is { [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** What is left out need have no values. */
function isEnabled(statement: Json | undefined, values: TemplateValues): boolean {
  if (!isObject(statement) || !Object.hasOwn(statement, '@Enabled')) return true
  const condition = String(statement['@Enabled'])
  const isNegated = condition.startsWith('!')
  const [value] = valuesOf(isNegated ? condition.slice(1) : condition, values)
  return (value === 'True') !== isNegated
}

function render(value: Json, values: TemplateValues, allowance: Allowance): Json {
  if (typeof value === 'string') {
    const texts = expand(value, values, allowance)
    return texts.length === 1 ? (texts[0] ?? '') : texts
  }
  if (Array.isArray(value)) {
    return value.flatMap(item =>
      typeof item === 'string' ? expand(item, values, allowance) : [render(item, values, allowance)],
    )
  }
  if (!isObject(value)) return value
  const members = Object.entries(value).filter(([key]) => key !== '@Enabled')
  return Object.fromEntries(
    members.map(([key, inner]) => [renderText(key, values), render(inner, values, allowance)]),
  )
}

/** "StringList parameters create a cross-product of all combinations." */
function expand(text: string, values: TemplateValues, allowance: Allowance): string[] {
  // Names stand at the odd places.
  const parts = text.split(/@\{([^{}]*)\}/)
  let texts = ['']
  for (const [place, part] of parts.entries()) {
    const choices = place % 2 === 0 ? [part] : valuesOf(part, values)
    const made = lengthOf(texts) * choices.length + lengthOf(choices) * texts.length
    if (Math.max(made, texts.length * choices.length) > allowance.left) {
      throw new RenderingFault('The parameters have too many combinations of values.')
    }
    texts = texts.flatMap(start => choices.map(choice => start + choice))
  }
  allowance.left -= lengthOf(texts)
  return texts
}

function lengthOf(texts: readonly string[]): number {
  return texts.reduce((sum, { length }) => sum + length, 0)
}

function valuesOf(name: string, values: TemplateValues): readonly string[] {
  const found = values.get(name)
  if (found) return found
  throw new RenderingFault(`Parameter '${name}' not found.`)
}
