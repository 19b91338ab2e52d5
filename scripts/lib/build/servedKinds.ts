import { existsSync, readFileSync } from 'node:fs'
import ts from 'typescript'

/** What a function's index.ts serves: the first argument of each call of `serve`. Nothing when there is no such file. */
export function servedKinds(file: string): string[] {
  if (!existsSync(file)) return []
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest)
  const kinds: string[] = []
  source.forEachChild(function visit(node): void {
    if (ts.isCallExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === 'serve') {
      const [kind] = node.arguments
      if (kind !== undefined && ts.isStringLiteralLike(kind)) kinds.push(kind.text)
    }
    node.forEachChild(visit)
  })
  return kinds
}
