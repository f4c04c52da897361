import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Environment } from '../../server/configuration.ts'
import { mergeSections, type Section, showSections } from '../aws-config/ini.ts'
import { profilesOf } from '../aws-config/profiles.ts'
import { defaultRegion, endpointOf } from '../endpoint.ts'
import { adminsOf, firstCredentialsIn } from '../first-users.ts'
import { exitCodes, type Invocation, textOption } from '../invocation.ts'

/** Prints profiles for the AWS CLI and the SDKs, or merges them into the files these read. */
export async function run({ options, environment, print }: Invocation): Promise<number> {
  const admins = adminsOf(await firstCredentialsIn(options, environment))
  const region = textOption(options, 'region') ?? defaultRegion
  const { config, credentials } = profilesOf(admins, endpointOf(options, environment), region)
  const targets = [
    { file: sharedFile(environment, 'AWS_CONFIG_FILE', 'config'), sections: config },
    { file: sharedFile(environment, 'AWS_SHARED_CREDENTIALS_FILE', 'credentials'), sections: credentials },
  ]
  for (const { file, sections } of targets) {
    if (options.write === true) {
      print(`${file}: ${(await merge(file, sections)) ? 'written' : 'nothing to change'}`)
    } else {
      print(`# ${file}\n${showSections(sections)}\n`)
    }
  }
  return exitCodes.done
}

/** https://docs.aws.amazon.com/sdkref/latest/guide/file-location.html */
function sharedFile(environment: Environment, variable: string, name: string): string {
  return environment[variable] ?? join(environment.HOME ?? homedir(), '.aws', name)
}

/** Whole or not at all, readable by its owner only; answers whether anything changed. */
async function merge(file: string, sections: readonly Section[]): Promise<boolean> {
  const before = await textOf(file)
  const after = mergeSections(before, sections)
  if (after === before) return false
  await mkdir(dirname(file), { recursive: true, mode: 0o700 })
  const draft = `${file}.${process.pid}.tmp`
  await writeFile(draft, after, { mode: 0o600 })
  await rename(draft, file)
  return true
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return ''
    throw error
  }
}
