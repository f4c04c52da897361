import { type ChildProcess, execFile, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, globSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'
import type { Keys } from '../behaviour/support/test-server.ts'

/**
 * Terraform and its AWS provider, unchanged. The provider is taken from a mirror on this machine, which
 * CROSSROLE_TERRAFORM_PLUGINS names.
 */
const mirror = process.env.CROSSROLE_TERRAFORM_PLUGINS
const address = 'registry.terraform.io/hashicorp/aws'
const [provider] = mirror ? globSync(join(mirror, address, '*/*/terraform-provider-aws_v*')) : []

/** Why Terraform cannot run here. */
export const terraformAbsent =
  spawnSync('terraform', ['version']).status !== 0
    ? 'terraform is not on PATH'
    : provider === undefined && 'CROSSROLE_TERRAFORM_PLUGINS names no mirror with the AWS provider'

const run = promisify(execFile)

/** Nothing of this machine's; the provider makes garbage whenever it is asked what it knows. */
const environment = {
  PATH: process.env.PATH,
  CHECKPOINT_DISABLE: '1',
  AWS_EC2_METADATA_DISABLED: 'true',
  GOGC: '400',
}

interface ProviderSchemas {
  readonly resource_schemas: object
  readonly data_source_schemas: object
}

/** As the configurations take them. */
export const keysOf = ({ accessKeyId: access_key, secretAccessKey: secret_key }: Keys) => ({
  access_key,
  secret_key,
})

/** What a configuration is opened with: the folder it is in, the server that it is applied to, its variables. */
interface Opening {
  readonly folder: string
  readonly url: string
  readonly variables: object
  /** Of a provider for each account that it acts in. */
  readonly providers?: readonly string[]
}

/**
 * A configuration of this folder that is applied to a server. Its providers are started once, in the way that is meant
 * for debuggers: to start one takes longer than what it is started for. A provider that was started so acts in a single
 * account, so there is one, of a name of its own, for each. The environment says where the server is: to check a block
 * of `endpoints` takes the provider seconds, several times a command.
 */
export class TerraformConfiguration {
  readonly #directory: string
  readonly #providers: readonly ChildProcess[]
  readonly #environment: NodeJS.ProcessEnv

  private constructor(directory: string, providers: readonly ChildProcess[], attachments: object) {
    this.#directory = directory
    this.#providers = providers
    this.#environment = { ...environment, TF_REATTACH_PROVIDERS: JSON.stringify(attachments) }
  }

  static async open({ folder, url, variables, providers = [address] }: Opening) {
    const directory = copyOf(folder, variables)
    const env = { ...environment, AWS_ENDPOINT_URL: url }
    const children = providers.map(() =>
      spawn(provider ?? '', ['-debug'], { env, stdio: ['ignore', 'pipe', 'ignore'] }),
    )
    const attachments = await Promise.all(children.map(attachment))
    const attached = Object.fromEntries(providers.map((name, index) => [name, attachments[index]]))
    const configuration = new TerraformConfiguration(directory, children, attached)
    // All that is to be installed: the providers are there.
    await configuration.#run('get')
    return configuration
  }

  async apply(): Promise<void> {
    await this.#run('apply', '-auto-approve', '-input=false')
  }

  async outputs(): Promise<Record<string, { readonly value: unknown }>> {
    return JSON.parse(await this.#run('output', '-json'))
  }

  /** Exit code 2, which rejects here, means that something is to change. */
  async expectNoDrift(): Promise<void> {
    await this.#run('plan', '-detailed-exitcode', '-input=false')
  }

  async destroy(): Promise<void> {
    await this.#run('destroy', '-auto-approve', '-refresh=false', '-input=false')
  }

  /** The names of the resources and of the data sources that the provider has, by how they begin. */
  async known(prefix: string): Promise<{ readonly resource: string[]; readonly data: string[] }> {
    const { provider_schemas } = JSON.parse(await this.#run('providers', 'schema', '-json'))
    const schemas: ProviderSchemas = provider_schemas[address]
    const named = (all: object) => Object.keys(all).filter(name => name.startsWith(prefix))
    return { resource: named(schemas.resource_schemas), data: named(schemas.data_source_schemas) }
  }

  async close(): Promise<void> {
    for (const child of this.#providers) {
      const ended = once(child, 'exit')
      child.kill('SIGKILL')
      await ended
    }
    rmSync(this.#directory, { recursive: true, force: true })
  }

  async #run(...args: string[]): Promise<string> {
    const { stdout } = await run('terraform', [...args, '-no-color'], {
      cwd: this.#directory,
      env: this.#environment,
      maxBuffer: 64 * 1024 * 1024,
    })
    return stdout
  }
}

function copyOf(folder: string, variables: object): string {
  const directory = mkdtempSync(join(tmpdir(), 'crossrole-terraform-'))
  cpSync(join(import.meta.dirname, folder), directory, { recursive: true })
  writeFileSync(join(directory, 'terraform.tfvars.json'), JSON.stringify(variables))
  return directory
}

/** How the provider can be reached, as it says itself. */
async function attachment({ stdout }: ChildProcess): Promise<unknown> {
  if (!stdout) throw new TypeError('the provider was started without a pipe')
  for await (const line of createInterface({ input: stdout })) {
    const said = /TF_REATTACH_PROVIDERS='(.*)'/.exec(line)?.[1]
    if (said !== undefined) return JSON.parse(said)[address]
  }
  throw new Error('the provider has ended before it could be reached')
}
