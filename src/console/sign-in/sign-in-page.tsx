import { I18nProvider } from '@cloudscape-design/components/i18n'
import { useEffect, useState } from 'react'
import { useLocation, useNavigate, useParams, useSearchParams } from 'react-router'
import { returnPath } from '../session/return-path.ts'
import { Mark } from '../shell/brand.tsx'
import { common } from '../words/common.ts'
import { signIn as words } from '../words/sign-in.ts'
import { CredentialsStep } from './credentials-step.tsx'
import { MfaStep } from './mfa-step.tsx'
import { NewPasswordStep } from './new-password-step.tsx'
import { OpenSessions } from './open-sessions.tsx'
import type { Step } from './step.ts'

/**
 * `/signin`, and `/console/<alias>`: the link of an account. Signs in besides whoever is signed in already, into this tab.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/console_sign-in-user.html
 */
export default function SignInPage() {
  const { alias } = useParams()
  const [search] = useSearchParams()
  const { state } = useLocation() as { state: { ended?: boolean } | null }
  const navigate = useNavigate()
  const [step, setStep] = useState<Step>({ kind: 'credentials' })
  const title = alias === undefined ? words.title : words.titleOf(alias)
  useEffect(() => {
    document.title = `${title} | ${common.product}`
  }, [title])
  const done = () => void navigate(returnPath(search), { replace: true })
  return (
    <I18nProvider locale="en" messages={[]}>
      <main className="entrance">
        <div className="entrance-card">
          <div className="entrance-brand">
            <Mark />
            {common.product}
          </div>
          {step.kind === 'credentials' && (
            <>
              <CredentialsStep
                title={title}
                accountOfLink={alias}
                hint={state?.ended ? 'ended' : search.has('return') ? 'first' : undefined}
                refused={step.refused}
                onStep={setStep}
                onDone={done}
              />
              <OpenSessions onDone={done} />
            </>
          )}
          {step.kind === 'mfa' && <MfaStep step={step} onStep={setStep} onDone={done} />}
          {step.kind === 'new-password' && <NewPasswordStep step={step} onStep={setStep} onDone={done} />}
        </div>
      </main>
    </I18nProvider>
  )
}
