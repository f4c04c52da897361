import Checkbox from '@cloudscape-design/components/checkbox'
import ExpandableSection from '@cloudscape-design/components/expandable-section'
import { memo, useCallback, useRef, useState } from 'react'
import { policyEditor as words } from '../../words/policy-editor.ts'
import type { ActionLevel, Choices } from '../model/action-choice.ts'

/** The actions of one access level, folded away until somebody asks for them. */
export function LevelSection(props: {
  readonly level: ActionLevel
  readonly matching: ActionLevel['actions']
  readonly isFiltered: boolean
  readonly startsUnfolded: boolean
  readonly choices: Choices
  readonly readOnly: boolean
  readonly onChoose: (names: readonly string[], chosen: boolean) => void
}) {
  const { level, matching, isFiltered, startsUnfolded, choices, readOnly, onChoose } = props
  const chosen = chosenIn(level.actions, choices)
  const choose = useRef(onChoose)
  choose.current = onChoose
  const tick = useCallback((name: string, isChosen: boolean) => choose.current([name], isChosen), [])
  const [expanded, setExpanded] = useState(startsUnfolded && (chosen > 0 || level.actions.length <= 8))
  const open = matching.filter(({ name }) => choices.choiceOf(name)?.by !== 'pattern')
  const openChosen = open.filter(({ name }) => choices.choiceOf(name) !== undefined).length
  return (
    <ExpandableSection
      headerText={words.levelHeader(level.level, chosen, level.actions.length)}
      headingTagOverride="h4"
      expanded={expanded || isFiltered}
      onChange={({ detail }) => setExpanded(detail.expanded)}
    >
      {(expanded || isFiltered) && (
        <>
          {!readOnly && (
            <Checkbox
              checked={matching.length > 0 && chosenIn(matching, choices) === matching.length}
              indeterminate={openChosen > 0 && openChosen < open.length}
              disabled={open.length === 0}
              onChange={({ detail }) =>
                onChoose(
                  open.map(({ name }) => name),
                  detail.checked,
                )
              }
            >
              {isFiltered ? words.allMatching(level.level) : words.allOfLevel(level.level)}
            </Checkbox>
          )}
          <div className="policy-actions">
            {matching.map(({ name, description }) => {
              const choice = choices.choiceOf(name)
              return (
                <ActionTick
                  key={name}
                  name={name}
                  description={description}
                  isChosen={choice !== undefined}
                  pattern={choice?.by === 'pattern' ? choice.pattern : undefined}
                  readOnly={readOnly}
                  onTick={tick}
                />
              )
            })}
          </div>
        </>
      )}
    </ExpandableSection>
  )
}

function chosenIn(actions: ActionLevel['actions'], choices: Choices): number {
  return actions.filter(({ name }) => choices.choiceOf(name) !== undefined).length
}

/** EC2 has hundreds of them: a tick draws only itself anew. */
const ActionTick = memo(function ActionTick(props: {
  readonly name: string
  readonly description: string | undefined
  readonly isChosen: boolean
  /** The entry of the statement that covers the action without naming it. */
  readonly pattern: string | undefined
  readonly readOnly: boolean
  readonly onTick: (name: string, isChosen: boolean) => void
}) {
  const { name, description, isChosen, pattern, readOnly, onTick } = props
  return (
    <div title={description}>
      <Checkbox
        checked={isChosen}
        disabled={pattern !== undefined}
        readOnly={readOnly}
        onChange={({ detail }) => onTick(name, detail.checked)}
        description={pattern !== undefined ? words.byPattern(pattern) : undefined}
      >
        {name}
      </Checkbox>
    </div>
  )
})
