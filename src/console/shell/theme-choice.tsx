import { shell } from '../words/shell.ts'
import { Choice } from './choice.tsx'
import { setTheme, themes, useTheme } from './theme.ts'

export function ThemeChoice() {
  const { label, ...names } = shell.theme
  return (
    <div className="panel-part">
      <Choice label={label} options={themes} names={names} chosen={useTheme()} onChoose={setTheme} />
    </div>
  )
}
