import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { cliAbsent, runAwsCli } from '../behaviour/support/aws-cli.ts'
import { cliEnvironment } from '../behaviour/support/doorways.ts'
import { makeRole, policy, rootOf, trust } from '../behaviour/support/scene.ts'
import { startTestServer, type TestServer } from '../behaviour/support/test-server.ts'

/**
 * The AWS CLI as a person types it: options, shorthand, documents from files, its own paging, waiters, and profiles
 * that take a role. That single calls answer as the SDK is told, the behaviour suites check.
 */
const run = promisify(execFile)

describe.skipIf(cliAbsent)(
  `the AWS CLI${cliAbsent ? ` (skipped: ${cliAbsent})` : ''}`,
  { timeout: 120_000 },
  () => {
    let server: TestServer
    let directory: string
    beforeAll(async () => {
      server = await startTestServer()
      directory = await mkdtemp(join(tmpdir(), 'crossrole-cli-'))
    })
    afterAll(async () => {
      await server.close()
      await rm(directory, { recursive: true })
    })

    const words = (command: string) => [...command.split(' '), '--output', 'json']
    const printed = (stdout: string) => (stdout.trim() === '' ? undefined : JSON.parse(stdout))

    async function aws(command: string) {
      const { stdout } = await runAwsCli(words(command), cliEnvironment(server, server.trusted.admin))
      return printed(stdout)
    }

    it('reads a document from a file, tags from shorthand, numbers and switches', async () => {
      const document = policy(trust(rootOf(server.trusted)))
      await writeFile(join(directory, 'trust.json'), document)
      await aws(
        `iam create-role --role-name Typed --assume-role-policy-document file://${join(directory, 'trust.json')} --max-session-duration 7200 --tags Key=Team,Value=blue Key=Cost,Value=`,
      )
      expect(await aws('iam get-role --role-name Typed --query Role')).toMatchObject({
        AssumeRolePolicyDocument: JSON.parse(document),
        MaxSessionDuration: 7200,
        Tags: [
          { Key: 'Team', Value: 'blue' },
          { Key: 'Cost', Value: '' },
        ],
      })
      await aws('iam create-user --user-name Typed')
      await aws(
        'iam create-login-profile --user-name Typed --password correct-Horse-7 --password-reset-required',
      )
      const reset = 'iam get-login-profile --user-name Typed --query LoginProfile.PasswordResetRequired'
      expect(await aws(reset)).toBe(true)
      await aws('iam update-login-profile --user-name Typed --no-password-reset-required')
      expect(await aws(reset)).toBe(false)
      expect(await aws('iam get-account-summary --query SummaryMap.RolesQuota')).toBe(1000)
    })

    it('joins pages of its own accord, and goes on from where it stopped', async () => {
      const names = ['a', 'b', 'c', 'd', 'e']
      for (const name of names) await aws(`iam create-group --group-name ${name}`)
      const list = (options = '') =>
        aws(`iam list-groups --page-size 2${options} --query [Groups[].GroupName,NextToken]`)
      expect(await list()).toEqual([names, null])
      const [first, token] = await list(' --max-items 3')
      expect(first).toEqual(['a', 'b', 'c'])
      expect(await list(` --starting-token ${token}`)).toEqual([['d', 'e'], null])
    })

    it('waits for what is there, and fails to where it is not', async () => {
      await aws('iam create-user --user-name Awaited')
      await aws('iam wait user-exists --user-name Awaited')
      await expect(aws('iam get-user --user-name Nobody')).rejects.toMatchObject({
        stderr: expect.stringContaining('(NoSuchEntity)'),
      })
    })

    it('takes a role of another account for a profile that names it, and only where it may', async () => {
      const trusted = await makeRole(server, server.trusting, { trust: [trust(rootOf(server.trusted))] })
      const closed = await makeRole(server, server.trusting, { trust: [trust(rootOf(server.trusting))] })
      const { accessKeyId, secretAccessKey } = server.trusted.admin
      await writeFile(
        join(directory, 'config'),
        `[profile own]
aws_access_key_id = ${accessKeyId}
aws_secret_access_key = ${secretAccessKey}

[profile trusted]
role_arn = ${trusted.arn}
source_profile = own
role_session_name = typed

[profile closed]
role_arn = ${closed.arn}
source_profile = own
`,
      )
      // The CLI keeps the sessions of a profile in the home directory.
      const configured = { AWS_CONFIG_FILE: join(directory, 'config'), HOME: directory }
      const env = { ...cliEnvironment(server, server.trusted.admin), ...configured }
      // Started for this: what it reads of its environment when it starts is what is tried.
      const whoAmI = async (profile: string) => {
        const { stdout } = await run('aws', words(`sts get-caller-identity --profile ${profile}`), { env })
        return printed(stdout)
      }
      expect(await whoAmI('own')).toMatchObject({ Account: server.trusted.id })
      expect(await whoAmI('trusted')).toMatchObject({
        Account: server.trusting.id,
        Arn: `arn:aws:sts::${server.trusting.id}:assumed-role/${trusted.name}/typed`,
      })
      await expect(whoAmI('closed')).rejects.toMatchObject({
        stderr: expect.stringContaining('(AccessDenied)'),
      })
    })
  },
)
