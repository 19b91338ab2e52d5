import { decodedMap, encodedMap, type SourceMapSegment, TraceMap } from '@jridgewell/trace-mapping'
import ts from 'typescript'
import type { Bundle } from './bundle'

/** A text that takes the place of another, within a line. */
interface Edit {
  from: number
  to: number
  text: string
}

/**
 * A bundle whose modules V8 compiles while it reads the file: esbuild's `var x = wrap((exports, module) => {…})` becomes
 * `var x = wrap((function(exports, module) {…}))`. V8 reads through a function and compiles it only when it is called, which
 * reads it again, except for one whose `function` stands behind a bracket. All these modules run at start.
 *
 * They may be functions instead of arrows because esbuild leaves no `this` of a module's own in them.
 */
export function compileAtOnce(bundle: Bundle): Bundle {
  const source = parse(bundle.code)
  const edits = source.statements.flatMap(wrappedModules).flatMap(module => {
    const { parameters, body, end } = module
    const names = parameters.map(parameter => parameter.getText(source)).join(',')
    return [
      { from: module.getStart(source), to: body.getStart(source), text: `(function(${names})` },
      { from: end, to: end, text: ')' },
    ]
  })
  return { ...bundle, code: applyEdits(bundle.code, edits), map: moveColumns(bundle.map, edits, source) }
}

/** Without what only editors need, which takes longer than the code itself. */
function parse(code: string): ts.SourceFile {
  const options = { languageVersion: ts.ScriptTarget.Latest, jsDocParsingMode: ts.JSDocParsingMode.ParseNone }
  return ts.createSourceFile('index.js', code, options, false, ts.ScriptKind.JS)
}

/** The functions `(exports, module) => {…}` of a statement `var x = wrap(…), y = wrap(…)`. */
function wrappedModules(statement: ts.Statement): ts.ArrowFunction[] {
  if (!ts.isVariableStatement(statement)) return []
  return statement.declarationList.declarations.flatMap(({ initializer }) => {
    if (initializer === undefined || !ts.isCallExpression(initializer)) return []
    const [wrapped, ...others] = initializer.arguments
    if (wrapped === undefined || others.length > 0 || !ts.isIdentifier(initializer.expression)) return []
    return ts.isArrowFunction(wrapped) && ts.isBlock(wrapped.body) ? [wrapped] : []
  })
}

/** @param edits in the order in which they stand */
function applyEdits(code: string, edits: readonly Edit[]): string {
  const ends = [0, ...edits.map(({ to }) => to)]
  const kept = edits.map(({ from, text }, index) => code.slice(ends[index], from) + text)
  return kept.join('') + code.slice(ends.at(-1))
}

/** The source map of the edited code: what stands behind an edit, in its line, has moved. */
function moveColumns(map: string, edits: readonly Edit[], source: ts.SourceFile): string {
  const decoded = decodedMap(new TraceMap(map))
  const mappings = decoded.mappings.map(segments => segments.map((segment): SourceMapSegment => [...segment]))
  for (const { from, to, text } of [...edits].reverse()) {
    const { line, character } = source.getLineAndCharacterOfPosition(to)
    for (const segment of mappings[line] ?? []) if (segment[0] >= character) segment[0] += text.length - (to - from)
  }
  return JSON.stringify(encodedMap(new TraceMap({ ...decoded, mappings })))
}
