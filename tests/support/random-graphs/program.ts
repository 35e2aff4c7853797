/** @file A random program from its plan: inputs, and the function of them with its derivative. */
import { jvp, vjp } from '../../../src/core/derivative/functions.ts';
import { gatherFlat } from '../../../src/core/ops/structural.ts';
import { full, PopulationTensor } from '../../../src/core/population-tensor.ts';
import { scan } from '../../../src/core/scan.ts';
import { ArgumentError } from '../../../src/errors.ts';
import { Random } from '../random.ts';
import { drawNumber } from './numbers.ts';
import type { Loop, Pick, PlainStep, Plan, Source, Step } from './plan.ts';
import { rules } from './rules.ts';

const sizeOf = (shape: readonly number[]): number => shape.reduce((n, extent) => n * extent, 1);

function drawTensor({ shape, shared, seed }: Source, { population: all, wildness }: Plan): PopulationTensor {
  const random = new Random(seed);
  const population = shared ? 1 : all;
  const data = Float64Array.from({ length: sizeOf(shape) * population }, () => drawNumber(random, wildness));
  return new PopulationTensor({ shape, population }, data);
}

/** The elements of x, some of them repeated or left out, in the given shape. */
function seenAs(x: PopulationTensor, shape: readonly number[], part: number): PopulationTensor {
  if (x.shape.join() === shape.join()) return x;
  const stride = [1, 2, -1, 0][Math.floor(part * 4)];
  const first = Math.floor(part * 1000) % x.size;
  const indices = Int32Array.from(
    { length: sizeOf(shape) },
    (_, i) => (((first + i * stride) % x.size) + x.size) % x.size,
  );
  return gatherFlat(x, indices, shape);
}

/** Values known so far, and a way to choose among them. */
class Workbench {
  readonly known: PopulationTensor[];
  readonly population: number;

  constructor(known: readonly PopulationTensor[], population: number) {
    this.known = [...known];
    this.population = population;
  }

  take(shape: readonly number[], from: number, part: number): PopulationTensor {
    const full = this.known.filter(({ size }) => size > 0);
    // later values are taken more often, so that programs grow deep
    return seenAs(full[Math.floor(from ** 0.5 * full.length)], shape, part);
  }

  /** A supply of what the numbers say. */
  supply(picks: Pick) {
    let next = 0;
    const number = (): number => picks[next++ % picks.length];
    return {
      population: this.population,
      take: (shape: readonly number[]) => this.take(shape, number(), number()),
      pick: <T>(items: readonly T[]): T => items[Math.floor(number() * items.length)],
    };
  }

  do(steps: readonly Step[]): void {
    for (const step of steps)
      if ('loop' in step) this.#loop(step.loop);
      else this.#apply(step);
  }

  #apply({ rule, picks }: PlainStep): void {
    try {
      this.known.push(rules.get(rule)!(this.supply(picks)));
    } catch (error) {
      // a known matrix that is not positive definite is refused at once
      if (!(error instanceof ArgumentError)) throw error;
    }
  }

  #loop(loop: Loop): void {
    const { length, reverse, shapes, carries, sequences, invariant, body, outputs, used, picks } = loop;
    const { take } = this.supply(picks);
    const carry = shapes.slice(0, carries).map((shape) => take(shape));
    const items = shapes.slice(carries, carries + sequences).map((shape) => take([length, ...shape]));
    const step = (now: readonly PopulationTensor[], item: readonly PopulationTensor[]) => {
      const inner = new Workbench([...this.known, ...now, ...item], this.population);
      inner.do(body);
      const inside = inner.supply(picks.toReversed());
      return {
        carry: now.map((value, i) => (i < invariant ? value : inside.take(value.shape))),
        output: Array.from({ length: outputs }, () => inside.take([2])),
      };
    };
    const result = scan(step, carry, items, { length, reverse });
    const results = [...result.carry, ...result.outputs];
    this.known.push(...used.map((i) => results[i]));
  }
}

export interface Program {
  readonly inputs: readonly PopulationTensor[];
  /** Values, and their derivatives by all inputs. */
  readonly f: (inputs: readonly PopulationTensor[]) => readonly PopulationTensor[];
}

const ones = ({ shape, population }: PopulationTensor): PopulationTensor => full(shape, 1, population);

export function programOf(plan: Plan): Program {
  const constants = plan.constants.map((source) => drawTensor(source, plan));
  const value = (inputs: readonly PopulationTensor[]): readonly PopulationTensor[] => {
    const bench = new Workbench([...constants, ...inputs], plan.population);
    bench.do(plan.steps);
    return bench.known.slice(-plan.outputs);
  };
  const pulledBack: Program['f'] = (inputs) => {
    const { value: values, pullback } = vjp(value, inputs);
    return [...values, ...pullback(values.map(ones))];
  };
  const moved =
    (g: Program['f']): Program['f'] =>
    (inputs) => {
      const { value: values, tangent } = jvp(g, inputs, inputs.map(ones));
      return [...values, ...tangent];
    };
  const f = { vjp: pulledBack, jvp: moved(value), hvp: moved(pulledBack) }[plan.derivative];
  return { inputs: plan.inputs.map((source) => drawTensor(source, plan)), f };
}
