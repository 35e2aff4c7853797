/** @file What is drawn anew for each member that sees through sensors: its start, what it does not know, what disturbs it, what each reading errs by. */
import { add, mul } from '../core/ops/elementwise.ts';
import { concat, reshape, slice } from '../core/ops/indexing.ts';
import { broadcastTo } from '../core/ops/structural.ts';
import { type PopulationTensor, tensor, zeros } from '../core/population-tensor.ts';
import { scan } from '../core/scan.ts';
import type { EstimatorNumbers, EstimatorRow, SensorRow } from '../estimation/perception.ts';
import { goalsIn, partOf, type RobotStateLayout } from '../estimation/robot-state.ts';
import type { Sensor } from '../estimation/sensors/sensor.ts';
import { movedConfiguration } from '../robot/joints/configuration-difference.ts';
import type { RobotModel } from '../robot/model.ts';
import type { Scenario } from '../rollout/scenario.ts';
import type { Variation } from '../train/variation.ts';

/** What is drawn, and how much of it. */
export interface SensingDraws {
  readonly model: RobotModel;
  readonly layout: RobotStateLayout;
  readonly sensors: readonly Sensor[];
  /** Periods of the controller, and steps of each. */
  readonly periods: number;
  readonly hold: number;
  /** Standard deviations of the start: [nv] of configuration and velocity each, then of what is unknown. */
  readonly spread: PopulationTensor;
  /** Of forces that nobody commands, [nv]. */
  readonly force: PopulationTensor;
  /** Random numbers that the filter takes a tick, and once at its start. */
  readonly filter: { readonly normal: number; readonly uniform: number; readonly start?: number };
}

/** Cuts a list of drawn numbers into tensors, one after another. */
class Cut {
  readonly #drawn: PopulationTensor;
  #place = 0;

  constructor(drawn: PopulationTensor) {
    this.#drawn = drawn;
  }

  take(shape: readonly number[]): PopulationTensor {
    const count = shape.reduce((product, extent) => product * extent, 1);
    const part = slice(this.#drawn, [this.#place], [this.#place + count]);
    this.#place += count;
    return reshape(part, shape);
  }
}

const dimensions = (sensors: readonly Sensor[]): number =>
  sensors.reduce((total, { space }) => total + space.dimension, 0);

/** The sensing of a scenario with other rows or numbers. */
function withSensing(
  scenario: Scenario,
  change: (numbers: EstimatorNumbers, rows: EstimatorRow) => { numbers: EstimatorNumbers; rows: EstimatorRow },
): Scenario {
  const { numbers, rows } = scenario.sensing!;
  return { ...scenario, sensing: change(numbers as EstimatorNumbers, rows as unknown as EstimatorRow) as never };
}

const withRows = (rows: EstimatorRow, of: (row: SensorRow, i: number) => Partial<SensorRow>): EstimatorRow => ({
  ...rows,
  sensors: rows.sensors.map((row, i) => ({ ...row, ...of(row, i) })),
});

/** All that is normally distributed: of the true start, of what is unknown, of disturbing forces, of each reading. */
function errorsVariation({ model, layout, sensors, periods, hold, spread, force, filter }: SensingDraws): Variation {
  const { nv } = model;
  const unknown = layout.space.dimension - 2 * nv;
  const { start = 0 } = filter;
  const walk = layout.parts.slice(2).flatMap((part) => part.walk);
  const wandering = walk.some((deviation) => deviation > 0) ? unknown : 0;
  return {
    name: 'sensing',
    numbers: 2 * nv + unknown + periods * (nv + dimensions(sensors) + filter.normal + wandering) + start,
    distribution: 'normal',
    vary: (scenario, drawn) => {
      const cut = new Cut(drawn);
      const off = mul(spread, cut.take([2 * nv + unknown]));
      const forces = mul(force, cut.take([periods, nv]));
      const { q, v } = scenario.initial;
      const moved = {
        q: movedConfiguration(model, q, slice(off, [0], [nv])),
        v: add(v, slice(off, [nv], [2 * nv])),
      };
      const disturbed = withSensing({ ...scenario, initial: moved }, (numbers, before) => {
        const rows = {
          ...withRows(before, (_, i) => ({ normal: cut.take([periods, sensors[i].space.dimension]) })),
          draws: { ...before.draws, ...(filter.normal > 0 && { normal: cut.take([periods, filter.normal]) }) },
        };
        const first = start > 0 && { first: cut.take([start]) };
        const drift = wandering > 0 && { drift: wandered(mul(tensor(walk), cut.take([periods, unknown]))) };
        return {
          numbers: { ...numbers, ...first, unknown: add(numbers.unknown, slice(off, [2 * nv])) },
          rows: { ...rows, ...drift },
        };
      });
      return withUnknown(disturbed, layout, forces, { periods, hold, nv });
    },
  };
}

/** Sums of the rows [periods, …] before each. */
const wandered = (steps: PopulationTensor): PopulationTensor =>
  scan(
    (sum: PopulationTensor, step: PopulationTensor) => ({ carry: add(sum, step), output: sum }),
    zeros(steps.shape.slice(1)),
    steps,
  ).outputs;

/** Forces [nv], or [periods, nv] where they wander, that the unknown says to act for good; nothing where it says none. */
function lastingForces(
  scenario: Scenario,
  layout: RobotStateLayout,
  truth: PopulationTensor,
): PopulationTensor | undefined {
  const constant = partOf(layout, truth, 'forces');
  const { drift } = scenario.sensing!.rows as unknown as EstimatorRow;
  if (!constant || !drift) return constant;
  const { start, size } = layout.parts.find(({ name }) => name === 'forces')!;
  const from = start - 2 * layout.model.nv;
  return add(constant, slice(drift, [0, from], [drift.shape[0], from + size]));
}

/** Goals and forces as the unknown says that they are. */
function withUnknown(
  scenario: Scenario,
  layout: RobotStateLayout,
  forces: PopulationTensor,
  { periods, hold, nv }: { readonly periods: number; readonly hold: number; readonly nv: number },
): Scenario {
  const { unknown } = scenario.sensing!.numbers as EstimatorNumbers;
  const { q, v } = scenario.initial;
  const truth = concat(unknown.size > 0 ? [q, v, unknown] : [q, v]);
  const lasting = lastingForces(scenario, layout, truth);
  const all = lasting ? add(forces, lasting) : forces;
  const held = broadcastTo(reshape(all, [periods, 1, nv]), [periods, hold, nv]);
  return {
    ...scenario,
    goals: goalsIn(layout, truth, scenario.goals),
    noise: { ...scenario.noise, tau: reshape(held, [periods * hold, nv]) },
  };
}

/** What chance decides: whether a reading is lost, what filters resample by. */
function chanceVariation({ sensors, periods, filter }: SensingDraws): Variation {
  return {
    name: 'chance of readings',
    numbers: periods * (sensors.length + filter.uniform),
    distribution: 'uniform',
    vary: (scenario, drawn) => {
      const cut = new Cut(drawn);
      return withSensing(scenario, (numbers, rows) => ({
        numbers,
        rows: {
          ...withRows(rows, () => ({ uniform: cut.take([periods]) })),
          draws: { ...rows.draws, ...(filter.uniform > 0 && { uniform: cut.take([periods, filter.uniform]) }) },
        },
      }));
    },
  };
}

/** What is drawn anew for each member that sees through sensors. */
export const sensingVariations = (draws: SensingDraws): Variation[] => [errorsVariation(draws), chanceVariation(draws)];
