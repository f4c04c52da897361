import { GetAccountSummaryCommand, SetSecurityTokenServicePreferencesCommand } from '@aws-sdk/client-iam'
import Container from '@cloudscape-design/components/container'
import FormField from '@cloudscape-design/components/form-field'
import Header from '@cloudscape-design/components/header'
import Select from '@cloudscape-design/components/select'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useClients } from '../../api/clients.ts'
import { useRead, useWrite } from '../../api/read.ts'
import { FaultNotice } from '../../notice/fault-notice.tsx'
import { Readable } from '../../notice/readable.tsx'
import { useFlash } from '../../shell/flash.tsx'
import { settings as words } from '../../words/settings.ts'

type TokenVersion = keyof typeof words.tokenVersions

const versions = Object.entries(words.tokenVersions).map(([value, label]) => ({ value, label }))

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_enable-regions.html */
export function TokensPanel() {
  const { iam } = useClients()
  const flash = useFlash()
  const version = useRead(['token-version'], async (): Promise<TokenVersion> => {
    const { SummaryMap = {} } = await iam.send(new GetAccountSummaryCommand({}))
    return SummaryMap.GlobalEndpointTokenVersion === 2 ? 'v2Token' : 'v1Token'
  })
  const write = useWrite(
    (wanted: TokenVersion) =>
      iam.send(new SetSecurityTokenServicePreferencesCommand({ GlobalEndpointTokenVersion: wanted })),
    [['token-version']],
  )
  return (
    <Container
      header={
        <Header variant="h2" description={words.tokensHint}>
          {words.tokens}
        </Header>
      }
    >
      <SpaceBetween size="m">
        <Readable read={version}>
          {now => (
            <FormField label={words.tokenVersion}>
              <Select
                options={versions}
                selectedOption={versions.find(({ value }) => value === now) ?? null}
                disabled={write.isPending}
                onChange={({ detail }) =>
                  write.mutate(detail.selectedOption.value as TokenVersion, {
                    onSuccess: () => flash({ type: 'success', content: words.tokensSaved }),
                  })
                }
              />
            </FormField>
          )}
        </Readable>
        <FaultNotice error={write.error} />
      </SpaceBetween>
    </Container>
  )
}
