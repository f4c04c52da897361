import { mergeIntoFile, sharedFile } from '../aws-config/files.ts'
import { showSections } from '../aws-config/ini.ts'
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
      print(`${file}: ${(await mergeIntoFile(file, sections)) ? 'written' : 'nothing to change'}`)
    } else {
      print(`# ${file}\n${showSections(sections)}\n`)
    }
  }
  return exitCodes.done
}
