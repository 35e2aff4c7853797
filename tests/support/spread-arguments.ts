/** @file Lists that become arguments: a call has room for some ten thousand, then the stack overflows. Found by the compiler's types. */
import ts from 'typescript';

/** A tuple of a length that its type knows. */
function isFixedTuple(checker: ts.TypeChecker, type: ts.Type): boolean {
  if (type.isUnion()) return type.types.every((part) => isFixedTuple(checker, part));
  if (!checker.isTupleType(type)) return false;
  const { combinedFlags } = (type as ts.TupleTypeReference).target;
  return (combinedFlags & ts.ElementFlags.Variable) === 0;
}

/** The arguments of a function as it was given them: whoever called it wrote them out, or is found there. */
function isRestParameter(checker: ts.TypeChecker, list: ts.Expression): boolean {
  const declaration = checker.getSymbolAtLocation(list)?.valueDeclaration;
  return declaration !== undefined && ts.isParameter(declaration) && declaration.dotDotDotToken !== undefined;
}

/** A list whose type is the whole parameter list of what is called: `(f: (...args: A) => R, args: A) => f(...args)`. */
function isParameterList(checker: ts.TypeChecker, call: ts.CallExpression | ts.NewExpression, type: ts.Type): boolean {
  const last = checker.getResolvedSignature(call)?.parameters.at(-1);
  if (!last || (type.flags & ts.TypeFlags.TypeParameter) === 0) return false;
  const expected = checker.getTypeOfSymbolAtLocation(last, call);
  // a generic function is called with [...A] for A
  const whole = checker.isTupleType(expected)
    ? checker.getTypeArguments(expected as ts.TupleTypeReference)
    : [expected];
  return whole.length === 1 && whole[0] === type;
}

/** The list that `f.apply(self, list)`, `Reflect.apply(f, self, list)` or `Reflect.construct(f, list)` of the language is given. */
function appliedList(checker: ts.TypeChecker, call: ts.CallExpression): ts.Expression | undefined {
  const { expression: called } = call;
  if (!ts.isPropertyAccessExpression(called) && !ts.isElementAccessExpression(called)) return undefined;
  const declaration = checker.getResolvedSignature(call)?.declaration;
  if (!declaration || ts.isJSDocSignature(declaration)) return undefined;
  const owner = declaration.parent;
  const name = declaration.name?.getText();
  if (ts.isInterfaceDeclaration(owner) && /^(Callable|Newable)?Function$/.test(owner.name.text) && name === 'apply')
    return call.arguments[1];
  const isReflect =
    ts.isModuleBlock(owner) && ts.isModuleDeclaration(owner.parent) && owner.parent.name.text === 'Reflect';
  if (isReflect && name === 'apply') return call.arguments[2];
  return isReflect && name === 'construct' ? call.arguments[1] : undefined;
}

/** The lists in a call that may have any length. */
function listsIn(checker: ts.TypeChecker, call: ts.CallExpression | ts.NewExpression): ts.Expression[] {
  const spread = (call.arguments ?? []).flatMap((argument) =>
    ts.isSpreadElement(argument) ? [argument.expression] : [],
  );
  const applied = ts.isCallExpression(call) ? (appliedList(checker, call) ?? []) : [];
  return spread.concat(applied).filter((list) => {
    const type = checker.getTypeAtLocation(list);
    return !isFixedTuple(checker, type) && !isRestParameter(checker, list) && !isParameterList(checker, call, type);
  });
}

/** Calls with lists of any length for arguments, as `line: text`. */
export function spreadArguments(checker: ts.TypeChecker, source: ts.SourceFile): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) || ts.isNewExpression(node))
      for (const list of listsIn(checker, node)) {
        const { line } = source.getLineAndCharacterOfPosition(list.getStart());
        found.push(`${line + 1}: ${node.getText().replaceAll(/\s+/g, ' ')}`);
      }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}
