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

/** Nothing of this machine's; the provider makes garbage for seconds when it starts. */
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

/**
 * A configuration of this folder that is applied to a server. Its provider is started once, in the way that is meant for
 * debuggers: a command starts several of its own otherwise, and each takes longer than what it is started for.
 */
export class TerraformConfiguration {
  readonly #directory: string
  readonly #provider: ChildProcess
  readonly #attached: string

  private constructor(directory: string, process: ChildProcess, attached: string) {
    this.#directory = directory
    this.#provider = process
    this.#attached = attached
  }

  static async open(folder: string, url: string, keys: Keys, variables: object = {}) {
    const directory = mkdtempSync(join(tmpdir(), 'crossrole-terraform-'))
    cpSync(join(import.meta.dirname, folder), directory, { recursive: true })
    const { accessKeyId: access_key, secretAccessKey: secret_key } = keys
    const values = { endpoint: url, keys: { access_key, secret_key }, ...variables }
    writeFileSync(join(directory, 'terraform.tfvars.json'), JSON.stringify(values))
    const child = spawn(provider ?? '', ['-debug'], { env: environment, stdio: ['ignore', 'pipe', 'ignore'] })
    return new TerraformConfiguration(directory, child, await attachment(child))
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
    const ended = once(this.#provider, 'exit')
    this.#provider.kill('SIGKILL')
    await ended
    rmSync(this.#directory, { recursive: true, force: true })
  }

  async #run(...args: string[]): Promise<string> {
    const { stdout } = await run('terraform', [...args, '-no-color'], {
      cwd: this.#directory,
      env: { ...environment, TF_REATTACH_PROVIDERS: this.#attached },
      maxBuffer: 64 * 1024 * 1024,
    })
    return stdout
  }
}

/** Where the provider can be reached, as it says itself. */
async function attachment({ stdout }: ChildProcess): Promise<string> {
  if (!stdout) throw new TypeError('the provider was started without a pipe')
  for await (const line of createInterface({ input: stdout })) {
    const said = /TF_REATTACH_PROVIDERS='(.*)'/.exec(line)?.[1]
    if (said !== undefined) return said
  }
  throw new Error('the provider has ended before it could be reached')
}
