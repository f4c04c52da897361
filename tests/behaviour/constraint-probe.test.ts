import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { maxBodyBytes } from '../../src/server/http-server.ts'
import { silentLog } from '../../src/server/log.ts'
import { type Foundation, type RunningServer, serve } from '../../src/server/main.ts'
import { loadServices } from '../../src/server/services.ts'
import { patternWording } from '../../src/services/iam/pattern-wording.ts'
import { directory } from '../../src/store/contract.ts'
import { type ConstraintData, readConstraintData } from '../../src/wire/constraint-data.ts'
import type { Wording } from '../../src/wire/constraints.ts'
import type { Refusal } from './support/doorways.ts'
import { type Probe, probesAlone, probeTogether } from './support/probes/faults.ts'
import { type RawClient, rawClient } from './support/probes/raw-calls.ts'
import { inputOf } from './support/probes/sites.ts'
import { testFoundation } from './support/test-server.ts'

/**
 * Every constraint of the model on every operation we declare, broken over the wire by an administrator who may do
 * everything: refused in AWS's words, several faults in one message, nothing changed. And its boundaries, which pass.
 */
const wordings: Readonly<Record<string, Wording>> = {
  iam: { quotesValues: false, patterns: patternWording },
  sts: { quotesValues: true },
}

/** Where we hold an operation to more than the model says, and why. */
const stricter: Readonly<Record<string, { readonly failure: string; readonly why: string }>> = {
  CreateLoginProfile: {
    failure: "Value at 'password' failed to satisfy constraint: Member must not be null",
    why: 'only root sessions that give an account its password back may leave out the password',
  },
  ...Object.fromEntries(
    ['AccessKey', 'ServiceSpecificCredential', 'SigningCertificate', 'SSHPublicKey'].map(credential => [
      `Update${credential}`,
      {
        failure: "Value at 'status' failed to satisfy constraint: Member must satisfy enum value set",
        why: 'nobody sets a credential to Expired: AWS itself retires credentials so',
      },
    ]),
  ),
}

interface Probed {
  readonly service: string
  readonly operation: string
  readonly refused: readonly Probe[]
  readonly accepted: readonly Probe[]
  readonly tooLarge: readonly Probe[]
}

/** Organizations words its refusals by reasons: `organizations-input.test.ts`. */
const inTheseWords = [...loadServices().values()].filter(({ name }) => name in wordings)

const probed = inTheseWords.flatMap(({ name, api: { shapes }, operations }) => {
  const data: ConstraintData = readConstraintData(name)
  const wording = wordings[name] as Wording
  return [...operations.keys()].map((operation): Probed => {
    const shape = shapes.get(operation)
    if (!shape) throw new Error(`the SDK has no operation ${operation}`)
    const input = inputOf(shape, data)
    const together = probeTogether(input, wording)
    const all = [...probesAlone(input, wording), ...(together ? [together] : [])]
    const probes = all.filter(fits)
    return {
      service: name,
      operation,
      refused: probes.filter(({ refusal }) => refusal),
      accepted: [
        { title: 'what is required', parameters: input.minimal },
        ...probes.filter(({ refusal }) => !refusal),
      ],
      tooLarge: all.filter(probe => !fits(probe)),
    }
  })
})

/** Two texts of the model may be longer than any request: SAML metadata and certificate chains. */
function fits({ parameters }: Probe): boolean {
  return [...parameters.values()].every(value => value.length < maxBodyBytes - 10_000)
}

let foundation: Foundation
let server: RunningServer
let clients: Readonly<Record<string, RawClient>>
beforeAll(async () => {
  foundation = await testFoundation()
  server = await serve(foundation, { host: '127.0.0.1', port: 0 }, silentLog)
  const key = server.created?.[0]?.accessKeys[0]
  const keys = { accessKeyId: key?.id ?? '', secretAccessKey: key?.secret ?? '' }
  clients = { iam: rawClient(server.url, 'iam', keys), sts: rawClient(server.url, 'sts', keys) }
})
afterAll(async () => {
  for (const client of Object.values(clients)) client.close()
  await server.close()
})

const versions: Readonly<Record<string, string>> = { iam: '2010-05-08', sts: '2011-06-15' }

function send({ service, operation }: Probed, { parameters }: Probe) {
  const called: [string, string][] = [
    ['Action', operation],
    ['Version', versions[service] ?? ''],
  ]
  return (clients[service] as RawClient).send(new Map([...called, ...parameters]))
}

function isOfConstraints(refusal: Refusal | undefined): boolean {
  if (!refusal) return false
  const { code, message } = refusal
  const words = ['failed to satisfy constraint', ...Object.values(patternWording)]
  return code === 'MalformedInput' || words.some(each => message.includes(each))
}

/** Of all partitions there are. */
async function revisions(): Promise<readonly number[]> {
  const accounts = (server.created ?? []).map(({ account }) => account)
  return Promise.all(
    [...new Set([directory, ...accounts] as const)].map(each => foundation.store.revision(each)),
  )
}

const count = (of: 'refused' | 'accepted' | 'tooLarge') =>
  probed.reduce((sum, each) => sum + each[of].length, 0)

const counted = `${probed.length} operations: ${count('refused')} faults, ${count('accepted')} boundaries`
const leftOut = `${count('tooLarge')} larger than any request left out`

describe(`${counted}; ${leftOut}`, () => {
  describe('a broken constraint is refused in AWS’s words and changes nothing', () => {
    it.each(probed.filter(({ refused }) => refused.length > 0))('$service:$operation', async each => {
      const before = await revisions()
      const answers = await Promise.all(each.refused.map(probe => send(each, probe)))
      const told = each.refused.map(({ title }, index) => ({ title, ...answers[index] }))
      expect(told).toEqual(each.refused.map(({ title, refusal }) => ({ title, status: 400, refusal })))
      expect(await revisions()).toEqual(before)
    })
  })

  describe('what keeps to the constraints is judged by something else', () => {
    const reasonsMet = new Set<string>()

    it.each(probed)('$service:$operation', async each => {
      for (const probe of each.accepted) {
        const { status, refusal } = await send(each, probe)
        const told = `${probe.title}: ${status} ${refusal?.code}: ${refusal?.message}`
        expect(status, told).toBeLessThan(500)
        const { failure, why } = stricter[each.operation] ?? {}
        if (refusal?.message === `1 validation error detected: ${failure}`)
          reasonsMet.add(`${each.operation}: ${why}`)
        else expect(isOfConstraints(refusal), told).toBe(false)
      }
    })

    it('and every reason to demand more was met', () => {
      const reasons = Object.entries(stricter).map(([operation, { why }]) => `${operation}: ${why}`)
      expect([...reasonsMet].sort()).toEqual(reasons.sort())
    })

    it('and the administrator is still one', async () => {
      const { status } = await (clients.iam as RawClient).send(
        new Map([
          ['Action', 'ListUsers'],
          ['Version', '2010-05-08'],
        ]),
      )
      expect(status).toBe(200)
    })
  })
})
