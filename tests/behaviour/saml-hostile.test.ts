import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeCertificate, type TestCertificate } from './support/certificates.ts'
import { invalidToken } from './support/oidc-scene.ts'
import {
  type AssertionOptions,
  assertionXml,
  encoded,
  encrypted,
  responseXml,
  type SigningOptions,
  signed,
} from './support/saml-idp.ts'
import { contentOf, samlMetadata, samlSigner } from './support/saml-metadata.ts'
import { makeSamlProvider, samlRole, takeWithSaml, withSaml } from './support/saml-scene.ts'
import type { TestRole } from './support/scene.ts'
import { startTestServer, type TestServer } from './support/test-server.ts'

/** Responses that are made to deceive, or to cost. Nothing counts but what the provider signed, and all of it. */
let server: TestServer
let signer: TestCertificate
let provider: string
let role: TestRole
beforeAll(async () => {
  server = await startTestServer()
  signer = samlSigner()
  provider = await makeSamlProvider(server, [signer])
  role = await samlRole(server, provider)
})
afterAll(() => server.close())

const take = (xml: string) => takeWithSaml(server, role, provider, encoded(xml))
const ok = (Subject: string) => expect.objectContaining({ ok: expect.objectContaining({ Subject }) })
const unsigned = invalidToken('Response signature invalid')
const unreadable = invalidToken('Invalid base64 SAMLResponse')

function assertion(options: AssertionOptions = {}): string {
  return assertionXml({ attributes: { Role: `${role.arn},${provider}` }, ...options })
}

const signedAssertion = (options?: AssertionOptions, how?: SigningOptions) =>
  signed(assertion(options), 'Assertion', signer, how)
const signedResponse = (content: string) => signed(responseXml(content), 'Response', signer)

const signature = /<ds:Signature .*?<\/ds:Signature>/s
const idOf = (xml: string) => / ID="([^"]*)"/.exec(xml)?.[1] ?? ''

describe('what is signed', () => {
  it('may be the assertion, the response, or both', async () => {
    expect(await take(responseXml(signedAssertion()))).toEqual(ok('user-1'))
    expect(await take(signedResponse(assertion()))).toEqual(ok('user-1'))
    expect(await take(signedResponse(signedAssertion()))).toEqual(ok('user-1'))
  })

  it('is not nothing', async () => {
    expect(await take(responseXml(assertion()))).toEqual(unsigned)
  })

  it('is not what was changed afterwards', async () => {
    const one = responseXml(signedAssertion())
    expect(await take(one.replace('user-1', 'admin'))).toEqual(unsigned)
    const whole = signedResponse(assertion())
    expect(await take(whole.replace('user-1', 'admin'))).toEqual(unsigned)
  })

  it('is not what a stranger signed, whose certificate stands in the signature', async () => {
    const stranger = samlSigner()
    const bySomebody = signed(assertion(), 'Assertion', stranger)
    const info =
      `<ds:KeyInfo><ds:X509Data><ds:X509Certificate>${contentOf(stranger.pem)}` +
      `</ds:X509Certificate></ds:X509Data></ds:KeyInfo></ds:Signature>`
    expect(await take(responseXml(bySomebody))).toEqual(unsigned)
    expect(await take(responseXml(bySomebody.replace('</ds:Signature>', info)))).toEqual(unsigned)
    const own = signedAssertion().replace('</ds:Signature>', info)
    expect(await take(responseXml(own))).toEqual(ok('user-1'))
  })

  it('does not make a signature of the response that does not fit fit', async () => {
    const whole = signed(responseXml(signedAssertion()), 'Response', samlSigner())
    expect(await take(whole)).toEqual(unsigned)
  })

  it('is signed with SHA-2 and in SAML’s own way', async () => {
    const ways: readonly SigningOptions[] = [
      { method: 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha512' },
      { digest: 'http://www.w3.org/2001/04/xmlenc#sha512' },
    ]
    for (const way of ways) expect(await take(responseXml(signedAssertion({}, way)))).toEqual(ok('user-1'))
  })

  const enveloped = 'http://www.w3.org/2000/09/xmldsig#enveloped-signature'
  const exclusive = 'http://www.w3.org/2001/10/xml-exc-c14n#'
  it.each<[string, SigningOptions]>([
    ['SHA-1', { method: 'http://www.w3.org/2000/09/xmldsig#rsa-sha1' }],
    ['a SHA-1 digest', { digest: 'http://www.w3.org/2000/09/xmldsig#sha1' }],
    ['another canonical form', { canonicalization: 'http://www.w3.org/TR/2001/REC-xml-c14n-20010315' }],
    ['comments', { transforms: [enveloped, `${exclusive}WithComments`] }],
    ['one transform', { transforms: [enveloped] }],
    ['a transform too many', { transforms: [enveloped, exclusive, exclusive] }],
    ['a part of it only', { xpath: "//*[local-name(.)='Subject']" }],
  ])('is not signed with %s', async (_, way) => {
    expect(await take(responseXml(signedAssertion({}, way)))).toEqual(unsigned)
  })

  it('is not signed with HMAC and the certificate as the secret', async () => {
    const method = 'http://www.w3.org/2000/09/xmldsig#hmac-sha1'
    const xml = signedAssertion().replace('http://www.w3.org/2001/04/xmldsig-more#rsa-sha256', method)
    expect(await take(responseXml(xml))).toEqual(unsigned)
  })

  it.each([
    ['a reference to nothing', (xml: string) => xml.replace(/URI="#[^"]*"/, 'URI=""')],
    ['a reference elsewhere', (xml: string) => xml.replace(/URI="#[^"]*"/, 'URI="#other"')],
    ['a reference too many', (xml: string) => xml.replace(/(<ds:Reference .*<\/ds:Reference>)/s, '$1$1')],
    ['no reference', (xml: string) => xml.replace(/<ds:Reference .*<\/ds:Reference>/s, '')],
    ['no value', (xml: string) => xml.replace(/<ds:SignatureValue>.*<\/ds:SignatureValue>/s, '')],
    [
      'an object of its own',
      (xml: string) => xml.replace('</ds:Signature>', '<ds:Object><x/></ds:Object></ds:Signature>'),
    ],
    ['a second SignedInfo', (xml: string) => xml.replace(/(<ds:SignedInfo>.*<\/ds:SignedInfo>)/s, '$1$1')],
    [
      'a comment in the digest',
      (xml: string) => xml.replace('<ds:DigestValue>', '<ds:DigestValue>AAAA<!-- -->'),
    ],
    [
      'a second signature before it',
      (xml: string) =>
        xml.replace(
          signature,
          found => `<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#"/>${found}`,
        ),
    ],
  ])('is not signed by a signature with %s', async (_, change) => {
    expect(await take(responseXml(change(signedAssertion())))).toEqual(unsigned)
  })

  it('has ids that are there once', async () => {
    const xml = signedAssertion()
    const twice = responseXml(xml).replace('<samlp:Status>', `<samlp:Status ID="${idOf(xml)}">`)
    expect(await take(twice)).toEqual(unsigned)
    const otherwise = responseXml(xml).replace('<samlp:Status>', `<samlp:Status Id="${idOf(xml)}">`)
    expect(await take(otherwise)).toEqual(unsigned)
  })

  it.each(["' or '1'='1", '#', '', '1a', 'a b', 'a"]|//*["'])('has an id that is a name: %j', async id => {
    const xml = signedAssertion()
    const renamed = xml.replaceAll(idOf(xml), id.replaceAll('"', '&quot;'))
    expect(await take(responseXml(renamed))).toEqual(unsigned)
  })
})

/**
 * The eight ways to wrap a signature around something else: https://www.usenix.org/conference/usenixsecurity12/technical-sessions/presentation/somorovsky
 */
describe('signature wrapping', () => {
  const evil = (options: AssertionOptions = {}) => assertion({ nameId: 'admin', ...options })
  const withIn = (outer: string, inner: string) =>
    outer.replace('</saml:Assertion>', `${inner}</saml:Assertion>`)
  const signatureIn = (xml: string) => signature.exec(xml)?.[0] ?? ''
  const inSignature = (xml: string, inner: string) =>
    signatureIn(xml).replace('</ds:Signature>', `<ds:Object>${inner}</ds:Object></ds:Signature>`)
  const afterIssuer = (xml: string, inner: string) => xml.replace('</saml:Issuer>', `</saml:Issuer>${inner}`)

  const wrappings: Readonly<Record<string, () => string>> = {
    'XSW1: the signed response within the signature of another': () => {
      const whole = signedResponse(assertion())
      const original = whole.replace(signature, '')
      return afterIssuer(responseXml(evil()), inSignature(whole, original))
    },
    'XSW2: the signed response beside the signature of another': () => {
      const whole = signedResponse(assertion())
      const original = whole.replace(signature, '')
      return afterIssuer(responseXml(evil()), original + signatureIn(whole))
    },
    'XSW3: another assertion before the signed one': () => responseXml(evil() + signedAssertion()),
    'XSW3: another assertion behind the signed one': () => responseXml(signedAssertion() + evil()),
    'XSW4: the signed assertion within another': () => responseXml(withIn(evil(), signedAssertion())),
    'XSW5: the signature in another, the assertion without it behind': () => {
      const original = signedAssertion()
      return responseXml(afterIssuer(evil(), signatureIn(original)) + original.replace(signature, ''))
    },
    'XSW6: the signature in another, the assertion within the signature': () => {
      const original = signedAssertion()
      return responseXml(afterIssuer(evil(), inSignature(original, original.replace(signature, ''))))
    },
    'XSW7: another assertion among extensions': () =>
      responseXml(`<samlp:Extensions>${evil()}</samlp:Extensions>${signedAssertion()}`),
    'XSW7: the signed assertion among extensions': () =>
      responseXml(`<samlp:Extensions>${signedAssertion()}</samlp:Extensions>${evil()}`),
    'XSW8: the signed assertion as an object of the signature of another': () => {
      const original = signedAssertion()
      return responseXml(afterIssuer(evil(), inSignature(original, original.replace(signature, ''))))
    },
  }

  it.each(Object.entries(wrappings))('%s', async (_, wrapped) => {
    expect(await take(wrapped())).toEqual(unsigned)
    // And where the other one takes the signed one's id.
    const xml = wrapped()
    const [signedId] = /URI="#([^"]*)"/.exec(xml)?.slice(1) ?? []
    const ids = [...xml.matchAll(/<saml:Assertion [^>]*?ID="([^"]*)"/g)].map(([, id]) => id ?? '')
    const other = ids.find(id => id !== signedId)
    if (other === undefined) return
    expect(await take(xml.replaceAll(`ID="${other}"`, `ID="${signedId}"`))).toEqual(unsigned)
  })

  it('as advice, or under another namespace, or encrypted beside it', async () => {
    const beside = encrypted(evil(), signer.privateKey)
    for (const xml of [
      responseXml(signedAssertion() + beside),
      responseXml(beside + signedAssertion()),
      responseXml(signedAssertion({ edit: xml => withIn(xml, `<saml:Advice>${evil()}</saml:Advice>`) })),
      responseXml(signedAssertion() + evil().replaceAll('SAML:2.0:assertion', 'SAML:1.1:assertion')),
    ]) {
      expect(await take(xml)).toEqual(unsigned)
    }
  })

  it('a signed assertion of another response cannot be put around', async () => {
    const elsewhere = await makeSamlProvider(server, [signer])
    const attributes = { Role: `${role.arn},${elsewhere}` }
    expect(await take(responseXml(signedAssertion({ attributes })))).toHaveProperty(
      'refused.code',
      'InvalidIdentityToken',
    )
  })
})

describe('names', () => {
  it('with comments are all of their text', async () => {
    const xml = signedAssertion({ nameId: 'admin@example.com.evil.example' })
    const split = responseXml(xml.replace('admin@example.com.evil', 'admin@example.com<!---->.evil'))
    expect(await take(split)).toEqual(ok('admin@example.com.evil.example'))
    const condition = { StringEquals: { 'saml:sub': 'admin@example.com' } }
    const picky = await samlRole(server, provider, condition)
    const attributes = { Role: `${picky.arn},${provider}` }
    const forged = signedAssertion({ nameId: 'admin@example.com.evil.example', attributes })
    const response = responseXml(forged.replace('admin@example.com.evil', 'admin@example.com<!---->.evil'))
    expect(await takeWithSaml(server, picky, provider, encoded(response))).toEqual({
      refused: { code: 'AccessDenied', message: `Not authorized to perform ${withSaml}` },
    })
  })

  it('with CDATA or character references are what was signed', async () => {
    const xml = signedAssertion({ nameId: 'a&amp;b' })
    expect(await take(responseXml(xml))).toEqual(ok('a&b'))
    expect(await take(responseXml(xml.replace('a&amp;b', '<![CDATA[a&b]]>')))).toEqual(ok('a&b'))
    expect(await take(responseXml(xml.replace('a&amp;b', '<![CDATA[a&c]]>')))).toEqual(unsigned)
  })

  it('with elements in them are none', async () => {
    const nameId = 'admin<x>.evil</x>'
    expect(await take(responseXml(signedAssertion({ nameId })))).toHaveProperty(
      'refused.code',
      'AccessDenied',
    )
  })
})

describe('documents', () => {
  it('may be wrapped, as encoders of mail do it', async () => {
    const wrapped = encoded(responseXml(signedAssertion())).replaceAll(/.{76}/g, '$&\r\n')
    expect(await takeWithSaml(server, role, provider, wrapped)).toEqual(ok('user-1'))
  })

  const within = (part: string) =>
    responseXml(signedAssertion()).replace('<samlp:Status>', `${part}<samlp:Status>`)

  it.each([
    ['no base64', '<samlp:Response/>'],
    ['base64url', Buffer.from('<a>??></a>').toString('base64url')],
    ['no XML', encoded('hello')],
    ['text that is not UTF-8', Buffer.from([0x3c, 0x61, 0xff, 0x2f, 0x3e]).toString('base64')],
    ['an assertion alone', 'assertion'],
    ['another root', encoded('<Response/>')],
    ['white space only', '    '],
    ['white space without end, and then something else', `AAAA${' '.repeat(99_000)}!`],
  ])('that are %s are refused', async (_, text) => {
    const response = text === 'assertion' ? encoded(signedAssertion()) : text
    expect(await takeWithSaml(server, role, provider, response)).toEqual(unreadable)
  })

  const bomb = Array.from(
    { length: 20 },
    (_, index) => `<!ENTITY e${index + 1} "&e${index};&e${index};">`,
  ).join('')
  it.each<[string, () => string]>([
    ['declare a document type', () => `<!DOCTYPE Response>${responseXml(signedAssertion())}`],
    ['expand entities', () => `<!DOCTYPE a [<!ENTITY e0 "ha">${bomb}]>${within('&e20;')}`],
    [
      'read files',
      () =>
        `<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>${responseXml(signedAssertion()).replace('user-1', '&x;')}`,
    ],
    [
      'load from elsewhere',
      () => `<!DOCTYPE a SYSTEM "http://127.0.0.1:9/evil.dtd">${responseXml(signedAssertion())}`,
    ],
    ['declare it in lower case', () => `<!doctype a>${responseXml(signedAssertion())}`],
    ['use entities that are not there', () => within('&nbsp;')],
    ['give instructions', () => within('<?php evil() ?>')],
    ['have two roots', () => responseXml(signedAssertion()) + responseXml(signedAssertion())],
    ['are cut off', () => responseXml(signedAssertion()).slice(0, -10)],
    ['close what they did not open', () => within('</x>')],
    ['have an attribute twice', () => within('<x a="1" a="2"/>')],
    ['have attributes without quotes', () => within('<x a=1/>')],
    ['have tags in attributes', () => within('<x a="<saml:Assertion>"/>')],
    ['have control characters', () => within('\u0001')],
    ['have control characters by number', () => within('&#1;')],
    ['are nested deeply', () => within(`${'<x>'.repeat(2000)}${'</x>'.repeat(2000)}`)],
    ['have many elements', () => within('<x/>'.repeat(6000))],
    [
      'have many attributes',
      () => within(`<x ${Array.from({ length: 3000 }, (_, index) => `a${index}=""`).join(' ')}/>`),
    ],
    [
      'have many namespaces',
      () => within(`<x ${Array.from({ length: 2000 }, (_, index) => `xmlns:a${index}="b"`).join(' ')}/>`),
    ],
  ])('that %s are refused', async (_, xml) => {
    expect(await take(xml())).toEqual(unreadable)
  })

  it('that are huge are refused before they are read', async () => {
    const response = encoded(within(`<!--${'x'.repeat(80_000)}-->`))
    expect(await takeWithSaml(server, role, provider, response)).toHaveProperty(
      'refused.code',
      'ValidationError',
    )
  })

  it('with a certificate of an elliptic curve in the metadata prove nothing by RSA', async () => {
    const curved = await makeSamlProvider(server, [makeCertificate(), makeCertificate()])
    const own = await samlRole(server, curved)
    const xml = responseXml(signedAssertion({ attributes: { Role: `${own.arn},${curved}` } }))
    expect(await takeWithSaml(server, own, curved, encoded(xml))).toEqual(unsigned)
  })
})

describe('encrypted assertions', () => {
  const recipient = samlSigner()
  const provided = async (AssertionEncryptionMode: 'Required' | 'Allowed', AddPrivateKey?: string) => {
    const SAMLMetadataDocument = samlMetadata({ certificates: [signer] })
    const input = { SAMLMetadataDocument, AssertionEncryptionMode, ...(AddPrivateKey && { AddPrivateKey }) }
    const ofMode = await makeSamlProvider(server, [], input)
    const own = await samlRole(server, ofMode)
    const plain = () => signedAssertion({ attributes: { Role: `${own.arn},${ofMode}` } })
    return { plain, send: (xml: string) => takeWithSaml(server, own, ofMode, encoded(xml)) }
  }

  it.each([
    ['aes128-cbc', 'rsa-oaep-mgf1p', false],
    ['aes256-cbc', 'rsa-oaep', false],
    ['aes128-gcm', 'rsa-oaep', true],
    ['aes256-gcm', 'rsa-oaep-mgf1p', true],
  ] as const)('are read with the provider’s key: %s, %s', async (cipher, transport, keyBeside) => {
    const { plain, send } = await provided('Required', recipient.privateKey)
    const how = { cipher, transport, keyBeside }
    expect(await send(responseXml(encrypted(plain(), recipient.privateKey, how)))).toEqual(ok('user-1'))
    const whole = signedResponse(encrypted(plain().replace(signature, ''), recipient.privateKey, how))
    expect(await send(whole)).toEqual(ok('user-1'))
  })

  it('are the only ones where that is required', async () => {
    const required = await provided('Required', recipient.privateKey)
    expect(await required.send(responseXml(required.plain()))).toEqual(
      invalidToken('The SAML assertion must be encrypted.'),
    )
    const allowed = await provided('Allowed', recipient.privateKey)
    expect(await allowed.send(responseXml(allowed.plain()))).toEqual(ok('user-1'))
    const secret = encrypted(allowed.plain(), recipient.privateKey)
    expect(await allowed.send(responseXml(secret))).toEqual(ok('user-1'))
  })

  it('are refused in the same words, whatever is wrong with them', async () => {
    const { plain, send } = await provided('Allowed', recipient.privateKey)
    const sealed = encrypted(plain(), recipient.privateKey, { cipher: 'aes256-cbc' })
    const values = [...sealed.matchAll(/<xenc:CipherValue>([^<]*)</g)].map(([, value]) => value ?? '')
    const flipped = (value: string, at: number) => {
      const bytes = Buffer.from(value, 'base64')
      bytes[at < 0 ? bytes.length + at : at] = (bytes.at(at) ?? 0) ^ 1
      return bytes.toString('base64')
    }
    const [key = '', data = ''] = values
    for (const secret of [
      sealed.replace(data, flipped(data, 20)),
      sealed.replace(data, flipped(data, -1)),
      sealed.replace(data, flipped(data, -17)),
      sealed.replace(data, data.slice(0, 20)),
      sealed.replace(data, ''),
      sealed.replace(key, flipped(key, 0)),
      sealed.replace(key, ''),
      sealed.replace('aes256-cbc', 'tripledes-cbc'),
      sealed.replace('aes256-cbc', 'aes128-cbc'),
      encrypted('not XML', recipient.privateKey),
      encrypted(plain().replace('user-1', 'admin'), recipient.privateKey),
      encrypted(plain().replace(signature, ''), recipient.privateKey),
      encrypted(`<x>${plain()}</x>`, recipient.privateKey),
      encrypted(`<!DOCTYPE x>${plain()}`, recipient.privateKey),
      encrypted(plain(), samlSigner().privateKey),
      encrypted(plain(), recipient.privateKey, { transport: 'rsa-1_5' }),
    ]) {
      expect(await send(responseXml(secret))).toEqual(unsigned)
    }
    expect(await send(responseXml(sealed))).toEqual(ok('user-1'))
  })

  it('cannot be read without a key', async () => {
    const { plain, send } = await provided('Allowed')
    expect(await send(responseXml(encrypted(plain(), recipient.privateKey)))).toEqual(unsigned)
  })
})
