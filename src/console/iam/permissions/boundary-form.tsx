import type { Policy } from '@aws-sdk/client-iam'
import Alert from '@cloudscape-design/components/alert'
import { useMemo, useState } from 'react'
import { useNavigate } from 'react-router'
import { useWrite } from '../../api/read.ts'
import { PoliciesPicker } from '../../policies-picker/policies-picker.tsx'
import { useFlash } from '../../shell/flash.tsx'
import { permissions as words } from '../../words/permissions.ts'
import { FormPage } from './form-page.tsx'
import { changedKeys, type PolicyHolder } from './policy-holder.ts'

/** Chooses the policy that bounds a user or role; `current` is the ARN of the one that does now. */
export function BoundaryForm({
  holder,
  current,
}: {
  readonly holder: PolicyHolder
  readonly current: string
}) {
  const navigate = useNavigate()
  const flash = useFlash()
  const [selected, setSelected] = useState<readonly Policy[]>([])
  const [isMissing, setMissing] = useState(false)
  const taken = useMemo(() => new Set([current]), [current])
  const write = useWrite(async (arn: string) => holder.boundary?.put(arn), changedKeys(holder))
  const submit = () => {
    const arn = selected[0]?.Arn
    setMissing(arn === undefined)
    if (arn === undefined) return
    write.mutate(arn, {
      onSuccess: () => {
        flash({ type: 'success', content: words.boundaryWasSet })
        void navigate(holder.shownAt)
      },
    })
  }
  return (
    <FormPage
      submit={words.setBoundary}
      onSubmit={submit}
      isBusy={write.isPending}
      error={write.error}
      back={holder.shownAt}
    >
      <PoliciesPicker
        title={words.boundaryPolicies}
        selection="single"
        selected={selected}
        onSelect={setSelected}
        without={{ keys: taken }}
      />
      {isMissing && selected.length === 0 && <Alert type="error">{words.boundaryNothing}</Alert>}
    </FormPage>
  )
}
