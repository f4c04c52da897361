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

/** As the configurations take them. */
export const keysOf = ({ accessKeyId: access_key, secretAccessKey: secret_key }: Keys) => ({
  access_key,
  secret_key,
})

/** A configuration of this folder that is applied to a server. */
export class TerraformConfiguration {
  readonly #directory: string
  readonly #environment: NodeJS.ProcessEnv
  readonly #provider: ChildProcess | undefined

  private constructor(directory: string, settings: NodeJS.ProcessEnv, process?: ChildProcess) {
    this.#directory = directory
    this.#environment = { ...environment, ...settings }
    this.#provider = process
  }

  /** One that acts in several accounts: Terraform starts a provider for each, several times a command. */
  static async open(folder: string, variables: object): Promise<TerraformConfiguration> {
    const directory = copyOf(folder, variables)
    const settings = join(directory, 'cli.tfrc')
    writeFileSync(
      settings,
      `provider_installation {\n  filesystem_mirror {\n    path = "${mirror}"\n  }\n}\n`,
    )
    const configuration = new TerraformConfiguration(directory, { TF_CLI_CONFIG_FILE: settings })
    await configuration.#run('init', '-input=false')
    return configuration
  }

  /**
   * One that acts in a single account. Its provider is started once, in the way that is meant for debuggers: to start it
   * takes longer than what it is started for.
   */
  static async openAttached(folder: string, variables: object): Promise<TerraformConfiguration> {
    const directory = copyOf(folder, variables)
    const child = spawn(provider ?? '', ['-debug'], { env: environment, stdio: ['ignore', 'pipe', 'ignore'] })
    const settings = { TF_REATTACH_PROVIDERS: await attachment(child) }
    return new TerraformConfiguration(directory, settings, child)
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
    if (this.#provider) {
      const ended = once(this.#provider, 'exit')
      this.#provider.kill('SIGKILL')
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

/** Where the provider can be reached, as it says itself. */
async function attachment({ stdout }: ChildProcess): Promise<string> {
  if (!stdout) throw new TypeError('the provider was started without a pipe')
  for await (const line of createInterface({ input: stdout })) {
    const said = /TF_REATTACH_PROVIDERS='(.*)'/.exec(line)?.[1]
    if (said !== undefined) return said
  }
  throw new Error('the provider has ended before it could be reached')
}
