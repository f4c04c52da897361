import { GetAccountSummaryCommand } from '@aws-sdk/client-iam'
import Box from '@cloudscape-design/components/box'
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import Link from '@cloudscape-design/components/link'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useClients } from '../../api/clients.ts'
import { useRead } from '../../api/read.ts'
import { Readable } from '../../notice/readable.tsx'
import { useFollow } from '../../shell/link.tsx'
import { dashboard as words } from '../../words/dashboard.ts'

type Counted = keyof typeof words.resourceNames

const paths: Readonly<Record<Counted, string>> = {
  Groups: '/console/iam/groups',
  Users: '/console/iam/users',
  Roles: '/console/iam/roles',
  Policies: '/console/iam/policies',
  Providers: '/console/iam/providers',
}

const counted = Object.keys(paths) as readonly Counted[]

/** How many of each there are, and the way there. */
export function ResourcesPanel() {
  const { iam } = useClients()
  const follow = useFollow()
  const summary = useRead(['account-summary'], async () => {
    const { SummaryMap = {} } = await iam.send(new GetAccountSummaryCommand({}))
    return SummaryMap as Readonly<Record<string, number | undefined>>
  })
  return (
    <Container header={<Header variant="h2">{words.resources}</Header>}>
      <Readable read={summary}>
        {figures => (
          <SpaceBetween direction="horizontal" size="xxl">
            {counted.map(kind => (
              <div key={kind}>
                <Box variant="awsui-key-label">{words.resourceNames[kind]}</Box>
                <Link
                  href={paths[kind]}
                  fontSize="display-l"
                  ariaLabel={`${figures[kind] ?? 0} ${words.resourceNames[kind]}`}
                  onFollow={follow}
                >
                  {figures[kind] ?? 0}
                </Link>
              </div>
            ))}
          </SpaceBetween>
        )}
      </Readable>
    </Container>
  )
}
