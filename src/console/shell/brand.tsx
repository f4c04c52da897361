/** The mark: there and back. */
export function Mark() {
  return (
    <svg viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <rect width="32" height="32" rx="7" fill="#1d3450" />
      <path
        d="M7 12h13l-4-4M25 20H12l4 4"
        fill="none"
        stroke="#42b4ff"
        strokeWidth="3"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  )
}
