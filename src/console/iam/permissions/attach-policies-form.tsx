import type { Policy } from '@aws-sdk/client-iam'
import Alert from '@cloudscape-design/components/alert'
import { useMemo, useState } from 'react'
import { useNavigate } from 'react-router'
import { useWrite } from '../../api/read.ts'
import { PoliciesPicker } from '../../policies-picker/policies-picker.tsx'
import { useFlash } from '../../shell/flash.tsx'
import { permissions as words } from '../../words/permissions.ts'
import { FormPage } from './form-page.tsx'
import { useAttachedPolicies } from './given-policies.ts'
import { changedKeys, type PolicyHolder } from './policy-holder.ts'

/** Attaches managed policies that are not attached yet, one after the other, up to one that is refused. */
export function AttachPoliciesForm({ holder }: { readonly holder: PolicyHolder }) {
  const navigate = useNavigate()
  const flash = useFlash()
  const { items, isPending } = useAttachedPolicies(holder)
  const attached = useMemo(() => new Set(items.map(({ arn }) => arn)), [items])
  const [selected, setSelected] = useState<readonly Policy[]>([])
  const [isMissing, setMissing] = useState(false)
  const write = useWrite(async (policies: readonly Policy[]) => {
    for (const [index, { Arn = '' }] of policies.entries()) {
      await holder.attach(Arn)
      setSelected(policies.slice(index + 1))
    }
  }, changedKeys(holder))
  const submit = () => {
    setMissing(selected.length === 0)
    if (selected.length === 0) return
    write.mutate(selected, {
      onSuccess: () => {
        flash({ type: 'success', content: words.attached(selected.length) })
        void navigate(holder.shownAt)
      },
    })
  }
  return (
    <FormPage
      submit={words.add}
      onSubmit={submit}
      isBusy={write.isPending}
      error={write.error}
      back={holder.shownAt}
    >
      <PoliciesPicker
        title={words.attachable}
        selected={selected}
        onSelect={setSelected}
        without={{ keys: attached, isPending }}
      />
      {isMissing && selected.length === 0 && <Alert type="error">{words.attachNothing}</Alert>}
    </FormPage>
  )
}
