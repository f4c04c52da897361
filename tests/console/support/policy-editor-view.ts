import type { Locator, Page } from 'playwright-core'

/** The policy editor of a page, by its labels. */
export class PolicyEditorView {
  readonly #page: Page

  constructor(page: Page) {
    this.#page = page
  }

  async openJson(): Promise<void> {
    await this.#page.getByRole('tab', { name: 'JSON', exact: true }).click()
    await this.document.waitFor()
  }

  async openVisual(): Promise<void> {
    await this.#page.getByRole('tab', { name: 'Visual', exact: true }).click()
  }

  /** To be edited, or to be read only. */
  get document(): Locator {
    return this.#page.getByRole('textbox', { name: /^Policy document/ })
  }

  /** Not that of the page one comes from, which shows its policy until the next page is there. */
  get #editable(): Locator {
    return this.#page.getByRole('textbox', { name: 'Policy document', exact: true })
  }

  /**
   * In the place of all that is there, in one go: as it stands, without the brackets that typing would close. By keys, as
   * the editor knows them: what is selected behind its back it may select otherwise before the text comes.
   */
  async write(text: string): Promise<void> {
    await this.#editable.click()
    await this.#page.keyboard.press('Control+A')
    await this.#page.keyboard.press('Delete')
    await this.#page.keyboard.insertText(text)
  }

  /**
   * All of it must be in view: the editor leaves out lines that one cannot see, and before it has measured itself it does
   * not know which those are.
   */
  async text(): Promise<string> {
    await this.document.locator('.cm-gap').first().waitFor({ state: 'detached' })
    const lines = await this.document.locator('.cm-line').allTextContents()
    return lines.join('\n')
  }

  /** Finds the service by `search` and picks the one of this name. */
  async chooseService(search: string, name: string | RegExp): Promise<void> {
    await this.#page.getByRole('button', { name: 'Service Choose a service' }).click()
    await this.#page.getByLabel('Find a service by name or prefix').fill(search)
    await this.#page.getByRole('option', { name }).click()
  }

  async unfold(level: string): Promise<void> {
    await this.#page.getByRole('button', { name: new RegExp(`^${level} \\(`) }).click()
  }

  async tick(name: string): Promise<void> {
    await this.#page.getByRole('checkbox', { name, exact: true }).check()
  }
}
