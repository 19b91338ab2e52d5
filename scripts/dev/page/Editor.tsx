import { json } from '@codemirror/lang-json'
import { HighlightStyle, syntaxHighlighting } from '@codemirror/language'
import { linter } from '@codemirror/lint'
import { EditorState, Prec } from '@codemirror/state'
import { EditorView, keymap } from '@codemirror/view'
import { tags } from '@lezer/highlight'
import { basicSetup } from 'codemirror'
import { useLayoutEffect, useRef } from 'preact/hooks'
import { readJson } from './jsonMistake'

const COLORS = EditorView.theme({
  '&': { backgroundColor: 'var(--surface)', color: 'var(--text)', fontSize: '13px' },
  '&.cm-focused': { outline: '2px solid var(--accent)' },
  '.cm-scroller': { fontFamily: 'ui-monospace, "SF Mono", Consolas, "Noto Sans Mono CJK SC", monospace' },
  '.cm-content': { caretColor: 'var(--text)' },
  '.cm-cursor': { borderLeftColor: 'var(--text)' },
  '.cm-gutters': { backgroundColor: 'var(--bg)', color: 'var(--muted)', borderRight: '1px solid var(--line)' },
  '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'transparent' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
    backgroundColor: 'var(--selection)',
  },
  '.cm-matchingBracket, &.cm-focused .cm-matchingBracket': { backgroundColor: 'var(--selection)' },
  '.cm-tooltip': { backgroundColor: 'var(--surface)', color: 'var(--text)', borderColor: 'var(--line)' },
})

const HIGHLIGHT = HighlightStyle.define([
  { tag: tags.propertyName, color: 'var(--code-key)' },
  { tag: tags.string, color: 'var(--code-string)' },
  { tag: [tags.number, tags.bool, tags.null], color: 'var(--code-number)' },
])

interface EditorProps {
  label: string
  text: string
  onText: (text: string) => void
  /** Ctrl+Enter, and Cmd+Enter. */
  onRun: () => void
}

/**
 * An editor of JSON. It stands in a shadow root: there CodeMirror's styles are constructed style sheets, which the page's
 * content security policy lets in, while a style element of its own would need 'unsafe-inline'.
 */
export function Editor({ label, text, onText, onRun }: EditorProps) {
  const element = useRef<HTMLDivElement>(null)
  const view = useRef<EditorView>()
  const props = useRef({ onText, onRun })
  props.current = { onText, onRun }

  useLayoutEffect(() => {
    if (element.current === null) return
    const root = element.current.attachShadow({ mode: 'open' })
    const run = (): boolean => {
      props.current.onRun()
      return true
    }
    const editor = new EditorView({
      root,
      parent: root,
      state: EditorState.create({
        doc: text,
        extensions: [
          Prec.highest(
            keymap.of([
              { key: 'Mod-Enter', run },
              { key: 'Ctrl-Enter', run },
            ]),
          ),
          basicSetup,
          json(),
          syntaxHighlighting(HIGHLIGHT),
          COLORS,
          EditorView.lineWrapping,
          EditorView.contentAttributes.of({ 'aria-label': label, spellcheck: 'false' }),
          linter(({ state }) => {
            const read = readJson(state.doc.toString())
            return 'value' in read ? [] : [{ ...read.mistake, severity: 'error' }]
          }),
          EditorView.updateListener.of(update => {
            if (update.docChanged) props.current.onText(update.state.doc.toString())
          }),
        ],
      }),
    })
    view.current = editor
    return () => editor.destroy()
  }, [])

  // Before anybody can type: what is typed goes into the draft whose text stands here.
  useLayoutEffect(() => {
    const editor = view.current
    if (editor === undefined || editor.state.doc.toString() === text) return
    editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: text } })
  }, [text])

  return <div ref={element} class="editor" />
}
