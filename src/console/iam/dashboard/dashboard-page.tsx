import Box from '@cloudscape-design/components/box'
import Container from '@cloudscape-design/components/container'
import Grid from '@cloudscape-design/components/grid'
import Header from '@cloudscape-design/components/header'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { PageLink } from '../../shell/link.tsx'
import { hasPage } from '../../shell/navigation.ts'
import { Page } from '../../shell/page.tsx'
import { dashboard as words } from '../../words/dashboard.ts'
import { AccountPanel } from './account-panel.tsx'
import { RecommendationsPanel } from './recommendations-panel.tsx'
import { ResourcesPanel } from './resources-panel.tsx'

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/getting-started-iam-dashboard.html */
export default function DashboardPage() {
  return (
    <Page title={words.title}>
      <Grid gridDefinition={[{ colspan: { default: 12, s: 8 } }, { colspan: { default: 12, s: 4 } }]}>
        <SpaceBetween size="l">
          <RecommendationsPanel />
          <ResourcesPanel />
        </SpaceBetween>
        <SpaceBetween size="l">
          <AccountPanel />
          <QuickLinks />
        </SpaceBetween>
      </Grid>
    </Page>
  )
}

function QuickLinks() {
  return (
    <Container header={<Header variant="h2">{words.quickLinks}</Header>}>
      <SpaceBetween size="s">
        {words.links
          .filter(({ href }) => hasPage(href))
          .map(({ text, href, hint }) => (
            <div key={href}>
              <PageLink to={href} variant="primary">
                {text}
              </PageLink>
              <Box color="text-body-secondary">{hint}</Box>
            </div>
          ))}
      </SpaceBetween>
    </Container>
  )
}
