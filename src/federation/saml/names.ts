/** Namespaces and algorithms of SAML 2.0, by the names that the specifications give them. */
export const assertionNamespace = 'urn:oasis:names:tc:SAML:2.0:assertion'
export const protocolNamespace = 'urn:oasis:names:tc:SAML:2.0:protocol'
export const metadataNamespace = 'urn:oasis:names:tc:SAML:2.0:metadata'
export const signatureNamespace = 'http://www.w3.org/2000/09/xmldsig#'
export const encryptionNamespace = 'http://www.w3.org/2001/04/xmlenc#'
export const exclusiveCanonicalization = 'http://www.w3.org/2001/10/xml-exc-c14n#'

/** How much a response may ask of us: some hundred groups and tags are honest. */
export const responseBounds = { elements: 5000, depth: 40, attributesPerElement: 40 }
