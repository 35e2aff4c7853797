/** @file Plans that are smaller than a plan by one thing. Those that are ill-typed are left by whoever judges them. */
import {
  definedBy,
  derivatives,
  type DerivativeStep,
  everyStep,
  type LoopStep,
  type Name,
  type OpStep,
  type Plan,
  type Step,
} from './plan.ts';
import { prune } from './prune.ts';
import { renamed, renamedIn } from './rename.ts';

export function* smallerPlans(plan: Plan): Generator<Plan> {
  for (const smaller of candidates(plan)) {
    const pruned = prune(smaller);
    if (measure(pruned) < measure(plan)) yield pruned;
  }
}

/** What shrinking lets fall: every candidate has to be less than where it came from. */
export function measure(plan: Plan): number {
  const steps = everyStep(plan.steps);
  const tensors = [...plan.inputs, ...plan.captured];
  const spreads = tensors.filter(({ isSpread }) => isSpread).length;
  const extents = tensors.flatMap(({ shape, population }) => [...shape, population]).reduce((sum, n) => sum + n, 0);
  const attributes = steps.flatMap((step) =>
    step.kind === 'op' ? step.numbers.map(Math.abs) : step.kind === 'scan' ? [step.length] : [],
  );
  return (
    1e4 * steps.length +
    300 *
      steps.reduce(
        (sum, step) =>
          sum +
          (step.kind === 'op'
            ? step.args.length
            : step.kind === 'scan'
              ? step.carries.length + step.sequences.length + step.outputs.length + (step.reverse ? 1 : 0)
              : 2 * step.at.length + step.at.filter(({ direction }) => direction).length),
        0,
      ) +
    200 * steps.filter((step) => step.kind !== 'op' && step.reordered).length +
    1e3 * (plan.outputs.length + tensors.length + derivatives.indexOf(plan.derivative)) +
    (plan.before ? 5e3 : 0) +
    (plan.reordered ? 500 : 0) +
    100 * spreads +
    10 * plan.captured.length +
    plan.population +
    extents +
    attributes.reduce((sum, n) => sum + n, 0)
  );
}

function* candidates(plan: Plan): Generator<Plan> {
  if (plan.before) {
    yield { ...plan, before: null };
    yield* smallerPairs(plan, plan.before);
    return;
  }
  yield* smallerAlone(plan);
}

function* smallerAlone(plan: Plan): Generator<Plan> {
  // what the program makes on its way may fail already
  for (const step of plan.steps)
    for (const name of definedBy(step)) if (!plan.outputs.includes(name)) yield { ...plan, outputs: [name] };
  if (plan.outputs.length > 1) for (const output of plan.outputs) yield { ...plan, outputs: [output] };
  for (const steps of smallerSteps(plan.steps, plan)) yield { ...plan, ...steps };
  for (const derivative of derivatives.slice(0, derivatives.indexOf(plan.derivative))) yield { ...plan, derivative };
  if (plan.reordered) yield { ...plan, reordered: false };
  for (const members of [1, 2, 3]) if (members < plan.population) yield withPopulation(plan, members);
  for (const part of ['inputs', 'captured'] as const)
    for (const [i, tensor] of plan[part].entries()) {
      if (tensor.isSpread) yield { ...plan, [part]: plan[part].with(i, { ...tensor, isSpread: false }) };
      if (tensor.population > 1) yield { ...plan, [part]: plan[part].with(i, { ...tensor, population: 1 }) };
    }
  yield* withSmallerExtents(plan);
}

/** The same change of both programs, so that they stay siblings: structure is shared, shapes and attributes are their own. */
function* smallerPairs(plan: Plan, before: Plan): Generator<Plan> {
  const own = [...smallerAlone({ ...plan, before: null })];
  const other = [...smallerAlone({ ...before, before: null })];
  if (own.length === other.length) for (let i = 0; i < own.length; i++) yield { ...own[i], before: prune(other[i]) };
}

function withPopulation(plan: Plan, members: number): Plan {
  const narrowed = <T extends { readonly population: number }>(tensors: readonly T[]): T[] =>
    tensors.map((tensor) => (tensor.population > 1 ? { ...tensor, population: members } : tensor));
  const spread = (step: OpStep): OpStep => (step.op === 'spread' ? { ...step, numbers: [members] } : step);
  return {
    ...plan,
    population: members,
    inputs: narrowed(plan.inputs),
    captured: narrowed(plan.captured),
    steps: mapOps(plan.steps, spread),
  };
}

const mapOps = (steps: readonly Step[], change: (step: OpStep) => OpStep): Step[] =>
  steps.map((step) => (step.kind === 'op' ? change(step) : { ...step, body: mapOps(step.body, change) }));

/** One extent, wherever it stands, becomes a smaller one. */
function* withSmallerExtents(plan: Plan): Generator<Plan> {
  const tensors = [...plan.inputs, ...plan.captured];
  const steps = everyStep(plan.steps);
  const attributes = steps.flatMap((step) =>
    step.kind === 'op' ? step.numbers : step.kind === 'scan' ? [step.length] : [],
  );
  const extents = [...new Set([...tensors.flatMap(({ shape }) => shape), ...attributes])].filter((n) => n > 1);
  for (const from of extents.toSorted((a, b) => b - a))
    for (const to of [1, 2, 3, from >> 1, from - 1, from - 10].filter(
      (n, i, all) => n > 0 && n < from && all.indexOf(n) === i,
    )) {
      const change = (numbers: readonly number[]): number[] => numbers.map((n) => (n === from ? to : n));
      const resized = <T extends { readonly shape: readonly number[] }>(list: readonly T[]): T[] =>
        list.map((tensor) => ({ ...tensor, shape: change(tensor.shape) }));
      const resize = (list: readonly Step[]): Step[] =>
        list.map((step) => {
          if (step.kind === 'op') return { ...step, numbers: change(step.numbers) };
          const body = resize(step.body);
          return step.kind === 'scan' ? { ...step, body, length: change([step.length])[0] } : { ...step, body };
        });
      yield { ...plan, inputs: resized(plan.inputs), captured: resized(plan.captured), steps: resize(plan.steps) };
      // attributes alone: a reshape or a pattern to fewer elements
      yield { ...plan, steps: resize(plan.steps) };
    }
}

type Change = Pick<Plan, 'steps' | 'outputs'>;

function* smallerSteps(steps: readonly Step[], plan: Plan): Generator<Change> {
  const visible = [...plan.inputs, ...plan.captured].map(({ name }) => name);
  yield* smallerIn(steps, visible, (list, by) => ({
    steps: by ? list.map((step) => renamedIn(step, by)) : list,
    outputs: by ? [...new Set(plan.outputs.map((name) => by.get(name) ?? name))] : plan.outputs,
  }));
}

type Rebuild = (steps: readonly Step[], by?: ReadonlyMap<Name, Name>) => Change;

/** Changes of a list of steps; `rebuild` puts the list where it belongs and renames what is read of it. */
function* smallerIn(steps: readonly Step[], outside: readonly Name[], rebuild: Rebuild): Generator<Change> {
  for (let i = steps.length - 1; i >= 0; i--) {
    const step = steps[i];
    const without = steps.toSpliced(i, 1);
    // names are replaced by others of a kind, and the step falls away where nothing reads it any more
    if (step.kind === 'op') {
      for (const by of new Set([...step.args, ...outside.slice(0, 6)]))
        yield rebuild(without, new Map([[step.name, by]]));
      yield* simplerOps(step, (changed) => rebuild(steps.with(i, changed)));
      continue;
    }
    if (step.kind === 'scan')
      yield* smallerLoop(step, outside, (list, by) => rebuild(steps.toSpliced(i, 1, ...list), by));
    else yield* smallerDerivative(step, (list, by) => rebuild(steps.toSpliced(i, 1, ...list), by));
    const bound =
      step.kind === 'scan'
        ? [...step.carries.map(({ symbol }) => symbol), ...step.sequences.map(({ item }) => item)]
        : step.at.map(({ symbol }) => symbol);
    yield* smallerIn(step.body, [...bound, ...outside], (body, by) => {
      const changed = { ...step, body: by ? body.map((inner) => renamedIn(inner, by)) : body };
      return rebuild(steps.with(i, by ? renamed({ ...changed }, by) : changed));
    });
  }
}

/** The same operands under a simpler op, with fewer or smaller attributes. */
function* simplerOps(step: OpStep, rebuild: (step: OpStep) => Change): Generator<Change> {
  if (step.numbers.length > 1) {
    for (let k = 0; k < Math.min(8, step.numbers.length); k++)
      yield rebuild({ ...step, numbers: step.numbers.toSpliced(k, 1) });
  }
  for (const [k, number] of step.numbers.entries()) {
    if (k > 8) break;
    if (number !== 0) yield rebuild({ ...step, numbers: step.numbers.with(k, 0) });
    if (number > 1) yield rebuild({ ...step, numbers: step.numbers.with(k, 1) });
    if (number === -1) yield rebuild({ ...step, numbers: step.numbers.with(k, 1) });
  }
  if (step.args.length > 1) yield rebuild({ ...step, op: 'sin', args: [step.args[0]], numbers: [] });
}

function* smallerLoop(loop: LoopStep, outside: readonly Name[], rebuild: Rebuild): Generator<Change> {
  const initials = loop.carries.map(({ final, initial }) => [final, initial] as const);
  for (const by of loop.outputs.length > 0 ? outside.slice(0, 6) : ['none'])
    yield rebuild([], new Map([...initials, ...loop.outputs.map(({ stacked }) => [stacked, by] as const)]));
  for (const length of [1, 2, 3, loop.length >> 1].filter((steps) => steps < loop.length && steps > 0))
    yield rebuild([{ ...loop, length }]);
  if (loop.reverse) yield rebuild([{ ...loop, reverse: false }]);
  if (loop.reordered) yield rebuild([{ ...loop, reordered: false }]);
  for (const [i, { symbol, initial, final, next }] of loop.carries.entries()) {
    const carries = loop.carries.toSpliced(i, 1);
    // the carry becomes what it was to begin with
    yield rebuild([renamedIn({ ...loop, carries }, new Map([[symbol, initial]]))], new Map([[final, initial]]));
    if (next !== symbol)
      yield rebuild([{ ...loop, carries: loop.carries.with(i, { ...loop.carries[i], next: symbol }) }]);
    for (const other of loop.carries)
      if (other.symbol !== symbol && next !== other.symbol && !loop.carries.some(({ symbol: known }) => known === next))
        yield rebuild([{ ...loop, carries: loop.carries.with(i, { ...loop.carries[i], next: other.symbol }) }]);
  }
  for (let i = 0; i < loop.outputs.length; i++) yield rebuild([{ ...loop, outputs: loop.outputs.toSpliced(i, 1) }]);
  for (let i = 0; i < loop.sequences.length; i++)
    for (const { symbol } of loop.carries)
      yield rebuild([
        renamed({ ...loop, sequences: loop.sequences.toSpliced(i, 1) }, new Map([[loop.sequences[i].item, symbol]])),
      ]);
}

function* smallerDerivative(step: DerivativeStep, rebuild: Rebuild): Generator<Change> {
  const values = new Map(step.at.map(({ symbol, value }) => [symbol, value]));
  // the body alone, or what it is taken at
  const results = new Map(step.at.map(({ result, value }) => [result, value]));
  yield rebuild(
    step.body.map((inner) => renamedIn(inner, values)),
    new Map([[step.tangent, values.get(step.output) ?? step.output]]),
  );
  yield rebuild([], results);
  const inside = values.get(step.output) ?? step.output;
  yield rebuild(
    step.body.map((inner) => renamedIn(inner, values)),
    new Map(step.at.map(({ result }) => [result, inside])),
  );
  if (step.reordered) yield rebuild([{ ...step, reordered: false }]);
  for (const [i, one] of step.at.entries()) {
    if (one.direction) yield rebuild([{ ...step, at: step.at.with(i, { ...one, direction: null }) }]);
    if (step.at.length > 1) {
      const fewer = { ...step, at: step.at.toSpliced(i, 1) };
      yield rebuild([renamed(fewer, new Map([[one.symbol, one.value]]))], new Map([[one.result, one.value]]));
    }
  }
  if (step.mode === 'vjp') yield rebuild([{ ...step, mode: 'grad' }]);
}
