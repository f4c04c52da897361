import AttributeEditor from '@cloudscape-design/components/attribute-editor'
import Button from '@cloudscape-design/components/button'
import Input from '@cloudscape-design/components/input'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useClients } from '../api/clients.ts'
import { useWrite } from '../api/read.ts'
import { FaultNotice } from '../notice/fault-notice.tsx'
import { simulator as words } from '../words/simulator.ts'
import { type GivenKey, isComplete, keysAskedFor, type Question } from './question.ts'

/** What the request would say of itself. */
export function ContextFields(props: {
  readonly question: Question
  readonly onChange: (context: readonly GivenKey[]) => void
}) {
  const { question, onChange } = props
  const { context } = question
  const clients = useClients()
  const find = useWrite(() => keysAskedFor(clients, question))
  const change = (index: number, changes: Partial<GivenKey>) =>
    onChange(context.map((given, at) => (at === index ? { ...given, ...changes } : given)))
  const addAsked = () =>
    find.mutate(undefined, {
      onSuccess: keys => {
        const known = new Set(context.map(({ key }) => key.toLowerCase()))
        onChange([
          ...context,
          ...keys.filter(key => !known.has(key.toLowerCase())).map(key => ({ key, values: '' })),
        ])
      },
    })
  return (
    <SpaceBetween size="s">
      <AttributeEditor
        items={context}
        empty={find.data?.length === 0 ? words.noKeysAsked : ''}
        addButtonText={words.addKey}
        removeButtonText={words.removeKey}
        removeButtonAriaLabel={({ key }) => `${words.removeKey} ${key}`}
        onAddButtonClick={() => onChange([...context, { key: '', values: '' }])}
        onRemoveButtonClick={({ detail }) =>
          onChange(context.filter((_, index) => index !== detail.itemIndex))
        }
        definition={[
          {
            label: words.contextKey,
            control: ({ key }, index) => (
              <Input
                value={key}
                ariaLabel={words.contextKey}
                placeholder="aws:SourceIp"
                onChange={({ detail }) => change(index, { key: detail.value })}
              />
            ),
          },
          {
            label: words.contextValues,
            control: ({ values }, index) => (
              <Input
                value={values}
                ariaLabel={words.contextValues}
                onChange={({ detail }) => change(index, { values: detail.value })}
              />
            ),
          },
        ]}
      />
      <Button
        disabled={!isComplete({ ...question, actions: ['*'] })}
        loading={find.isPending}
        formAction="none"
        onClick={addAsked}
      >
        {words.findKeys}
      </Button>
      <FaultNotice error={find.error} />
    </SpaceBetween>
  )
}
