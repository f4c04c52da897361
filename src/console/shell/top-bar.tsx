import { Link } from 'react-router'
import { useSession } from '../session/session.tsx'
import { common } from '../words/common.ts'
import { shell } from '../words/shell.ts'
import { AccountMenu } from './account-menu.tsx'
import { Mark } from './brand.tsx'
import { Disclosure } from './disclosure.tsx'
import { sections } from './navigation.ts'

/** On every page: where one can go, and who one is. In a switched role it has the role's colour. */
export function TopBar() {
  const { role } = useSession().session
  return (
    <header id="bar" className={`bar ${role ? `bar-role color-${role.color}` : ''}`}>
      <Link to="/console/home/start" className="brand" aria-label={common.product}>
        <Mark />
        <span>{common.product}</span>
      </Link>
      <ServicesMenu />
      <div className="bar-space" />
      <AccountMenu />
    </header>
  )
}

function ServicesMenu() {
  return (
    <Disclosure
      label={shell.services}
      button={<span className="bar-button-text">{shell.services}</span>}
      align="left"
    >
      {close => (
        <nav className="panel-part" aria-label={shell.services}>
          <ul>
            {sections.map(({ section, name, description, href }) => (
              <li key={section}>
                <Link to={href} className="panel-item" onClick={close}>
                  <span className="panel-item-text">
                    <span className="panel-item-main">{name}</span>
                    <span className="panel-item-quiet">{description}</span>
                  </span>
                </Link>
              </li>
            ))}
          </ul>
        </nav>
      )}
    </Disclosure>
  )
}
