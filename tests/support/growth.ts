/** @file Whether what a step makes of numbers grows in the long run, and at which value of something it begins to. */
import { tensor } from '../../src/core/population-tensor.ts';
import type { Tree, TreeOf } from '../../src/core/tree.ts';
import type { UpdateRule } from '../../src/optimize/update-rule.ts';
import { productWith, type Rows } from './spectra.ts';

/** At 0.1 % beyond an edge a step grows by some 0.2 %: rounding is far below what so many make of it, and so is what fades at first. */
const [fading, steps] = [1_000, 3_000];

/** One step of numbers that it may change; linear. */
export type Step = (x: Float64Array) => Float64Array;

/** What no numbers of a few entries come to that do not grow in the long run: decided before all steps are made. */
const decided = 50;

/** log of the growth of the sum of magnitudes, over 3,000 steps behind the first 1,000; or what there is of it where it is decided. */
export function growth(step: Step, start: Float64Array): number {
  let x = start;
  let total = 0;
  for (let k = 0; k < fading + steps && Math.abs(total) < decided; k++) {
    x = step(x);
    const size = x.reduce((sum, entry) => sum + Math.abs(entry), 0);
    if (k >= fading) total += Math.log(size);
    x = x.map((entry) => entry / size);
  }
  return total;
}

/** The least value from which on something is true, between one where it is not and one where it is; to 2^-12 of their distance. */
export function edgeBetween(low: number, high: number, isBeyond: (value: number) => boolean): number {
  let [below, above] = [low, high];
  for (let k = 0; k < 12; k++) {
    const middle = (below + above) / 2;
    if (isBeyond(middle)) above = middle;
    else below = middle;
  }
  return (below + above) / 2;
}

/** What a rule is run with: the Hessian of a quadratic, a state that its moments are put into, and the number that it is told. */
export interface RuleRun<S extends TreeOf<S>> {
  readonly hessian: Rows;
  /** State with these momenta: of a rule that has none, always the same. */
  readonly stateOf: (momenta: Float64Array) => S;
  readonly momentaOf: (state: S) => Float64Array;
  readonly iteration: number;
}

/** Far below anything that is added to their squares. */
const tiny = 1e-100;

/** The same of a rule's parameters and momenta on a quadratic, by the rule's own updates. */
export function growthOfRule<S extends TreeOf<S>>(rule: UpdateRule<S>, run: RuleRun<S>): number {
  const product = productWith(run.hessian);
  const n = run.hessian.length;
  const step: Step = (z) => {
    const x = z.slice(0, n).map((entry) => tiny * entry);
    const state = run.stateOf(z.slice(n).map((entry) => tiny * entry));
    const moved = rule.update(tensor(x) as Tree, tensor(product(x)), state, run.iteration);
    const numbers = [...(moved.x as ReturnType<typeof tensor>).data, ...run.momentaOf(moved.state)];
    return Float64Array.from(numbers, (entry) => entry / tiny);
  };
  return growth(step, new Float64Array(n + run.momentaOf(run.stateOf(new Float64Array(n))).length).map((_, i) => 1 + 0.3 * i)); // prettier-ignore
}
