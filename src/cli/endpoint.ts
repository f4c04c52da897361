import { ConfigurationError, defaultPort, type Environment } from '../server/configuration.ts'
import { type Options, textOption } from './invocation.ts'

export const defaultRegion = 'us-east-1'

/** Where the server is: said, or as every AWS client is told, or where it is by default. */
export function endpointOf(options: Options, environment: Environment): string {
  const given = textOption(options, 'endpoint') ?? environment.AWS_ENDPOINT_URL
  if (!given) return `http://127.0.0.1:${defaultPort}`
  if (!URL.canParse(given) || !/^https?:$/.test(new URL(given).protocol)) {
    throw new ConfigurationError(
      `the endpoint (--endpoint, AWS_ENDPOINT_URL) must be a URL like http://127.0.0.1:${defaultPort}, not ${given}`,
    )
  }
  return given.replace(/\/+$/, '')
}
