import Box from '@cloudscape-design/components/box'
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import SpaceBetween from '@cloudscape-design/components/space-between'
import StatusIndicator from '@cloudscape-design/components/status-indicator'
import { useClients } from '../../api/clients.ts'
import { useRead } from '../../api/read.ts'
import { Readable } from '../../notice/readable.tsx'
import { PageLink } from '../../shell/link.tsx'
import { dashboard as words } from '../../words/dashboard.ts'
import {
  passwordRecommendations,
  type Recommendation,
  rootRecommendations,
  userRecommendations,
} from './recommendations.ts'

/** Each of the three asks for a permission of its own, so each says for itself what is missing. */
export function RecommendationsPanel() {
  const clients = useClients()
  const reads = [
    useRead(['recommendations', 'root'], () => rootRecommendations(clients)),
    useRead(['recommendations', 'password-policy'], () => passwordRecommendations(clients)),
    useRead(['recommendations', 'users'], () => userRecommendations(clients)),
  ]
  const open = reads.flatMap(({ data }) => data ?? []).filter(({ isMet }) => !isMet).length
  const isKnown = reads.every(({ data }) => data !== undefined)
  return (
    <Container
      header={
        <Header
          variant="h2"
          {...(isKnown && {
            counter: `(${open})`,
            description: open === 0 ? words.allDone : words.toDo(open),
          })}
        >
          {words.recommendations}
        </Header>
      }
    >
      <SpaceBetween size="m">
        {reads.map((read, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: always the same three
          <Readable key={index} read={read}>
            {all => (
              <SpaceBetween size="m">
                {all.map(one => (
                  <RecommendationView key={one.id} recommendation={one} />
                ))}
              </SpaceBetween>
            )}
          </Readable>
        ))}
      </SpaceBetween>
    </Container>
  )
}

function RecommendationView({ recommendation }: { readonly recommendation: Recommendation }) {
  const { isMet, text, why, href } = recommendation
  return (
    <div>
      <StatusIndicator type={isMet ? 'success' : 'warning'} wrapText>
        {!isMet && href !== undefined ? <PageLink to={href}>{text}</PageLink> : text}
      </StatusIndicator>
      {!isMet && <Box color="text-body-secondary">{why}</Box>}
    </div>
  )
}
