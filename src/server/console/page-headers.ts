import type { HttpRequest, HttpResponse } from '../../wire/http.ts'
import type { Site } from './site.ts'

/**
 * What pages may do: run the scripts of the build, call our own origin, be framed by nobody. Scripts are named by their
 * folder, for objects of buckets come from the same origin. Styles may be inline, for the editor and the components set
 * them so; pictures may be in the page, as the QR code of an MFA device is.
 */
function contentSecurityPolicy(origin: string): string {
  return [
    "default-src 'none'",
    `script-src ${origin}/console/assets/`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ')
}

const always = {
  'x-frame-options': 'DENY',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
}

export function pageHeaders(site: Site, http: HttpRequest): Readonly<Record<string, string>> {
  return {
    ...always,
    'content-security-policy': contentSecurityPolicy(site.originOf(http)),
    ...(site.isSecureByName && { 'strict-transport-security': 'max-age=31536000' }),
  }
}

export function plainText(status: number, body: string): HttpResponse {
  return {
    status,
    headers: {
      ...always,
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      'content-type': 'text/plain; charset=utf-8',
      'cache-control': 'no-store',
    },
    body,
  }
}
