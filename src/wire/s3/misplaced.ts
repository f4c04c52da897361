import type { OperationShape } from '../schema.ts'
import { invalidArgument, invalidRequest, S3Fault } from './fault.ts'

interface Asked {
  readonly method: string
  readonly key?: string | undefined
  readonly query: ReadonlyMap<string, string>
  readonly headers: Readonly<Record<string, string | undefined>>
}

/**
 * What a request asks for where S3 does not have it. Some of it would else mean another operation: a part whose upload
 * is forgotten would be the whole object. As recorded by others.
 */
export function mustBeInPlace(
  { method, key, query, headers }: Asked,
  shape: OperationShape | undefined,
): void {
  if (key !== undefined && method === 'GET') {
    if (query.has('uploads'))
      throw invalidRequest('Key is not expected for the GET method ?uploads subresource')
    if (query.has('versions'))
      throw invalidRequest('There is no such thing as the ?versions sub-resource for a key')
    if (query.has('attributes') && !headers['x-amz-object-attributes'])
      throw invalidRequest(
        'The x-amz-object-attributes header specifying the attributes to be retrieved is either missing or empty',
      )
  }
  if (
    key !== undefined &&
    method === 'PUT' &&
    (shape?.name === 'PutObject' || shape?.name === 'CopyObject')
  ) {
    if (query.has('partNumber') && !query.has('uploadId'))
      throw invalidArgument(
        'This operation does not accept partNumber without uploadId',
        'partNumber',
        query.get('partNumber'),
      )
    if (query.has('uploadId')) throw methodNotAllowed(method)
  }
  const source = headers['x-amz-copy-source']
  if (source !== undefined && shape && method !== 'PUT')
    throw invalidArgument(
      'You can only specify a copy source header for copy requests.',
      'x-amz-copy-source',
      source,
    )
}

export function methodNotAllowed(method: string): S3Fault {
  return new S3Fault('MethodNotAllowed', 405, 'The specified method is not allowed against this resource.', {
    members: { Method: method },
  })
}
