import ts from 'typescript'

/** One change of one place that ought to break something. */
export interface Mutant {
  /** From 1. */
  line: number
  start: number
  end: number
  /** What stands there, and what stands there instead. */
  from: string
  to: string
}

const OPERATORS = new Map<ts.SyntaxKind, string>([
  [ts.SyntaxKind.EqualsEqualsEqualsToken, '!=='],
  [ts.SyntaxKind.ExclamationEqualsEqualsToken, '==='],
  [ts.SyntaxKind.LessThanToken, '<='],
  [ts.SyntaxKind.LessThanEqualsToken, '<'],
  [ts.SyntaxKind.GreaterThanToken, '>='],
  [ts.SyntaxKind.GreaterThanEqualsToken, '>'],
  [ts.SyntaxKind.AmpersandAmpersandToken, '||'],
  [ts.SyntaxKind.BarBarToken, '&&'],
  [ts.SyntaxKind.QuestionQuestionToken, '&&'],
  [ts.SyntaxKind.PlusToken, '-'],
  [ts.SyntaxKind.MinusToken, '+'],
  [ts.SyntaxKind.AsteriskToken, '/'],
  [ts.SyntaxKind.SlashToken, '*'],
  [ts.SyntaxKind.PercentToken, '*'],
  [ts.SyntaxKind.PlusEqualsToken, '-='],
  [ts.SyntaxKind.MinusEqualsToken, '+='],
])

/** Every single change of the code's behaviour that is made here: operators, conditions, numbers, truth values, calls. No texts. */
export function findMutants(code: string): Mutant[] {
  const source = ts.createSourceFile('file.ts', code, ts.ScriptTarget.Latest, true)
  const mutants: Mutant[] = []
  const change = (node: ts.Node, to: string): void => {
    const start = node.getStart()
    const line = source.getLineAndCharacterOfPosition(start).line + 1
    mutants.push({ line, start, end: node.end, from: node.getText(), to })
  }
  const negate = (condition: ts.Expression): void => change(condition, `!(${condition.getText()})`)

  source.forEachChild(function visit(node): void {
    if (ts.isTypeNode(node) || ts.isImportDeclaration(node) || ts.isInterfaceDeclaration(node)) return
    if (ts.isBinaryExpression(node) && !joinsTexts(node)) {
      const operator = OPERATORS.get(node.operatorToken.kind)
      if (operator !== undefined) change(node.operatorToken, operator)
    }
    if (ts.isIfStatement(node) || ts.isWhileStatement(node)) negate(node.expression)
    if (ts.isConditionalExpression(node)) negate(node.condition)
    if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.ExclamationToken)
      change(node, node.operand.getText())
    if (ts.isNumericLiteral(node)) change(node, String(Number(node.text.replaceAll('_', '')) + 1))
    if (node.kind === ts.SyntaxKind.TrueKeyword) change(node, 'false')
    if (node.kind === ts.SyntaxKind.FalseKeyword) change(node, 'true')
    if (ts.isExpressionStatement(node) && isCall(node.expression)) change(node, ';')
    node.forEachChild(visit)
  })
  return mutants
}

/** The code with the change. */
export function mutate(code: string, { start, end, to }: Mutant): string {
  return code.slice(0, start) + to + code.slice(end)
}

function joinsTexts({ operatorToken, left, right }: ts.BinaryExpression): boolean {
  const isText = (node: ts.Expression): boolean => ts.isStringLiteralLike(node) || ts.isTemplateExpression(node)
  return operatorToken.kind === ts.SyntaxKind.PlusToken && (isText(left) || isText(right))
}

function isCall(expression: ts.Expression): boolean {
  return ts.isCallExpression(ts.isAwaitExpression(expression) ? expression.expression : expression)
}
