/** @file The public API as the compiler sees it: what index.ts exports, its documentation, and the declarations that users get. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const root = fileURLToPath(new URL('../../', import.meta.url));
const compiler = join(root, 'node_modules/@typescript/native/bin/tsc');

function exportsOf(program: ts.Program, path: string): readonly ts.Symbol[] {
  const checker = program.getTypeChecker();
  const module = checker.getSymbolAtLocation(program.getSourceFile(path)!);
  return checker
    .getExportsOfModule(module!)
    .map((symbol) => (symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol));
}

/** Types that a declaration names, and that are the package's own but not exported. */
function hiddenTypes(symbol: ts.Symbol, exported: ReadonlySet<ts.Symbol>, program: ts.Program, own: string): string[] {
  const checker = program.getTypeChecker();
  const hidden = new Set<string>();
  const look = (node: ts.Node): void => {
    const name = ts.isTypeReferenceNode(node)
      ? node.typeName
      : ts.isExpressionWithTypeArguments(node)
        ? node.expression
        : ts.isImportTypeNode(node)
          ? node.qualifier
          : undefined;
    const found = name && checker.getSymbolAtLocation(name);
    if (found) {
      const type = found.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(found) : found;
      const isOwn = type.declarations?.some((declaration) => declaration.getSourceFile().fileName.startsWith(own));
      const isParameter = (type.flags & ts.SymbolFlags.TypeParameter) !== 0;
      if (isOwn && !isParameter && !exported.has(type)) hidden.add(type.name);
    }
    ts.forEachChild(node, look);
  };
  symbol.declarations?.forEach(look);
  return [...hidden];
}

/** One exported name. */
export interface PublicName {
  readonly name: string;
  /** Where it is declared, e.g. `src/core/scan.ts`. */
  readonly file: string;
  /** The doc comment of its declaration. */
  readonly documentation: string;
  /** Types that stand in its signature and that nobody can name. */
  readonly hidden: readonly string[];
}

/** The API of index.ts, from declarations that are made anew: what is built may be older. */
export function readPublicApi(): readonly PublicName[] {
  mkdirSync(join(root, 'dist'), { recursive: true });
  const folder = mkdtempSync(join(root, 'dist/declarations-'));
  try {
    const emit = ['-p', 'tsconfig.build.json', '--outDir', folder, '--emitDeclarationOnly', '--sourceMap', 'false'];
    execFileSync(process.execPath, [compiler, ...emit], { cwd: root });
    const path = join(folder, 'src/index.d.ts');
    const options = { module: ts.ModuleKind.NodeNext, target: ts.ScriptTarget.ES2022, strict: true, types: [] };
    const program = ts.createProgram([path], options);
    const checker = program.getTypeChecker();
    const symbols = exportsOf(program, path);
    const exported = new Set(symbols);
    return symbols.map((symbol) => ({
      name: symbol.name,
      file: relative(folder, symbol.declarations![0].getSourceFile().fileName).replace(/\.d\.ts$/, '.ts'),
      documentation: ts.displayPartsToString(symbol.getDocumentationComment(checker)).trim(),
      hidden: hiddenTypes(symbol, exported, program, `${folder}/`),
    }));
  } finally {
    rmSync(folder, { recursive: true });
  }
}
