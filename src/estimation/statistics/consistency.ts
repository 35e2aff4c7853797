/** @file Is a filter's doubt as large as its errors? All tests of many runs, in plain numbers and in words. */
import { requireInteger, requireOptions, requireParts } from '../../core/arguments.ts';
import type { PopulationTensor } from '../../core/population-tensor.ts';
import type { Innovation } from '../filters/filter.ts';
import type { Tick } from '../filters/run-filter.ts';
import { requireStateModel, type StateModel } from '../state-model.ts';
import { requireProbability } from './binomial.ts';
import {
  allTicksTest,
  type ConsistencyTest,
  correlatedSquareTest,
  firstSquareTest,
  judged,
  type LevelledTest,
  meanTest,
  memoryTest,
  shareTest,
  whitenessTest,
  whiteSquareTest,
  worthOf,
} from './consistency-tests.ts';
import { meanSquares, type MeanSquares } from './mean-squares.ts';
import { normalizedErrors } from './normalized-errors.ts';
import { whitened } from './whiteness.ts';

/** What is judged. */
export interface ConsistencyOptions {
  readonly model: StateModel;
  /** Beliefs and innovations of all runs, rows [T, …]. */
  readonly ticks: Tick;
  /** The truth [T, size]; without it innovations are judged alone. */
  readonly states?: PopulationTensor;
  /** Probability that a consistent filter passes each test; default 0.95. */
  readonly level?: number;
  /** Ticks over which innovations may not be alike; default 10. */
  readonly lags?: number;
}

/** Means over runs of each tick, for lanes. */
export interface Lane {
  readonly name: string;
  readonly squares: MeanSquares;
}

/** What was found. */
export interface Consistency {
  /** Whether all tests together are borne: a consistent filter's are with a probability of at least `level`. */
  readonly isConsistent: boolean;
  readonly level: number;
  readonly tests: readonly ConsistencyTest[];
  /** NEES where the truth is known; null where it is not. */
  readonly nees: Lane | null;
  /** NIS of each sensor, in the model's order. */
  readonly nis: readonly Lane[];
}

/** Tests of a filter's runs. Throws an ArgumentError or ShapeError where parts do not fit. */
export function consistencyOf(options: ConsistencyOptions): Consistency {
  requireConsistency(options);
  const { model, ticks, states, level = 0.95, lags = 10 } = options;
  const judgedSensors = model.sensors.map(({ name }, i) => testsOfSensor(name, ticks.innovations[i], level, lags));
  const ofState = states ? testsOfState(model, ticks, states, level) : null;
  const tests = judged([...judgedSensors.flatMap((sensor) => sensor.tests), ...(ofState?.tests ?? [])], level);
  return {
    isConsistent: tests.every(({ isBorne }) => isBorne),
    level,
    tests,
    nees: ofState?.lane ?? null,
    nis: judgedSensors.map(({ lane }) => lane),
  };
}

interface Judged {
  readonly tests: readonly LevelledTest[];
  readonly lane: Lane;
}

function testsOfSensor(sensor: string, innovation: Innovation, level: number, lags: number): Judged {
  const { square, channels } = innovation;
  const name = `NIS of ${sensor}`;
  const squares = meanSquares(square, channels, { level });
  if (squares.ticks === 0) return { tests: [], lane: { name, squares } };
  const white = whitened(innovation);
  const tests = [
    whiteSquareTest(name, squares),
    firstSquareTest(`${name} at its first reading`, squares),
    shareTest(`Share of ticks with ${name} outside`, squares, level),
    allTicksTest(`Ticks with ${name} outside of the bounds of all ticks`, square, channels),
    meanTest(`Mean innovation of ${sensor}, as a sum of squares,`, white),
    memoryTest(`Autocorrelations of ${sensor}, as a sum of squares,`, white, lags),
    whitenessTest(`Share of autocorrelations of ${sensor} outside`, white, lags, level),
  ];
  return { tests, lane: { name, squares } };
}

function testsOfState(model: StateModel, { belief }: Tick, states: PopulationTensor, level: number): Judged {
  const { space } = model.process;
  const nees = normalizedErrors(space, states, belief);
  const squares = meanSquares(nees, space.dimension, { level });
  const tests = [
    correlatedSquareTest('NEES', nees, space.dimension),
    firstSquareTest('NEES at the first tick', squares),
    shareTest('Share of ticks with NEES outside', squares, level, worthOf(nees, level)),
    allTicksTest('Ticks with NEES outside of the bounds of all ticks', nees, space.dimension),
  ];
  // the spread of runs is not known from one
  return { tests: nees.population > 1 ? tests : tests.slice(1), lane: { name: 'NEES', squares } };
}

function requireConsistency(options: ConsistencyOptions): void {
  requireOptions('consistencyOf', options, ['model', 'ticks', 'states', 'level', 'lags']);
  const { model, ticks, level = 0.95, lags = 10 } = options;
  requireStateModel(model);
  requireParts('ticks', ticks, { belief: 'an object', innovations: 'a list' });
  requireProbability('level', level);
  requireInteger('lags', lags, 1);
}
