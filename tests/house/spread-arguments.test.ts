/** @file No list is spread into arguments: a robot of sixty joints is no reason for the stack to overflow. */
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { spreadArguments } from '../support/spread-arguments.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const configuration = ts.getParsedCommandLineOfConfigFile(
  `${root}tsconfig.json`,
  {},
  { ...ts.sys, onUnRecoverableConfigFileDiagnostic: () => undefined },
)!;

/** Beside the sources, a file that does not exist. */
const sample = `${root}src/sample.ts`;

/** The program of the sources, and what of the sample breaks the rule. */
function programOf(files: readonly string[], text: string): ts.Program {
  const host = ts.createCompilerHost(configuration.options);
  const { getSourceFile, fileExists } = host;
  host.fileExists = (path) => path === sample || fileExists(path);
  host.getSourceFile = (path, language, ...more) =>
    path === sample ? ts.createSourceFile(path, text, language, true) : getSourceFile(path, language, ...more);
  return ts.createProgram([...files, sample], configuration.options, host);
}

const breaking = [
  'f(...list)',
  'f(1, ...list, 2)',
  'f?.(...list)',
  'Math.max(...list)',
  'Math.max(0, ...list.map((x) => 2 * x))',
  'list.push(...list)',
  'list.splice(0, 1, ...list)',
  'String.fromCharCode(...list)',
  'String.fromCodePoint(...bytes)',
  'new Many(...list)',
  'f(...set)',
  'f(...every())',
  'f(...unknown)',
  'f(...open)',
  'f(...either)',
  'f.call(null, ...list)',
  'f.bind(null, ...list)',
  'f.apply(null, list)',
  "f['apply'](null, list)",
  'Math.max.apply(Math, list)',
  'Array.prototype.push.apply(list, list)',
  'Reflect.apply(f, null, list)',
  'Reflect.construct(Many, list)',
];

const keeping = [
  'f(...pair)',
  'f(...triple, 1)',
  'new Many(...pair)',
  'f.apply(null, pair)',
  'f(1, 2, 3)',
  'own.apply(list)',
  'forward(1, 2)',
  'call(f, list)',
  '[...list, ...set]',
  'list.concat(list)',
  'Math.max(list[0], list[1])',
];

const text = `
declare const f: (...numbers: number[]) => number;
declare const list: number[];
declare const bytes: Uint8Array;
declare const set: Set<number>;
declare const unknown: any;
declare const pair: [number, number];
declare const triple: [number, number, number];
declare const open: [number, ...number[]];
declare const either: [number] | number[];
declare const own: { apply(list: readonly number[]): void };
function* every() { yield 1; }
class Many { constructor(...numbers: number[]) { f(...numbers); } }
class More extends Many { constructor(list: number[]) { super(...list); } }
const forward = (...numbers: number[]): number => f(...numbers);
const call = <A extends number[], R>(g: (...args: A) => R, args: A): R => g(...args);
const inner = <A extends number[]>(g: (...args: A) => number, ...args: A): number => call(g, args);
const outer = <A extends number[]>(g: (...args: A) => number, args: A): number => inner(g, ...args);
const spreads = <A extends number[]>(args: A): number => Math.max(...args);
export const used = [More, spreads, outer];
${[...breaking, ...keeping].map((line) => `void ${line};`).join('\n')}
`;

describe('lists as arguments', () => {
  const files = configuration.fileNames.filter((path) => /^(src|controllers)\//.test(path.slice(root.length)));
  const program = programOf(files, text);
  const checker = program.getTypeChecker();
  const broken = spreadArguments(checker, program.getSourceFile(sample)!).map((line) => line.replace(/^\d+: /, ''));

  it('the sample is of right types', () => {
    const faults = program.getSemanticDiagnostics(program.getSourceFile(sample));
    expect(faults.map(({ messageText }) => messageText)).toEqual([]);
  });

  it.each(breaking)('%s may overflow the stack', (line) => {
    expect(broken).toContain(line);
  });

  it('are found in constructors and in generic functions', () => {
    expect(broken).toContain('super(...list)');
    expect(broken).toContain('Math.max(...args)');
  });

  it('fixed tuples, own rest parameters and whole parameter lists pass', () => {
    expect(broken.filter((line) => !breaking.includes(line))).toEqual(['super(...list)', 'Math.max(...args)']);
  });

  it('are nowhere in the sources', () => {
    expect(files.length).toBeGreaterThan(200);
    const found = files.flatMap((path) =>
      spreadArguments(checker, program.getSourceFile(path)!).map((line) => `${path.slice(root.length)}:${line}`),
    );
    expect(found).toEqual([]);
  });
});
