import {
  ListOpenIDConnectProviderTagsCommand,
  ListSAMLProviderTagsCommand,
  TagOpenIDConnectProviderCommand,
  TagSAMLProviderCommand,
  UntagOpenIDConnectProviderCommand,
  UntagSAMLProviderCommand,
} from '@aws-sdk/client-iam'
import { useMemo } from 'react'
import { type Clients, useClients } from '../../api/clients.ts'
import { providers as words } from '../../words/providers.ts'
import type { Tagged } from '../tags/tagged.ts'
import { nameOf, providerPath, providersPath, providerTagsPath, typeOf } from './provider.ts'

export function useTaggedProvider(arn: string): Tagged {
  const { iam } = useClients()
  return useMemo(
    () => ({
      crumbs: [
        { text: words.title, href: providersPath },
        { text: nameOf(arn), href: providerPath(arn) },
      ],
      href: providerPath(arn),
      editHref: providerTagsPath(arn),
      ...(typeOf(arn) === 'saml' ? ofSaml(iam, arn) : ofOidc(iam, arn)),
    }),
    [iam, arn],
  )
}

type Calls = Pick<Tagged, 'key' | 'list' | 'tag' | 'untag'>

function ofSaml(iam: Clients['iam'], SAMLProviderArn: string): Calls {
  return {
    key: ['saml-provider', SAMLProviderArn],
    list: async ({ marker, maxItems }) => {
      const command = new ListSAMLProviderTagsCommand({ SAMLProviderArn, Marker: marker, MaxItems: maxItems })
      const { Tags = [], Marker } = await iam.send(command)
      return { items: Tags.map(({ Key, Value }) => ({ Key, Value })), marker: Marker }
    },
    tag: Tags => iam.send(new TagSAMLProviderCommand({ SAMLProviderArn, Tags })),
    untag: TagKeys => iam.send(new UntagSAMLProviderCommand({ SAMLProviderArn, TagKeys })),
  }
}

function ofOidc(iam: Clients['iam'], OpenIDConnectProviderArn: string): Calls {
  const named = { OpenIDConnectProviderArn }
  return {
    key: ['oidc-provider', OpenIDConnectProviderArn],
    list: async ({ marker, maxItems }) => {
      const command = new ListOpenIDConnectProviderTagsCommand({
        ...named,
        Marker: marker,
        MaxItems: maxItems,
      })
      const { Tags = [], Marker } = await iam.send(command)
      return { items: Tags.map(({ Key, Value }) => ({ Key, Value })), marker: Marker }
    },
    tag: Tags => iam.send(new TagOpenIDConnectProviderCommand({ ...named, Tags })),
    untag: TagKeys => iam.send(new UntagOpenIDConnectProviderCommand({ ...named, TagKeys })),
  }
}
