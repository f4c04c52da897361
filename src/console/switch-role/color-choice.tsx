import { type RoleColor, roleColors } from '../../server/console/protocol.ts'
import { switchRole as words } from '../words/switch-role.ts'
import './color-choice.css'

/** The colour of the role's name on the bar, and how the name will look in it. */
export function ColorChoice(props: {
  readonly color: RoleColor
  readonly preview: string
  readonly onChange: (color: RoleColor) => void
}) {
  const { color: chosen, preview, onChange } = props
  return (
    <fieldset className="colors">
      <legend>{words.color}</legend>
      <div className="colors-row">
        {roleColors.map(color => (
          <label key={color} className={`color color-${color}`} title={words.colors[color]}>
            <input
              type="radio"
              name="color"
              aria-label={words.colors[color]}
              checked={color === chosen}
              onChange={() => onChange(color)}
            />
          </label>
        ))}
        <span className={`color-preview color-${chosen}`} aria-hidden="true">
          {preview}
        </span>
      </div>
    </fieldset>
  )
}
