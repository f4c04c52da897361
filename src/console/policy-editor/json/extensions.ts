import { closeBrackets, closeBracketsKeymap, completionKeymap } from '@codemirror/autocomplete'
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands'
import { json } from '@codemirror/lang-json'
import {
  bracketMatching,
  foldGutter,
  foldKeymap,
  HighlightStyle,
  indentOnInput,
  indentUnit,
  syntaxHighlighting,
} from '@codemirror/language'
import { lintGutter, lintKeymap } from '@codemirror/lint'
import { highlightSelectionMatches, search, searchKeymap } from '@codemirror/search'
import { EditorState, type Extension } from '@codemirror/state'
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  highlightSpecialChars,
  keymap,
  lineNumbers,
} from '@codemirror/view'
import { tags } from '@lezer/highlight'
import { policyEditor as words } from '../../words/policy-editor.ts'

/** Colours come from policy-editor.css, which knows of light and dark. */
const highlighting = HighlightStyle.define([
  { tag: tags.propertyName, color: 'var(--policy-code-name)' },
  { tag: tags.string, color: 'var(--policy-code-string)' },
  { tag: [tags.number, tags.bool, tags.null], color: 'var(--policy-code-scalar)' },
  { tag: tags.invalid, color: 'var(--policy-code-invalid)' },
])

const theme = EditorView.theme({
  '&': {
    fontSize: '14px',
    color: 'var(--policy-code-text)',
    backgroundColor: 'var(--policy-code-background)',
  },
  '&.cm-focused': { outline: '2px solid var(--policy-code-focus)', outlineOffset: '-2px' },
  '.cm-scroller': {
    fontFamily: 'Monaco, Menlo, Consolas, "Courier Prime", Courier, "Courier New", monospace',
    lineHeight: '20px',
    minHeight: '320px',
    maxHeight: '640px',
    overflow: 'auto',
  },
  '.cm-content': { caretColor: 'var(--policy-code-text)' },
  '.cm-cursor': { borderLeftColor: 'var(--policy-code-text)' },
  '.cm-gutters': {
    color: 'var(--policy-code-number)',
    backgroundColor: 'var(--policy-code-gutter)',
    borderRight: '1px solid var(--policy-code-border)',
  },
  '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'var(--policy-code-line)' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
    backgroundColor: 'var(--policy-code-selection)',
  },
  '.cm-selectionMatch': { backgroundColor: 'var(--policy-code-selection)' },
  '.cm-panels, .cm-tooltip': {
    color: 'var(--policy-code-text)',
    backgroundColor: 'var(--policy-code-gutter)',
    borderColor: 'var(--policy-code-border)',
  },
  '.cm-tooltip-autocomplete ul li[aria-selected]': {
    color: 'var(--policy-code-text)',
    backgroundColor: 'var(--policy-code-selection)',
  },
  '.cm-diagnostic': { maxWidth: '560px' },
})

/** Everything but what changes while somebody types: language, keys, looks. Tab leaves the editor, as in any field. */
export function policyExtensions(readOnly: boolean): Extension {
  return [
    lineNumbers(),
    lintGutter(),
    foldGutter(),
    history(),
    // Letters that cannot be seen, or that turn the direction of others, must not hide what a policy says.
    highlightSpecialChars(),
    drawSelection(),
    indentUnit.of('    '),
    indentOnInput(),
    bracketMatching(),
    closeBrackets(),
    highlightActiveLine(),
    highlightActiveLineGutter(),
    highlightSelectionMatches(),
    search({ top: true }),
    json(),
    syntaxHighlighting(highlighting),
    EditorView.lineWrapping,
    theme,
    keymap.of([
      ...closeBracketsKeymap,
      ...defaultKeymap,
      ...searchKeymap,
      ...historyKeymap,
      ...foldKeymap,
      ...completionKeymap,
      ...lintKeymap,
    ]),
    EditorState.readOnly.of(readOnly),
    EditorView.contentAttributes.of({
      // What scrolls must be reached by the keyboard.
      tabindex: '0',
      'aria-label': readOnly ? words.jsonReadOnlyLabel : words.jsonLabel,
      ...(readOnly && { 'aria-readonly': 'true' }),
    }),
  ]
}
