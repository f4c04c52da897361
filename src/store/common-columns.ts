/** What rows of several tables have. */

export type Tags = readonly { readonly Key: string; readonly Value: string }[]

/** A resource policy as sent, and the unique ids its user and role ARNs stood for when it was saved. */
export interface BoundPolicy {
  readonly text: string
  readonly principalIds: Readonly<Record<string, string>>
}
