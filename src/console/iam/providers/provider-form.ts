import { CreateOpenIDConnectProviderCommand, CreateSAMLProviderCommand } from '@aws-sdk/client-iam'
import type { Clients } from '../../api/clients.ts'
import { type EditedTag, tagChanges } from '../../tags/tags-editor.tsx'
import { type ProviderType, providers as words } from '../../words/providers.ts'

/** A provider that is not there yet, as far as somebody has filled it in. */
export interface ProviderForm {
  readonly type: ProviderType
  readonly name: string
  readonly metadata: File | undefined
  readonly url: string
  readonly audience: string
  readonly tags: readonly EditedTag[]
  readonly areTagsValid: boolean
}

export const emptyForm: ProviderForm = {
  type: 'saml',
  name: '',
  metadata: undefined,
  url: '',
  audience: '',
  tags: [],
  areTagsValid: true,
}

export type FormFaults = Readonly<Partial<Record<'name' | 'metadata' | 'url' | 'audience', string>>>

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateOpenIDConnectProvider.html */
const url = /^https?:\/\/[^\s?#]{1,240}$/

export function faultsOf(form: ProviderForm): FormFaults {
  if (form.type === 'saml') {
    return {
      ...(!/^[\w.-]{1,128}$/.test(form.name) && { name: words.samlNameWrong }),
      ...(!form.metadata && { metadata: words.metadataMissing }),
    }
  }
  return {
    ...(!url.test(form.url) && { url: words.urlWrong }),
    ...(form.audience === '' && { audience: words.audienceMissing }),
  }
}

/** Makes it, and answers its ARN. */
export async function makeProvider({ iam }: Pick<Clients, 'iam'>, form: ProviderForm): Promise<string> {
  const Tags = tagChanges([], form.tags).put
  if (form.type === 'oidc') {
    const { OpenIDConnectProviderArn = '' } = await iam.send(
      new CreateOpenIDConnectProviderCommand({ Url: form.url, ClientIDList: [form.audience], Tags }),
    )
    return OpenIDConnectProviderArn
  }
  const { SAMLProviderArn = '' } = await iam.send(
    new CreateSAMLProviderCommand({
      Name: form.name,
      SAMLMetadataDocument: (await form.metadata?.text()) ?? '',
      Tags,
    }),
  )
  return SAMLProviderArn
}
