import { PutBucketPolicyCommand } from '@aws-sdk/client-s3'
import { useState } from 'react'
import { useNavigate, useSearchParams } from 'react-router'
import { parsePolicy } from '../../policy/parse.ts'
import { useClients } from '../api/clients.ts'
import { useWrite } from '../api/read.ts'
import { FormPage } from '../iam/permissions/form-page.tsx'
import { PolicyFaults } from '../iam/roles/policy-faults.tsx'
import { Readable } from '../notice/readable.tsx'
import { readableDocument } from '../policies-picker/policy-document.ts'
import { emptyDocument } from '../policy-editor/model/edit.ts'
import { PolicyEditor } from '../policy-editor/policy-editor.tsx'
import { useFlash } from '../shell/flash.tsx'
import { Page } from '../shell/page.tsx'
import { s3Words, bucketSettingWords as words } from '../words/s3.ts'
import { useBucketPolicy } from './bucket-read.ts'
import { bucketPath, bucketsPath } from './s3-paths.ts'

export default function BucketPolicyPage() {
  const [search] = useSearchParams()
  const bucket = search.get('name') ?? ''
  const policy = useBucketPolicy(bucket, { isFresh: true })
  return (
    <Page
      title={words.editPolicy}
      description={words.editPolicyHint(bucket)}
      breadcrumbs={[
        { text: s3Words.title, href: bucketsPath },
        { text: bucket, href: bucketPath(bucket, { section: 'permissions' }) },
      ]}
    >
      <Readable read={policy}>{before => <PolicyForm bucket={bucket} before={before} />}</Readable>
    </Page>
  )
}

function PolicyForm({ bucket, before }: { readonly bucket: string; readonly before: string }) {
  const { s3 } = useClients()
  const navigate = useNavigate()
  const flash = useFlash()
  const [text, setText] = useState(() => (before === '' ? emptyDocument : readableDocument(before)))
  const [isTried, setTried] = useState(false)
  const back = bucketPath(bucket, { section: 'permissions' })
  const write = useWrite(
    () => s3.send(new PutBucketPolicyCommand({ Bucket: bucket, Policy: text })),
    [['bucket', bucket]],
  )
  const submit = () => {
    setTried(true)
    if ('faults' in parsePolicy(text, 'resource')) return
    write.mutate(undefined, {
      onSuccess: () => {
        flash({ type: 'success', content: words.policyUpdated })
        void navigate(back)
      },
    })
  }
  return (
    <FormPage
      submit={words.savePolicy}
      onSubmit={submit}
      isBusy={write.isPending}
      error={write.error}
      back={back}
    >
      <PolicyEditor text={text} onChange={setText} kind="resource" startsWith="json" />
      {isTried && <PolicyFaults text={text} kind="resource" />}
    </FormPage>
  )
}
