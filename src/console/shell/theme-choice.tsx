import { shell } from '../words/shell.ts'
import { setTheme, themes, useTheme } from './theme.ts'

export function ThemeChoice() {
  const chosen = useTheme()
  return (
    <div className="panel-part">
      <fieldset className="themes" aria-label={shell.theme.label}>
        {themes.map(theme => (
          <label key={theme}>
            <input type="radio" name="theme" checked={theme === chosen} onChange={() => setTheme(theme)} />
            {shell.theme[theme]}
          </label>
        ))}
      </fieldset>
    </div>
  )
}
