/** @file A plan as code that a person can run. */
import * as adjoint from '../../../src/index.ts';
import type { PopulationTensor } from '../../../src/index.ts';
import {
  type DerivativeStep,
  type LoopStep,
  type Name,
  type OpStep,
  type Plan,
  type Step,
  type TensorPlan,
} from './plan.ts';
import { sizeOf, tensorOf } from './numbers.ts';
import type { Library } from './rule.ts';
import { rules } from './rules.ts';
import { inferPlan, type Types, typeOf } from './types.ts';

/** Text in place of a tensor: what rules see of their operands is their type. */
class Code {
  readonly text: string;
  readonly shape: readonly number[];
  readonly population: number;

  constructor(text: string, shape: readonly number[] = [], population = 1) {
    [this.text, this.shape, this.population] = [text, shape, population];
  }

  get size(): number {
    return sizeOf(this.shape);
  }
}

function shown(value: unknown): string {
  if (value instanceof Code) return value.text;
  if (value instanceof Int32Array) return `Int32Array.of(${value.join(', ')})`;
  if (Array.isArray(value)) return progression(value) ?? `[${value.map(shown).join(', ')}]`;
  return typeof value === 'string' ? `'${value}'` : String(value);
}

/** Numbers up to which a list is written out in any case. */
const mostListed = 12;

/** A long list of numbers at equal distances. */
function progression(list: readonly unknown[]): string | null {
  if (list.length <= mostListed || !list.every((item) => typeof item === 'number')) return null;
  const [first, second] = list;
  const stride = second - first;
  if (!list.every((item, i) => item === first + i * stride)) return null;
  return `Array.from({ length: ${list.length} }, (_, i) => ${first} + ${stride} * i)`;
}

/** The library, printing calls instead of making them; notes what is called. */
class Printer {
  readonly used = new Set<string>();

  call(name: string, ...args: readonly unknown[]): string {
    this.used.add(name);
    const given = args.map(shown);
    while (given.at(-1) === 'undefined') given.pop();
    return `${name}(${given.join(', ')})`;
  }

  get calls(): Library {
    const get =
      (_: unknown, name: string) =>
      (...args: unknown[]) =>
        new Code(this.call(name, ...args));
    return new Proxy({}, { get }) as Library;
  }
}

class CodeWriter {
  readonly printer = new Printer();
  readonly #types: Types;

  constructor(types: Types) {
    this.#types = types;
  }

  steps(steps: readonly Step[], indent: string): string {
    return steps
      .map((step) => {
        if (step.kind === 'op') return `${indent}const ${step.name} = ${this.#op(step)};\n`;
        return step.kind === 'scan' ? this.#loop(step, indent) : this.#derivative(step, indent);
      })
      .join('');
  }

  #op({ op, args, numbers }: OpStep): string {
    const { apply, code } = rules[op];
    const operands = args.map((name) => {
      const { shape, population } = typeOf(this.#types, name);
      return new Code(name, shape, population);
    });
    if (!code) return shown(apply(this.printer.calls, operands as unknown as PopulationTensor[], numbers));
    const text = code(args);
    for (const [, name] of text.matchAll(/(\w+)\(/g)) if (name in adjoint) this.printer.used.add(name);
    return text;
  }

  #loop(loop: LoopStep, indent: string): string {
    const { carries, sequences, outputs, length, reverse, reordered } = loop;
    this.printer.used.add('scan');
    const fields = (pairs: readonly (readonly [Name, Name])[]): string =>
      pairs.length === 0 ? '{}' : `{ ${pairs.map(([key, value]) => `${key}: ${value}`).join(', ')} }`;
    const names = (list: readonly Name[]): string => (list.length === 0 ? '{}' : `{ ${list.join(', ')} }`);
    const next = carries.map(({ symbol, next: value }) => [symbol, value] as const);
    const given = [
      `${fields(carries.map(({ symbol, initial }) => [symbol, initial]))}`,
      `${fields(sequences.map(({ item, from }) => [item, from]))}`,
      `{ length: ${length}${reverse ? ', reverse: true' : ''} }`,
    ];
    return (
      `${indent}const { carry: ${fields(carries.map(({ symbol, final }) => [symbol, final]))}, ` +
      `outputs: ${names(outputs.map(({ stacked }) => stacked))} } = scan((${names(carries.map(({ symbol }) => symbol))}, ` +
      `${names(sequences.map(({ item }) => item))}) => {\n` +
      this.steps(loop.body, `${indent}  `) +
      `${indent}  return { carry: ${fields(reordered ? next.toReversed() : next)}, ` +
      `output: ${fields(outputs.map(({ stacked, value }) => [stacked, value]))} };\n` +
      `${indent}}, ${given.join(', ')});\n`
    );
  }

  #derivative({ mode, at, body, output, tangent, reordered }: DerivativeStep, indent: string): string {
    const { used } = this.printer;
    const symbols = at.map(({ symbol }) => symbol).join(', ');
    const x = `{ ${at.map(({ symbol, value }) => `${symbol}: ${value}`).join(', ')} }`;
    const f = (result: string): string =>
      `({ ${symbols} }) => {\n${this.steps(body, `${indent}  `)}${indent}  return ${result};\n${indent}}`;
    const results = `{ ${at.map(({ symbol, result }) => `${symbol}: ${result}`).join(', ')} }`;
    if (mode === 'jvp') {
      used.add('jvp');
      const directions = at.map(
        ({ symbol, value, direction }) => `${symbol}: ${direction ?? this.printer.call('cos', new Code(value))}`,
      );
      const direction = `{ ${(reordered ? directions.toReversed() : directions).join(', ')} }`;
      return `${indent}const { tangent: ${tangent} } = jvp(${f(output)}, ${x}, ${direction});\n`;
    }
    if (mode === 'grad') {
      used.add('grad');
      const loss = this.printer.call('sum', new Code(this.printer.call('sin', new Code(output))));
      return `${indent}const ${results} = grad(${f(loss)})(${x});\n`;
    }
    used.add('vjp').add('sin');
    const name = `of_${at[0].result}`;
    return (
      `${indent}const ${name} = vjp(${f(output)}, ${x});\n` +
      `${indent}const ${results} = ${name}.pullback(sin(${name}.value));\n`
    );
  }
}

/** Numbers up to which a tensor is written out. */
const mostNumbers = 60;

function tensorCode(tensor: TensorPlan, used: Set<string>): string {
  const { shape, population, seed, isSpread } = tensor;
  if (isSpread) {
    used.add('spread');
    return `spread(${tensorCode({ ...tensor, population: 1, isSpread: false }, used)}, ${population})`;
  }
  const numbers =
    sizeOf(shape) * population <= mostNumbers
      ? `Float64Array.of(${tensorOf(tensor).data.join(', ')})`
      : `numbers(${sizeOf(shape) * population}, ${seed})`;
  return `new PopulationTensor({ shape: [${shape.join(', ')}], population: ${population} }, ${numbers})`;
}

const generator = `function numbers(length, seed) {
  let state = seed;
  return Float64Array.from({ length }, () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return (Math.floor((2400 * ((t ^ (t >>> 14)) >>> 0)) / 4294967296) - 1199.5) / 1024;
  });
}
`;

const direction = 'const direction = (x) => mapTree(x, (leaf) => cos(stopGradient(leaf)));';
const loss =
  'const loss = (x) => program(x).map((y, k) => sum(sin(add(y, 0.3 * k)))).reduce((total, term) => add(total, term));';
const inner =
  'const inner = (a, b) => Object.keys(a).map((key) => populationSum(sum(mul(a[key], b[key])))).reduce((s, t) => add(s, t));';

/** The derivative on top: helpers, imports, and the expression of `x`. */
const tops: Readonly<Record<Plan['derivative'], readonly [string[], string[], string]>> = {
  value: [[], [], '[]'],
  jvp: [[direction], ['jvp', 'mapTree', 'cos', 'stopGradient'], 'jvp(program, x, direction(x)).tangent'],
  grad: [[loss], ['grad', 'sum', 'sin', 'add'], 'Object.values(grad(loss)(x))'],
  vjp: [
    [],
    ['vjp', 'cos'],
    '(({ value, pullback }) => Object.values(pullback(value.map((y) => cos(y)))))(vjp(program, x))',
  ],
  hvp: [
    [direction, loss],
    ['hvp', 'mapTree', 'cos', 'stopGradient', 'sum', 'sin', 'add'],
    'Object.values(hvp(loss)(x, direction(x)))',
  ],
  'reverse over forward': [
    [direction, loss],
    ['grad', 'jvp', 'mapTree', 'cos', 'stopGradient', 'sum', 'sin', 'add'],
    'Object.values(grad((y) => jvp(loss, y, direction(x)).tangent)(x))',
  ],
  'reverse over reverse': [
    [direction, loss, inner],
    ['grad', 'mapTree', 'cos', 'stopGradient', 'sum', 'sin', 'add', 'mul', 'populationSum'],
    'Object.values(grad((y) => inner(grad(loss)(y), direction(x)))(x))',
  ],
  'gradient norm': [
    [loss, inner],
    ['grad', 'sum', 'sin', 'add', 'mul', 'populationSum'],
    'Object.values(grad((y) => ((g) => mul(0.1, inner(g, g)))(grad(loss)(y)))(x))',
  ],
};

/** Statements that define `numbers`, `inputs`, `program` and `everything` of a plan. */
function body(plan: Plan, used: Set<string>): string {
  const writer = new CodeWriter(inferPlan(plan));
  const inside = writer.steps(plan.steps, '  ');
  const [helpers, imports, expression] = tops[plan.derivative];
  for (const name of [...writer.printer.used, ...imports, 'PopulationTensor', 'compile']) used.add(name);
  const tensors = plan.inputs.map((input) => `${input.name}: ${tensorCode(input, used)}`);
  return [
    `export const inputs = { ${tensors.join(', ')} };`,
    ...plan.captured.map((tensor) => `const ${tensor.name} = ${tensorCode(tensor, used)};`),
    `const program = ({ ${plan.inputs.map(({ name }) => name).join(', ')} }) => {\n${inside}  return [${plan.outputs.join(', ')}];\n};`,
    ...helpers,
    `export const everything = (x) => ({ values: program(x), derivatives: ${expression} });`,
    `const compiled = compile(everything, [inputs], { checkFinite: false });`,
    `export const found = compiled(${plan.reordered ? 'Object.fromEntries(Object.entries(inputs).reverse())' : 'inputs'});`,
  ].join('\n');
}

/** A module: `everything(inputs)` is what the plan computes, eagerly; `found` is the same compiled. `from`: where the library is. */
export function codeOf(plan: Plan, from = 'adjoint'): string {
  const used = new Set<string>();
  const own = body(plan, used);
  const before = plan.before ? body(plan.before, used).replaceAll('export ', '') : null;
  const imports = `import { ${[...used].toSorted().join(', ')} } from '${from}';\n`;
  const numbers = /numbers\(\d/.test(`${own}${before ?? ''}`) ? generator : '';
  const earlier = before ? `// compiled before\n{\n${before}\n}\n` : '';
  return `${imports}${numbers}${earlier}${own}\n`;
}
