import type { HttpResponse } from '../../wire/http.ts'

/**
 * What pages may do: run our own scripts, call our own origin, be framed by nobody. Styles may be inline, for the
 * editor and the components set them so.
 */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ')

const always = {
  'content-security-policy': contentSecurityPolicy,
  'x-frame-options': 'DENY',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
}

export function pageHeaders(isSecure: boolean): Readonly<Record<string, string>> {
  return isSecure ? { ...always, 'strict-transport-security': 'max-age=31536000' } : always
}

export function plainText(status: number, body: string): HttpResponse {
  return {
    status,
    headers: { ...always, 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' },
    body,
  }
}
