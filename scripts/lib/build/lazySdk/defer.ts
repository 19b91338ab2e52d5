import ts from 'typescript'

/** A piece of code to put in at a position. */
interface Insertion {
  at: number
  text: string
}

/**
 * CommonJS code in which a module is loaded when it is first used instead of at once: `const x = require('m')` becomes
 * `const x = () => require('m')`, and each `x.y` becomes `(x()).y`. No stand-in objects: whoever asks for a property gets
 * the module's own.
 *
 * @param specifier the module, as the code names it
 * @throws when the code does not load the module into one constant, or uses that constant in a way that does not allow
 * it: while loading, or in another way than as `x.y` or `x[y]`. A new version of the package then needs a look.
 */
export function deferRequire(code: string, specifier: string, file: string): string {
  const source = ts.createSourceFile(file, code, ts.ScriptTarget.Latest, true, ts.ScriptKind.JS)
  const loads = find(source, ts.isVariableDeclaration).filter(({ initializer }) => loadsModule(initializer, specifier))
  const [load] = loads
  if (load?.initializer === undefined || !ts.isIdentifier(load.name) || loads.length > 1)
    throw new Error(`${file}: expected one \`const x = require('${specifier}')\`, found ${loads.length}`)
  const { text: name } = load.name
  const scope = enclosingFunction(load) ?? source
  const uses = find(scope, ts.isIdentifier).filter(
    node => node.text === name && node !== load.name && isReference(node),
  )
  for (const use of uses) checkUse(use, scope, file)
  return insert(code, [
    { at: load.initializer.getStart(), text: '() => ' },
    // in brackets, because `new x().Y()` would make an x
    ...uses.flatMap(use => [
      { at: use.getStart(), text: '(' },
      { at: use.end, text: '())' },
    ]),
  ])
}

/** `require('m')`, also as `__importDefault(require('m'))` and `__webpack_require__('m')`, as compilers write it. */
function loadsModule(initializer: ts.Expression | undefined, specifier: string): boolean {
  if (initializer === undefined || !ts.isCallExpression(initializer)) return false
  const [argument] = initializer.arguments
  if (argument === undefined || !ts.isIdentifier(initializer.expression)) return false
  const { text: callee } = initializer.expression
  if (callee === '__importDefault' || callee === '__importStar') return loadsModule(argument, specifier)
  return /^(require|__webpack_require__)$/.test(callee) && ts.isStringLiteral(argument) && argument.text === specifier
}

function checkUse(use: ts.Identifier, scope: ts.Node, file: string): void {
  const { parent } = use
  const isObjectOfAccess =
    (ts.isPropertyAccessExpression(parent) || ts.isElementAccessExpression(parent)) && parent.expression === use
  const where = `${file}:${use.getSourceFile().getLineAndCharacterOfPosition(use.getStart()).line + 1}`
  if (!isObjectOfAccess)
    throw new Error(`${where}: \`${use.text}\` is used otherwise than as \`${use.text}.something\``)
  if (enclosingFunction(use) === (ts.isSourceFile(scope) ? undefined : scope))
    throw new Error(`${where}: \`${use.text}\` is used while the file is loaded, so that deferring it gains nothing`)
}

/** Whether the identifier stands for the variable: not the `x` of `a.x` or `{ x: 1 }`. */
function isReference(node: ts.Identifier): boolean {
  const { parent } = node
  if (ts.isPropertyAccessExpression(parent)) return parent.name !== node
  if (ts.isPropertyAssignment(parent) || ts.isMethodDeclaration(parent)) return parent.name !== node
  return true
}

function enclosingFunction(node: ts.Node): ts.Node | undefined {
  return ts.findAncestor(node.parent, ts.isFunctionLike)
}

function find<T extends ts.Node>(root: ts.Node, is: (node: ts.Node) => node is T): T[] {
  const found: T[] = []
  const visit = (node: ts.Node): void => {
    if (is(node)) found.push(node)
    ts.forEachChild(node, visit)
  }
  visit(root)
  return found
}

function insert(code: string, insertions: readonly Insertion[]): string {
  return [...insertions]
    .sort((a, b) => b.at - a.at)
    .reduce((text, { at, text: inserted }) => text.slice(0, at) + inserted + text.slice(at), code)
}
