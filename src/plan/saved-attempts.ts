/** @file The starts of a planning as a run file keeps them: all that each goes on from, by name, a row a start. */
import { PopulationTensor, tensor } from '../core/population-tensor.ts';
import { sizeOf } from '../core/shape.ts';
import { ArgumentError } from '../errors.ts';
import type { NamedTensors } from '../optimize/run-state.ts';
import { outcomes } from '../run/job.ts';
import type { AttemptState } from './attempt.ts';

/** Sizes of what is kept. */
export interface Extents {
  readonly knots: number;
  readonly nq: number;
  readonly nv: number;
  /** Driven joints. */
  readonly m: number;
}

const prefix = 'planning.';

/** Rows of one start: of its motion and its gains. */
const shapesOf = ({ knots, nq, nv, m }: Extents) => ({
  q: [knots + 1, nq],
  v: [knots + 1, nv],
  tau: [knots, nv],
  K: [knots, m, 2 * nv],
});

/** What of a start is one number; 0 stands for what is not finite, of starts that have diverged. */
const numbersOf = ({ solver, end }: AttemptState): Record<string, number> => ({
  loss: solver.loss,
  mu: solver.regularization.mu,
  delta: solver.regularization.delta,
  penalty: solver.penalty,
  idle: solver.idle,
  ended: end ? 1 + outcomes.indexOf(end.outcome) : 0,
});

const finite = (value: number): number => (Number.isFinite(value) ? value : 0);

/** All starts by name. */
export function namedAttempts(states: readonly AttemptState[], iteration: number, extents: Extents): NamedTensors {
  const stacked = (shape: readonly number[], rows: readonly Float64Array[]): PopulationTensor => {
    const size = sizeOf(shape);
    const data = new Float64Array(size * rows.length);
    rows.forEach((row, i) => data.set(row.map(finite), i * size));
    return new PopulationTensor({ shape: [rows.length, ...shape], population: 1 }, data);
  };
  const shapes = shapesOf(extents);
  const column = (valueOf: (state: AttemptState) => number): PopulationTensor =>
    tensor(Float64Array.from(states, (state) => finite(valueOf(state))));
  const named: Record<string, PopulationTensor> = {
    iteration: tensor(iteration),
    [`${prefix}q`]: stacked(
      shapes.q,
      states.map(({ solver }) => solver.motion.q),
    ),
    [`${prefix}v`]: stacked(
      shapes.v,
      states.map(({ solver }) => solver.motion.v),
    ),
    [`${prefix}tau`]: stacked(
      shapes.tau,
      states.map(({ solver }) => solver.motion.tau),
    ),
    [`${prefix}K`]: stacked(
      shapes.K,
      states.map(({ solver }) => solver.K),
    ),
  };
  for (const name of Object.keys(numbersOf(states[0])))
    named[`${prefix}${name}`] = column((state) => numbersOf(state)[name]);
  for (const term of Object.keys(states[0].solver.terms)) {
    named[`${prefix}terms.${term}`] = column(({ solver }) => solver.terms[term]);
    named[`${prefix}factors.${term}`] = column(({ factors }) => factors[term] ?? 1);
  }
  return named;
}

/** And back, of so many starts. `terms`: their names. Throws an ArgumentError where something does not fit. */
export function attemptsFrom(
  named: NamedTensors,
  starts: number,
  extents: Extents,
  terms: readonly string[],
): AttemptState[] {
  const rows = (name: string, shape: readonly number[]): Float64Array[] => {
    const { data } = tensorOf(named, `${prefix}${name}`, [starts, ...shape]);
    const size = sizeOf(shape);
    return Array.from({ length: starts }, (_, i) => data.slice(i * size, (i + 1) * size));
  };
  const shapes = shapesOf(extents);
  const [q, v, tau, K] = [rows('q', shapes.q), rows('v', shapes.v), rows('tau', shapes.tau), rows('K', shapes.K)];
  const numbers = (name: string): Float64Array => tensorOf(named, `${prefix}${name}`, [starts]).data;
  const [loss, mu, delta] = [numbers('loss'), numbers('mu'), numbers('delta')];
  const [penalty, idle, ended] = [numbers('penalty'), numbers('idle'), numbers('ended')];
  const ofTerms = (kind: string, i: number): [string, number][] =>
    terms.map((term) => [term, numbers(`${kind}.${term}`)[i]]);
  return Array.from({ length: starts }, (_, i) => ({
    solver: {
      motion: { q: q[i], v: v[i], tau: tau[i] },
      loss: loss[i],
      terms: Object.fromEntries(ofTerms('terms', i)),
      K: K[i],
      regularization: { mu: mu[i], delta: delta[i] },
      penalty: penalty[i],
      idle: idle[i],
    },
    factors: Object.fromEntries(ofTerms('factors', i).filter(([, factor]) => factor !== 1)),
    end: ended[i] === 0 ? null : { outcome: outcomes[ended[i] - 1], detail: 'it had ended before' },
  }));
}

function tensorOf(named: NamedTensors, name: string, shape: readonly number[]): PopulationTensor {
  const found = Object.hasOwn(named, name) ? named[name] : undefined;
  if (found?.shape.join() === shape.join()) return found;
  throw new ArgumentError(
    `state ${name}`,
    found ? `shape [${found.shape.join(', ')}]` : 'nothing',
    `a tensor of shape [${shape.join(', ')}]`,
    'go on with the scene that the run was made with',
  );
}
