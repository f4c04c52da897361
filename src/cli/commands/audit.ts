import { readConfiguration } from '../../server/configuration.ts'
import { filesIn, isThere, masterKeyIn } from '../../server/data-directory.ts'
import { type Finding, type Verified, verifyEvents } from '../../server/event-files.ts'
import { exitCodes, type Invocation, Problem, textOption } from '../invocation.ts'

/** Checks the event files of a data directory with its master key, and the event history against them. */
export async function run({ argument, options, environment, print }: Invocation): Promise<number> {
  if (argument !== 'verify') throw new Problem(`audit takes verify, not ${argument}`, exitCodes.misused)
  const data = textOption(options, 'data')
  const configuration = readConfiguration({ ...(data !== undefined && { data }) }, environment)
  const directory = configuration.dataDirectory as string
  const files = filesIn(directory)
  if (!(await isThere(files.store)))
    throw new Problem(
      `${directory} is no data directory: --data or CROSSROLE_DATA names it`,
      exitCodes.misused,
    )
  if (!configuration.masterKey && !(await isThere(files.masterKey)))
    throw new Problem(
      `${directory} holds no master key: give the server's as CROSSROLE_MASTER_KEY`,
      exitCodes.misused,
    )
  const masterKey = configuration.masterKey ?? (await masterKeyIn(directory))
  const head = textOption(options, 'head')
  const from = firstFile(textOption(options, 'from'))
  const findings: Finding[] = []
  const verified = await checked(directory, masterKey, {
    ...(from !== undefined && { from }),
    ...(head !== undefined && { head }),
    report: finding => {
      findings.push(finding)
      if (!options.json) print(asText(finding))
    },
  })
  const holds = findings.length === 0 && verified.headFound !== false
  for (const line of options.json
    ? [JSON.stringify({ holds, ...verified, findings }, null, 2)]
    : summary(verified, findings.length))
    print(line)
  return holds ? exitCodes.done : exitCodes.failed
}

/** What keeps the history from being read is for a person to mend. */
async function checked(...given: Parameters<typeof verifyEvents>): Promise<Verified> {
  try {
    return await verifyEvents(...given)
  } catch (error) {
    const isOfHistory = error instanceof Error && error.message.includes('.history ')
    throw isOfHistory ? new Problem(error.message, exitCodes.misused) : error
  }
}

function firstFile(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  if (!/^[1-9]\d{0,8}$/.test(text))
    throw new Problem(`--from takes the number of a file, not ${text}`, exitCodes.misused)
  return Number(text)
}

function asText({ problem, file, line, sequences, message }: Finding): string {
  const place = line === undefined ? file : `${file}:${line}`
  return `${problem}: ${place}${sequences ? `, ${named(sequences)}` : ''}: ${message}`
}

const named = ([first, last]: readonly [number, number]) =>
  first === last ? `event ${first}` : `events ${first} to ${last}`

function summary({ events, files, first, last, head, headFound }: Verified, findings: number): string[] {
  const range = first !== undefined && last !== undefined ? ` (${named([first, last])})` : ''
  return [
    ...(headFound === false ? ['the head that was given is the chain of no event'] : []),
    `${events} events${range} in ${files} files: ${findings === 0 ? 'all as they were written' : `${findings} findings`}`,
    ...(head === undefined ? [] : [`head: ${head}`]),
  ]
}
