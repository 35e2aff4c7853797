/** @file Perception through sensors: readings of the true state become a belief, and what the controller sees is its mean. */
import { at, concat, reshape, slice } from '../core/ops/indexing.ts';
import { add, mul } from '../core/ops/elementwise.ts';
import { type PopulationTensor, zeros } from '../core/population-tensor.ts';
import type { Tree } from '../core/tree.ts';
import { gravityForces } from '../dynamics/inverse-dynamics.ts';
import type { Goals } from '../robot/goal.ts';
import type { RobotModel } from '../robot/model.ts';
import type { RobotParameters } from '../robot/parameters.ts';
import type { Impression, Perceived, Perception, PerceptionOf, Truth } from '../rollout/perception.ts';
import type { Scenario } from '../rollout/scenario.ts';
import type { StepSettings } from '../simulation/plant.ts';
import { type Draws, type Filter, type FilterMemory, noDraws } from './filters/filter.ts';
import { correctAll, type Tick } from './filters/run-filter.ts';
import type { Gaussian } from './gaussian.ts';
import type { InputShapes } from './late/with-replay.ts';
import { robotProcess } from './robot-process.ts';
import { biasIn, goalsIn, motionIn, type RobotStateLayout, sensedOf } from './robot-state.ts';
import { measure } from './sensors/measure.ts';
import { readingModelOf, type RobotInput } from './sensors/reading-model.ts';
import type { Sensor } from './sensors/sensor.ts';
import type { Reading, StateModel } from './state-model.ts';

/** What an estimator is made of besides its numbers. */
export interface EstimatorSettings extends StepSettings {
  /** Steps of physics of a tick, which is a period of the controller. */
  readonly hold: number;
  readonly sensors: readonly Sensor[];
  readonly layout: RobotStateLayout;
  /** Makes the filter, with whatever it does about late readings. */
  readonly filter: (model: StateModel) => Filter;
  /** Ticks by which the readings of each sensor come late. */
  readonly late: readonly number[];
  /** Whether the controller sees the estimate; else the state itself. */
  readonly acts: boolean;
}

/** Numbers of one sensor. */
export type SensorNumbers = {
  /** Standard deviation and bias of each channel, as they are. */
  readonly deviation: PopulationTensor;
  readonly bias: PopulationTensor;
  /** Probability that a reading is lost, []. */
  readonly dropout: PopulationTensor;
  /** Standard deviation as the filter believes. */
  readonly believed: PopulationTensor;
};

/** Numbers of an estimator that do not change over time: inputs of a rollout. */
export type EstimatorNumbers = {
  /** One a sensor, in their order. */
  readonly sensors: readonly SensorNumbers[];
  /** Standard deviation [nv] of forces that nobody commands, as the filter believes. */
  readonly force: PopulationTensor;
  /** What is believed before the first reading. */
  readonly start: Gaussian;
  /** Normal numbers that the filter begins with; absent where it takes none. */
  readonly first?: PopulationTensor;
  /** The state's unknown parts as they are, one after another; [0] where there are none. */
  readonly unknown: PopulationTensor;
};

/** What one sensor reads of a period's row. */
export type SensorRow = {
  /** Standard normal [dimension], and uniform in [0, 1) []. */
  readonly normal: PopulationTensor;
  readonly uniform: PopulationTensor;
  /** 1 where the sensor speaks at this tick, []. */
  readonly due: PopulationTensor;
  /** 1 where somebody has blinded a channel, and what somebody has added to its readings, [dimension] each. */
  readonly blind: PopulationTensor;
  readonly push: PopulationTensor;
};

/** What an estimator reads of a period. */
export type EstimatorRow = {
  readonly sensors: readonly SensorRow[];
  /** Random numbers of the filter. */
  readonly draws: Draws;
  /** What the unknown parts have wandered by since the start; nothing where they stay. */
  readonly drift?: PopulationTensor;
};

/** What is known of an estimator's period: rows of a rollout's `outputs.perceived`. */
export type Estimated = Tick & {
  /** The state as it was, in the layout of the belief's mean. */
  readonly truth: PopulationTensor;
  /** What each sensor read, when it read it. */
  readonly readings: readonly Reading[];
  /** What is believed of an earlier state, e.g. of that `lag` ticks ago, where the filter smooths and no sensor is late. */
  readonly smoothed?: Gaussian;
};

type Memory = {
  readonly filter: FilterMemory;
  /** Forces [nv] as the next reading is taken. */
  readonly tau: PopulationTensor;
  /** Readings under way, of each sensor the oldest first; nothing of those that come at once. */
  readonly underway: readonly { readonly rows?: Reading }[];
  /** Goals as they were seen last. */
  readonly goals: Goals;
  /** Random numbers of the tick. */
  readonly draws: Draws;
};

/** Trees like what acts on a robot as readings are taken, and over the `hold` steps until the next tick. */
export const robotInputs = ({ nv }: RobotModel, hold: number): InputShapes => ({
  sensed: { tau: zeros([nv]) },
  acting: { tau: zeros([hold, nv]) },
});

/** The perception of sensors and a filter. */
export const estimatorPerception =
  (settings: EstimatorSettings): PerceptionOf =>
  (scenario, robot) =>
    new Estimation(settings, scenario, robot).perception;

/** What the filter believes of robot and sensors. */
export function stateModelOf(
  settings: Omit<EstimatorSettings, 'filter' | 'late' | 'acts'>,
  { sensors, force }: Pick<EstimatorNumbers, 'sensors' | 'force'>,
  goals: Goals,
  robot: RobotParameters,
): StateModel<RobotInput> {
  const { layout } = settings;
  return {
    process: robotProcess({ ...settings, robot }, layout, { force }),
    sensors: settings.sensors.map((sensor, i) =>
      readingModelOf(sensor, layout, { goals, robot, deviation: sensors[i].believed }),
    ),
  };
}

/** An estimator at work on one scenario. */
class Estimation {
  readonly perception: Perception;
  readonly #settings: EstimatorSettings;
  readonly #numbers: EstimatorNumbers;
  readonly #goals: Goals;
  readonly #robot: RobotParameters;
  readonly #filter: Filter;

  constructor(settings: EstimatorSettings, { initial, goals, sensing }: Scenario, robot: RobotParameters) {
    this.#settings = settings;
    this.#numbers = sensing!.numbers as EstimatorNumbers;
    this.#goals = goals;
    this.#robot = robot;
    const model = stateModelOf(settings, this.#numbers, goals, robot);
    this.#filter = settings.filter(model as unknown as StateModel);
    const first = settings.acts ? this.#impression(this.#numbers.start.mean) : { ...initial, goals };
    this.perception = {
      first,
      begin: () => stored(this.#begin(gravityForces(settings.model, initial.q), first.goals)),
      perceive: (memory, truth, row) => this.#perceive(memoryOf(memory), truth, row as unknown as EstimatorRow),
      goals: (memory) => memoryOf(memory).goals,
      reckon: (memory, tau) => stored(this.#reckon(memoryOf(memory), tau)),
    };
  }

  /** A state as the controller sees it. */
  #impression(mean: PopulationTensor): Impression {
    const { layout } = this.#settings;
    return { ...motionIn(layout, mean), goals: goalsIn(layout, mean, this.#goals) };
  }

  #begin(tau: PopulationTensor, goals: Goals): Memory {
    const { sensors, late } = this.#settings;
    return {
      filter: this.#filter.begin(this.#numbers.start, this.#numbers.first),
      tau,
      underway: sensors.map(({ space: { size, dimension } }, i) =>
        late[i] > 0 ? { rows: { value: zeros([late[i], size]), present: zeros([late[i], dimension]) } } : {},
      ),
      goals,
      draws: noDraws(this.#filter.draws),
    };
  }

  /** The true state, in the layout of the belief's mean. */
  #truth({ state: { q, v } }: Truth, { drift }: EstimatorRow): PopulationTensor {
    const { unknown } = this.#numbers;
    return concat(unknown.size > 0 ? [q, v, drift ? add(unknown, drift) : unknown] : [q, v]);
  }

  /** What the sensors tell of a moment as it is. */
  #readings({ tau }: Memory, { goals }: Truth, truth: PopulationTensor, rows: readonly SensorRow[]): Reading[] {
    const { sensors, layout } = this.#settings;
    const sensed = sensedOf(layout, truth, { tau }, { goals, robot: this.#robot });
    return sensors.map((sensor, i) => {
      const { due, push, ...chance } = rows[i];
      const { deviation, bias, dropout } = this.#numbers.sensors[i];
      const unknown = biasIn(layout, truth, sensor);
      const offset = [push, ...(unknown ? [unknown] : [])].reduce<PopulationTensor>(add, bias);
      const { value, present } = measure(sensor, sensed, { ...chance, deviation, bias: offset, dropout });
      return { value, present: mul(present, due) };
    });
  }

  #perceive(memory: Memory, moment: Truth, row: EstimatorRow): ReturnType<Perception['perceive']> {
    const truth = this.#truth(moment, row);
    const readings = this.#readings(memory, moment, truth, row.sensors);
    const { arrived, underway } = arrivals(readings, memory.underway);
    const corrected = correctAll(this.#filter, memory.filter, {
      readings: arrived,
      input: { tau: memory.tau },
      draws: row.draws,
    });
    const { belief } = corrected.tick;
    const seen = this.#settings.acts ? this.#impression(belief.mean) : { ...moment.state, goals: moment.goals };
    const smoothed = this.#filter.smoothed?.(corrected.memory);
    const watched: Estimated = {
      ...corrected.tick,
      truth,
      readings,
      ...(smoothed && { smoothed }),
    };
    return {
      seen,
      memory: stored({ ...memory, filter: corrected.memory, underway, goals: seen.goals, draws: row.draws }),
      watched: watched as unknown as Tree,
    };
  }

  #reckon({ filter, draws, ...rest }: Memory, tau: PopulationTensor): Memory {
    const next = this.#filter.predict(filter, { tau }, draws);
    return { ...rest, draws, filter: next, tau: at(tau, this.#settings.hold - 1) };
  }
}

const stored = (memory: Memory): Perceived => memory as unknown as Perceived;
const memoryOf = (memory: Perceived): Memory => memory as unknown as Memory;

/** What comes in as new readings set out: those of sensors that are late come after all that are under way. */
function arrivals(
  readings: readonly Reading[],
  underway: Memory['underway'],
): { readonly arrived: Reading[]; readonly underway: Memory['underway'] } {
  const lines = readings.map(({ value, present }, i) => {
    const { rows: before } = underway[i];
    if (!before) return { first: { value, present }, rest: {} };
    const line = (rows: PopulationTensor, last: PopulationTensor): PopulationTensor =>
      concat([slice(rows, [1]), reshape(last, [1, ...last.shape])]);
    return {
      first: { value: at(before.value, 0), present: at(before.present, 0) },
      rest: { rows: { value: line(before.value, value), present: line(before.present, present) } },
    };
  });
  return { arrived: lines.map(({ first }) => first), underway: lines.map(({ rest }) => rest) };
}
