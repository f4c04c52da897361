import { makeCertificate, type TestCertificate } from './certificates.ts'

export interface MetadataOptions {
  readonly entityId?: string
  readonly certificates?: readonly TestCertificate[]
  readonly validUntil?: string
}

/** A key pair that signs SAML responses: RSA, as nearly every provider's is. */
export function samlSigner(): TestCertificate {
  return makeCertificate({ kind: 'rsa' })
}

/** The metadata document that an identity provider hands out. */
export function samlMetadata(options: MetadataOptions = {}): string {
  const { entityId = 'https://idp.example.com/saml', certificates = [samlSigner()], validUntil } = options
  const keys = certificates.map(
    ({ pem }) =>
      `<md:KeyDescriptor use="signing"><ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:X509Data>` +
      `<ds:X509Certificate>${contentOf(pem)}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor>`,
  )
  return (
    `<?xml version="1.0" encoding="UTF-8"?>\n` +
    `<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" entityID="${entityId}"` +
    `${validUntil === undefined ? '' : ` validUntil="${validUntil}"`}>` +
    `<md:IDPSSODescriptor WantAuthnRequestsSigned="false" protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">` +
    keys.join('') +
    `<md:NameIDFormat>urn:oasis:names:tc:SAML:2.0:nameid-format:persistent</md:NameIDFormat>` +
    `<md:SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST" Location="https://idp.example.com/sso"/>` +
    `</md:IDPSSODescriptor></md:EntityDescriptor>`
  )
}

/** What stands between the lines of a PEM text. */
export function contentOf(pem: string): string {
  return pem.replaceAll(/-----[A-Z ]+-----|\s/g, '')
}
