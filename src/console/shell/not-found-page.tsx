import { useNavigate } from 'react-router'
import { shell } from '../words/shell.ts'
import { Message } from './message.tsx'
import { useFrame } from './page.tsx'

export default function NotFoundPage() {
  const navigate = useNavigate()
  useFrame({ title: shell.notFoundTitle })
  return (
    <Message
      title={shell.notFoundTitle}
      text={shell.notFound}
      button={shell.home}
      onClick={() => void navigate('/console/home/start')}
    />
  )
}
