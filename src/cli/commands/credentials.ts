import { firstCredentialsIn } from '../first-users.ts'
import { shownCredentials } from '../first-users-text.ts'
import { exitCodes, type Invocation } from '../invocation.ts'

/** Shows again what the first start created. */
export async function run({ options, environment, print }: Invocation): Promise<number> {
  const credentials = await firstCredentialsIn(options, environment)
  if (options.json) {
    print(JSON.stringify(credentials, null, 2))
    return exitCodes.done
  }
  for (const line of shownCredentials(credentials)) print(line)
  print('')
  print('As the first start made them: what was changed since is not shown here.')
  return exitCodes.done
}
