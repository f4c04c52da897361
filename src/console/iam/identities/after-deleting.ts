/** What a page does after its dialog that deletes. */
export interface AfterDeleting {
  readonly onDeleted: () => void
  readonly onDismiss: () => void
}
