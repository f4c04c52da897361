/** One of a few, each to be seen: radio buttons that look like one control. */
export function Choice<Option extends string>(props: {
  readonly label: string
  readonly options: readonly Option[]
  readonly names: Readonly<Record<Option, string>>
  readonly chosen: Option
  readonly onChoose: (option: Option) => void
}) {
  const { label, options, names, chosen, onChoose } = props
  return (
    <fieldset className="choice" aria-label={label}>
      {options.map(option => (
        <label key={option}>
          <input type="radio" name={label} checked={option === chosen} onChange={() => onChoose(option)} />
          {names[option]}
        </label>
      ))}
    </fieldset>
  )
}
