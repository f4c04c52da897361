export const bucketsPath = '/console/s3/buckets'
export const createBucketPath = `${bucketsPath}/create`

export const bucketSections = ['objects', 'properties', 'permissions'] as const
export type BucketSection = (typeof bucketSections)[number]

/** Keys hold what no path can: they and their prefixes stand in the query. */
export function bucketPath(name: string, at: { section?: BucketSection; prefix?: string } = {}): string {
  const { section, prefix } = at
  const query = new URLSearchParams({ name, ...(section && { section }), ...(prefix && { prefix }) })
  return `${bucketsPath}/details?${query}`
}

export function bucketPolicyPath(name: string): string {
  return `${bucketsPath}/details/policy?${new URLSearchParams({ name })}`
}

export function bucketTagsPath(name: string): string {
  return `${bucketsPath}/details/tags?${new URLSearchParams({ name })}`
}

export const objectSections = ['properties', 'tags', 'versions'] as const
export type ObjectSection = (typeof objectSections)[number]

export interface ObjectPlace {
  readonly bucket: string
  readonly key: string
  readonly versionId?: string | undefined
}

export function objectPath({ bucket, key, versionId }: ObjectPlace, section?: ObjectSection): string {
  return `${bucketsPath}/details/object?${objectQuery({ bucket, key, versionId })}${section ? `&section=${section}` : ''}`
}

export function objectTagsPath(place: ObjectPlace): string {
  return `${bucketsPath}/details/object/tags?${objectQuery(place)}`
}

function objectQuery({ bucket, key, versionId }: ObjectPlace): URLSearchParams {
  return new URLSearchParams({ name: bucket, key, ...(versionId !== undefined && { versionId }) })
}

export function objectPlaceIn(search: URLSearchParams): ObjectPlace {
  return {
    bucket: search.get('name') ?? '',
    key: search.get('key') ?? '',
    versionId: search.get('versionId') ?? undefined,
  }
}

/** Up to and with the last slash; empty at the top. */
export function folderOf(key: string): string {
  return key.slice(0, key.lastIndexOf('/') + 1)
}

/** Each folder on the way to a prefix: of `a/b/` `a/` and `a/b/`. */
export function foldersTo(prefix: string): readonly { readonly name: string; readonly prefix: string }[] {
  const parts = prefix.split('/').slice(0, -1)
  return parts.map((name, index) => ({ name: `${name}/`, prefix: `${parts.slice(0, index + 1).join('/')}/` }))
}
