import '@cloudscape-design/global-styles/index.css'
import AppLayout from '@cloudscape-design/components/app-layout'
import Button from '@cloudscape-design/components/button'
import Header from '@cloudscape-design/components/header'
import SideNavigation from '@cloudscape-design/components/side-navigation'
import { createRoot } from 'react-dom/client'

/** What any page of React and Cloudscape costs that has a frame and a button, and nothing to show in it. */
createRoot(document.getElementById('page')).render(
  <AppLayout
    navigation={<SideNavigation header={{ text: 'Empty', href: '/' }} items={[]} />}
    content={<Header actions={<Button>Ready</Button>}>Empty</Header>}
  />,
)
