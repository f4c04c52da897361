import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { Sha256 } from '@smithy/core/checksum'
import { SignatureV4 } from '@smithy/signature-v4'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { allow, assume, fresh, makeRole, makeUser, rootOf, trust } from '../behaviour/support/scene.ts'
import { allowAll, type ConsoleHouse, openConsole } from './support/console-house.ts'

/** Another site, in a real browser: a broker that signs people in, and pages that mean harm. */
let house: ConsoleHouse
let site: Server
let page = ''
beforeAll(async () => {
  house = await openConsole()
  site = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html; charset=utf-8')
    response.end(`<!doctype html><title>Another site</title>${page}`)
  })
  site.listen(0, '127.0.0.1')
  await once(site, 'listening')
})
afterAll(async () => {
  await house.close()
  site.close()
})

/** By its name, which makes another site of it: the console is opened by its address. */
const siteUrl = () => `http://localhost:${(site.address() as AddressInfo).port}/`

async function loginLink(): Promise<string> {
  const { server } = house
  const role = await makeRole(server, server.trusting, { trust: [trust(rootOf(server.trusted))] })
  const user = await makeUser(server, server.trusted, allow('sts:AssumeRole', '*'))
  const { accessKeyId, secretAccessKey, sessionToken } = await assume(server, user.keys, role)
  const Session = JSON.stringify({ sessionId: accessKeyId, sessionKey: secretAccessKey, sessionToken })
  const asked = await fetch(
    `${server.url}/federation?${new URLSearchParams({ Action: 'getSigninToken', Session })}`,
  )
  const { SigninToken = '' } = (await asked.json()) as { SigninToken?: string }
  const login = { Action: 'login', Issuer: siteUrl(), Destination: '/console/home/start', SigninToken }
  return `${server.url}/federation?${new URLSearchParams(login)}`
}

/** An object of a bucket, as a link that anybody may open. */
async function sharedObject(ContentType: string, Body: string): Promise<string> {
  const { url, trusted } = house.server
  const s3 = new S3Client({
    endpoint: url,
    region: 'us-east-1',
    credentials: trusted.admin,
    forcePathStyle: true,
    maxAttempts: 1,
  })
  const Bucket = fresh('shared')
  await s3.send(new CreateBucketCommand({ Bucket }))
  await s3.send(new PutObjectCommand({ Bucket, Key: 'object', Body, ContentType }))
  const { hostname, port } = new URL(url)
  const signer = new SignatureV4({
    service: 's3',
    region: 'us-east-1',
    credentials: trusted.admin,
    sha256: Sha256,
    uriEscapePath: false,
  })
  const request = {
    method: 'GET',
    protocol: 'http:',
    hostname,
    port: Number(port),
    path: `/${Bucket}/object`,
    headers: { host: `${hostname}:${port}`, 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' },
  }
  const unsignableHeaders = new Set(['x-amz-content-sha256'])
  const { path, query } = await signer.presign(request, { unsignableHeaders })
  return `${url}${path}?${new URLSearchParams(query as Record<string, string>)}`
}

describe('an object of a bucket', () => {
  it('comes from the console’s origin, and runs nothing there', async () => {
    const script = "document.title = 'It runs'"
    const link = await sharedObject(
      'text/html',
      `<title>Object</title><h1>Shared</h1><script>${script}</script>`,
    )
    expect((await fetch(link)).status).toBe(200)
    const browser = await house.browser()
    const signedIn = await browser.tab()
    await signedIn.signIn(await house.person(house.server.trusted, allowAll))
    const tab = await browser.tab()
    await tab.page.goto(link)
    await tab.heading('Shared').waitFor()
    expect(await tab.page.title()).toBe('Object')
    expect(tab.complaints.join('\n')).toContain('sandbox')

    // Nor may a page of the console be talked into running it.
    const module = await sharedObject('text/javascript', script)
    const ran = await signedIn.page.evaluate(
      src =>
        new Promise(resolve => {
          const element = document.createElement('script')
          element.onload = () => resolve('ran')
          element.onerror = () => resolve('refused')
          element.src = src
          document.head.append(element)
        }),
      module,
    )
    expect(ran).toBe('refused')
  })
})

describe('a broker', () => {
  it('opens the console for somebody, in a tab of their own beside those who are signed in', async () => {
    const person = await house.person(house.server.trusted, allowAll)
    const browser = await house.browser()
    const before = await browser.tab()
    await before.signIn(person)
    page = `<a href="${(await loginLink()).replaceAll('&', '&amp;')}">Open the console</a>`
    const tab = await browser.tab()
    await tab.page.goto(siteUrl())
    await tab.link('Open the console').click()
    await tab.button(/^Account menu/).waitFor()
    expect(tab.path).toBe('/console/home/start')
    await (await tab.accountMenu()).getByText(house.server.trusting.id).first().waitFor()
    await before.page.reload()
    await (await before.accountMenu()).getByText(person.name).first().waitFor()
    expect(tab.complaints).toEqual([])
  })
})

describe('a page of another site', () => {
  it('gets no credentials of who is signed in, however it asks', async () => {
    const browser = await house.browser()
    await (await browser.tab()).signIn(await house.person(house.server.trusted, allowAll))
    page = ''
    const evil = await browser.tab()
    await evil.page.goto(siteUrl())
    const answers = await evil.page.evaluate(async url => {
      const path = `${url}/_crossrole/console/credentials`
      const headers = { 'content-type': 'application/json', 'x-crossrole-session': '1' }
      const asked = (init: RequestInit) =>
        fetch(path, { method: 'POST', credentials: 'include', body: '{}', ...init }).then(
          answer => `${answer.type} ${answer.status}`,
          () => 'blocked',
        )
      return [await asked({ headers }), await asked({}), await asked({ mode: 'no-cors' })]
    }, house.server.url)
    // What is opaque, the page cannot read; the server refused it besides.
    expect(answers).toEqual(['blocked', 'blocked', 'opaque 0'])
  })

  it('cannot frame a page of the console', async () => {
    page = `<iframe title="console" src="${house.server.url}/console/home/start"></iframe>`
    const evil = await (await house.browser()).tab()
    await evil.page.goto(siteUrl())
    await expect.poll(() => evil.complaints.join('\n')).toContain('frame-ancestors')
    expect(await evil.page.frameLocator('iframe').locator('#console').count()).toBe(0)
  })

  it('cannot sign anybody out', async () => {
    const browser = await house.browser()
    const tab = await browser.tab()
    await tab.signIn(await house.person(house.server.trusted, allowAll))
    page = `<a href="${house.server.url}/federation?Action=logout">Kittens</a>`
    const evil = await browser.tab()
    await evil.page.goto(siteUrl())
    await evil.link('Kittens').click()
    await evil.page.waitForURL(/\/(signin|console\/)/)
    await tab.page.reload()
    await tab.button(/^Account menu/).waitFor()
  })
})
