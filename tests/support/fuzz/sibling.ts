/** @file Programs that are almost another one, and must not be taken for it where kernels are kept by their content. */
import type { Random } from '../random.ts';
import { everyStep, type Plan, type Step } from './plan.ts';
import { isTyped } from './types.ts';

/** A well-typed plan that differs in one thing, or nothing. */
export function drawSibling(random: Random, plan: Plan): Plan | null {
  for (let attempt = 0; attempt < 8; attempt++) {
    const sibling = random.next() < 0.6 ? withOtherShapes(random, plan) : withOtherNumber(random, plan);
    if (sibling && isTyped(sibling)) return sibling;
  }
  return null;
}

/** Two captured tensors have each other's shape. */
function withOtherShapes(random: Random, plan: Plan): Plan | null {
  const { captured } = plan;
  if (captured.length < 2) return null;
  const [i, j] = [random.integer(0, captured.length - 1), random.integer(0, captured.length - 1)];
  if (captured[i].shape.join() === captured[j].shape.join()) return null;
  const swapped = captured.map((tensor, k) => ({ ...tensor, shape: captured[k === i ? j : k === j ? i : k].shape }));
  return { ...plan, captured: swapped };
}

/** A static attribute, a direction of time or the order of two operands is another. */
function withOtherNumber(random: Random, plan: Plan): Plan | null {
  const all = everyStep(plan.steps);
  if (all.length === 0) return null;
  const chosen = random.pick(all);
  return { ...plan, steps: replaced(plan.steps, chosen, changed(random, chosen)) };
}

function changed(random: Random, step: Step): Step {
  if (step.kind === 'scan') return { ...step, reverse: !step.reverse };
  if (step.kind === 'derivative') return { ...step, at: step.at.toReversed() };
  if (step.numbers.length === 0) return { ...step, args: step.args.toReversed() };
  const place = random.integer(0, step.numbers.length - 1);
  return { ...step, numbers: step.numbers.map((number, i) => (i === place ? number + 1 : number)) };
}

const replaced = (steps: readonly Step[], old: Step, by: Step): Step[] =>
  steps.map((step) => {
    if (step === old) return by;
    return step.kind === 'op' ? step : { ...step, body: replaced(step.body, old, by) };
  });
