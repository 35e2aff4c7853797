/** @file Draws loops and derivatives with their bodies: carries that are swapped, delayed, kept or large, outputs that are carries. */
import { drawShape, largeShapes } from './shapes.ts';
import { type Carry, definedBy, type LoopStep, type Name, type Step } from './plan.ts';
import type { Scope } from './scope.ts';

const lengths = [0, 1, 1, 2, 2, 3, 3, 4, 5, 8, 17];
/** Runs of a step, at most. */
const mostRuns = 40;

export function drawLoop(scope: Scope): void {
  const { random } = scope;
  const length = random.pick(lengths.filter((steps) => steps === 0 || steps * scope.runs <= mostRuns));
  const shape = random.next() < 0.3 ? random.pick(largeShapes) : drawShape(random);
  const shapeOfCarry = (): readonly number[] => (random.next() < 0.6 ? shape : drawShape(random));
  const begun = Array.from({ length: random.pick([0, 1, 1, 2, 2, 3]) }, () => ({
    initial: scope.shaped(shapeOfCarry()),
    symbol: scope.fresh('c'),
    final: scope.fresh('v'),
  }));
  const sequences = Array.from({ length: random.pick([0, 0, 1, 1, 2]) }, () => ({
    from: drawSequence(scope, [length, ...(random.next() < 0.4 ? shape : random.pick([[], [2], [3]]))]),
    item: scope.fresh('i'),
  }));
  if (begun.length + sequences.length === 0) return;
  const symbols = begun.map(({ symbol }) => symbol);
  const items = sequences.map(({ item }) => item);
  begun.forEach(({ initial, symbol }) => scope.types.set(symbol, scope.typeOf(initial)));
  sequences.forEach(({ from, item }) => {
    const { shape: whole, population } = scope.typeOf(from);
    scope.types.set(item, { shape: whole.slice(1), population });
  });
  const body = scope.inside([...symbols, ...items], { loops: 1, runs: Math.max(1, length) });
  const count = random.integer(0, scope.depth === 0 ? 4 : 3);
  for (let i = 0; i < count; i++) body.drawStep();
  const isNested = body.depth < 3 && random.next() < 0.3;
  if (isNested) drawLoop(body);
  const carries: Carry[] = begun.map((carry, i) => ({ ...carry, next: drawNext(body, symbols, i) }));
  const outputs = Array.from({ length: random.integer(0, 2) }, () => ({
    value: drawOutput(body, symbols),
    stacked: scope.fresh('v'),
  }));
  // what the loop inside makes is not left unused
  if (isNested && body.made.length > 0) outputs.push({ value: body.made.at(-1)!, stacked: scope.fresh('v') });
  const loop: LoopStep = {
    kind: 'scan',
    length,
    reverse: random.next() < 0.35,
    carries,
    sequences,
    body: body.steps,
    outputs,
    reordered: random.next() < 0.2,
  };
  scope.add(loop, definedBy(loop));
}

/** A sequence, at times backwards. */
function drawSequence(scope: Scope, shape: readonly number[]): Name {
  const from = scope.shaped(shape);
  if (scope.random.next() < 0.75) return from;
  const name = scope.fresh('v');
  const step: Step = { kind: 'op', name, op: 'flip', args: [from], numbers: [0] };
  return scope.add(step, [name]) ? name : from;
}

/** What a carry becomes: itself, another one (swaps, delays, rotations), or something computed, kept from growing. */
function drawNext(body: Scope, symbols: readonly Name[], i: number): Name {
  const { random } = body;
  const { shape } = body.typeOf(symbols[i]);
  const part = random.next();
  if (part < 0.12) return symbols[i];
  const isLike = (name: Name): boolean => body.shapeOf(name).join() === shape.join();
  const others = symbols.filter((name, k) => k !== i && isLike(name));
  if (part < 0.45 && others.length > 0) return others[i % others.length];
  const made = body.made.filter(isLike);
  const value = made.length > 0 && part < 0.85 ? random.pick(made) : body.shaped(shape);
  if (random.next() < 0.4) return value;
  const name = body.fresh('v');
  const op = random.pick(['sin', 'tanh', 'half of the sum', 'div', 'sum with a number']);
  const step: Step = {
    kind: 'op',
    name,
    op,
    args: [value, symbols[i]].slice(0, ['div', 'half of the sum'].includes(op) ? 2 : 1),
    numbers: [],
  };
  return body.add(step, [name]) ? name : symbols[i];
}

/** What a loop puts out: a carry as it entered, a view or an element of it, or anything. */
function drawOutput(body: Scope, symbols: readonly Name[]): Name {
  const { random } = body;
  const part = random.next();
  if (part > 0.8 && body.made.length > 0) return body.made.at(-1)!;
  if (symbols.length === 0 || part > 0.55) return body.any();
  const carry = random.pick(symbols);
  if (part < 0.25) return carry;
  const name = body.fresh('v');
  const [op, numbers] = random.pick([
    ['last element', []],
    ['reshape', [2]],
    ['fit', [1, 1, 3]],
    ['fit', [0, 1]],
    ['fit', [3, -1, 2]],
  ] as const);
  return body.add({ kind: 'op', name, op, args: [carry], numbers }, [name]) ? name : carry;
}

/** A derivative of a few steps by some of the values in sight. */
export function drawDerivative(scope: Scope): void {
  const { random } = scope;
  const mode = random.pick(['grad', 'vjp', 'jvp'] as const);
  const at = Array.from({ length: random.integer(1, 2) }, () => {
    const value = scope.any();
    const type = scope.typeOf(value);
    const isLike = (other: typeof type): boolean =>
      other.shape.join() === type.shape.join() && other.population === type.population;
    const direction = mode === 'jvp' && random.next() < 0.6 ? scope.find(isLike) : null;
    return { value, direction, symbol: scope.fresh('s'), result: scope.fresh('v') };
  });
  at.forEach(({ value, symbol }) => scope.types.set(symbol, scope.typeOf(value)));
  const symbols = at.map(({ symbol }) => symbol);
  const body = scope.inside(symbols, { loops: 0, runs: 3 });
  const count = random.integer(1, 3);
  for (let i = 0; i < count; i++) body.drawStep();
  const output = body.made.at(-1) ?? symbols[0];
  const tangent = scope.fresh('v');
  const reordered = random.next() < 0.3;
  const step: Step = { kind: 'derivative', mode, at, body: body.steps, output, tangent, reordered };
  scope.add(step, definedBy(step));
}
