import { writeFile } from 'node:fs/promises'
import type { Service } from '../src/server/service.ts'
import { loadServices } from '../src/server/services.ts'
import type { Operation } from '../src/services/operation.ts'

/** Writes docs/operations.md from the declarations: `node scripts/generate-operations-doc.ts`. */
export const target = new URL('../docs/operations.md', import.meta.url)

const intro = `# Operations

*Generated from the declarations in \`src/services/\` by \`node scripts/generate-operations-doc.ts\`.*

Every operation that the AWS SDK knows, and the action that policies must allow for it. An operation that is not declared
answers \`NotImplemented\` (HTTP 501), never a fake success.
`

/** How AWS writes a service's name, and the folder of its pages. */
const titles: Readonly<Record<string, readonly [title: string, pages: string]>> = {
  iam: ['IAM', 'IAM'],
  sts: ['STS', 'STS'],
  organizations: ['Organizations', 'organizations'],
  s3: ['S3', 'AmazonS3'],
  cloudtrail: ['CloudTrail', 'awscloudtrail'],
}

export function operationsDocument(): string {
  return [intro, ...[...loadServices().values()].map(section)].join('\n')
}

function section(service: Service): string {
  const [title, pages] = titles[service.name] ?? [service.name, service.name]
  const names = [...service.api.shapes.keys()].sort()
  const rows = names.map(name => {
    const page = `https://docs.aws.amazon.com/${pages}/latest/APIReference/API_${name}.html`
    return `| [${name}](${page}) | ${needs(service.operations.get(name))} |`
  })
  return [
    `## ${title}`,
    '',
    `${service.operations.size} of ${names.length}.`,
    '',
    '| Operation | Needs |',
    '|---|---|',
    ...rows,
    '',
  ].join('\n')
}

function needs(operation: Operation | undefined): string {
  if (operation === undefined) return '*not declared*'
  const { access, service, name } = operation
  if ('noPermissionRequired' in access) return `no permission: ${access.noPermissionRequired}`
  const action = `\`${access.action ?? `${service}:${name}`}\``
  return operation.unsigned ? `no signature; ${action} of the role's trust policy` : action
}

if (import.meta.main) await writeFile(target, operationsDocument())
