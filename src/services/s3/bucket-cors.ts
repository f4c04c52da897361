import type { CorsRule } from '../../store/object-tables.ts'
import { malformedXml } from '../../wire/rest-xml/read-xml.ts'
import { notConfigured } from './bucket-settings.ts'
import { changeBucket } from './buckets.ts'
import { invalidRequest } from './errors.ts'
import { type S3Call, s3 } from './operation.ts'
import { bucketResource } from './resources.ts'

/**
 * Which pages of other origins browsers let have the answers of a bucket. It permits nothing: what is asked is decided
 * like everything. https://docs.aws.amazon.com/AmazonS3/latest/userguide/cors.html
 */

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketCors.html */
export const PutBucketCors = s3('PutBucketCors', {
  action: 's3:PutBucketCORS',
  check: ({ input }) => void checkedRules(input),
  resource: bucketResource,
  handle: async ({ input, resource, store }) => {
    const cors = checkedRules(input)
    await changeBucket(store, resource, row => ({ ...row, cors }))
    return {}
  },
})

const maxRules = 100
const methods: ReadonlySet<string> = new Set(['GET', 'PUT', 'HEAD', 'POST', 'DELETE'])

function checkedRules({ CORSConfiguration }: S3Call<'PutBucketCors'>['input']): readonly CorsRule[] {
  const rules = CORSConfiguration.CORSRules
  if (rules.length === 0) throw malformedXml()
  if (rules.length > maxRules)
    throw invalidRequest(`The number of CORS rules should not exceed allowed limit of ${maxRules} rules.`)
  return rules.map(({ ID, AllowedHeaders, AllowedMethods, AllowedOrigins, ExposeHeaders, MaxAgeSeconds }) => {
    if (AllowedMethods.length === 0 || AllowedOrigins.length === 0) throw malformedXml()
    for (const method of AllowedMethods) mustBeMethod(method)
    for (const origin of AllowedOrigins) mustHaveOneWildcard('AllowedOrigin', origin)
    for (const header of AllowedHeaders ?? []) mustHaveOneWildcard('AllowedHeader', header)
    for (const header of ExposeHeaders ?? []) mustHaveNone(header)
    return {
      ...(ID !== undefined && { ID }),
      ...(AllowedHeaders && { AllowedHeaders }),
      AllowedMethods,
      AllowedOrigins,
      ...(ExposeHeaders && { ExposeHeaders }),
      ...(MaxAgeSeconds !== undefined && { MaxAgeSeconds }),
    }
  })
}

function mustBeMethod(method: string): void {
  if (methods.has(method)) return
  throw invalidRequest(`Found unsupported HTTP method in CORS config. Unsupported method is ${method}`)
}

function mustHaveOneWildcard(name: string, pattern: string): void {
  if (pattern.split('*').length > 2)
    throw invalidRequest(`${name} "${pattern}" can not have more than one wildcard.`)
}

function mustHaveNone(header: string): void {
  if (!header.includes('*')) return
  throw invalidRequest(
    `ExposeHeader "${header}" contains wildcard. We currently do not support wildcard for ExposeHeader.`,
  )
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketCors.html */
export const GetBucketCors = s3('GetBucketCors', {
  action: 's3:GetBucketCORS',
  resource: bucketResource,
  handle: async ({ resource }) => {
    const { cors } = resource.bucket
    if (!cors)
      throw notConfigured('NoSuchCORSConfiguration', 'The CORS configuration does not exist', resource)
    return { CORSRules: [...cors] }
  },
})

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucketCors.html */
export const DeleteBucketCors = s3('DeleteBucketCors', {
  action: 's3:PutBucketCORS',
  resource: bucketResource,
  handle: async ({ resource, store }) => {
    await changeBucket(store, resource, ({ cors: _, ...row }) => row)
    return {}
  },
})
