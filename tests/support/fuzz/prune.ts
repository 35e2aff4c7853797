/** @file A plan without what its outputs do not depend on. */
import { definedBy, type LoopStep, type Name, type Plan, readBy, type Step } from './plan.ts';

export function prune(plan: Plan): Plan {
  const steps = keptSteps(plan.steps, plan.outputs);
  const read = new Set([...readBy(steps), ...plan.outputs]);
  const inputs = plan.inputs.filter(({ name }) => read.has(name));
  return {
    ...plan,
    steps,
    captured: plan.captured.filter(({ name }) => read.has(name)),
    inputs: inputs.length > 0 ? inputs : plan.inputs.slice(0, 1),
  };
}

/** Steps that the wanted names depend on. A loop keeps carries that its body reads, and its results that are read. */
function keptSteps(steps: readonly Step[], wanted: Iterable<Name>): Step[] {
  const needed = new Set(wanted);
  const kept: Step[] = [];
  for (const step of steps.toReversed()) {
    if (!definedBy(step).some((name) => needed.has(name))) continue;
    const smaller =
      step.kind === 'op'
        ? step
        : step.kind === 'scan'
          ? keptLoop(step, needed)
          : { ...step, body: keptSteps(step.body, [step.output]) };
    readBy([smaller]).forEach((name) => needed.add(name));
    kept.unshift(smaller);
  }
  return kept;
}

function keptLoop(loop: LoopStep, needed: ReadonlySet<Name>): LoopStep {
  const outputs = loop.outputs.filter(({ stacked }) => needed.has(stacked));
  let carries = loop.carries.filter(({ final }) => needed.has(final));
  for (;;) {
    const body = keptSteps(loop.body, [...outputs.map(({ value }) => value), ...carries.map(({ next }) => next)]);
    const read = new Set([...readBy(body), ...outputs.map(({ value }) => value), ...carries.map(({ next }) => next)]);
    const all = loop.carries.filter((carry) => carries.includes(carry) || read.has(carry.symbol));
    if (all.length === carries.length)
      return { ...loop, outputs, carries, body, sequences: loop.sequences.filter(({ item }) => read.has(item)) };
    carries = all;
  }
}
