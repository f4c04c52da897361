import Box from '@cloudscape-design/components/box'
import StatusIndicator from '@cloudscape-design/components/status-indicator'
import { policyEditor as words } from '../words/policy-editor.ts'
import { sizeOf } from './model/size.ts'

/** How much of what IAM takes the policy uses up. */
export function SizeMeter({ text, limit }: { readonly text: string; readonly limit: number }) {
  const { characters, percent, fits } = sizeOf(text, limit)
  return (
    <div className="size-meter">
      <meter
        aria-label={words.sizeLabel}
        min={0}
        max={limit}
        high={limit * 0.9}
        optimum={0}
        value={Math.min(characters, limit)}
      >
        {percent} %
      </meter>
      <Box color="text-body-secondary" fontSize="body-s">
        {words.size(characters, limit)}
      </Box>
      {!fits && <StatusIndicator type="error">{words.tooLarge(characters - limit)}</StatusIndicator>}
    </div>
  )
}
