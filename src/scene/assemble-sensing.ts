/** @file How a scene's robot is seen: sensors, filter and unknowns made of their kinds, with the numbers that they read and what is drawn anew for each member. */
import { oneForEach } from '../../controllers/gains.ts';
import { diagonalOf } from '../core/diagonal.ts';
import { slice } from '../core/ops/indexing.ts';
import { add, mul } from '../core/ops/elementwise.ts';
import { type PopulationTensor, tensor, zeros } from '../core/population-tensor.ts';
import { normal } from '../core/random.ts';
import { noDraws } from '../estimation/filters/filter.ts';
import { filterKinds } from '../estimation/filters/kinds.ts';
import type { StateModel } from '../estimation/state-model.ts';
import type { Gaussian } from '../estimation/gaussian.ts';
import { withReplay } from '../estimation/late/with-replay.ts';
import {
  type EstimatorNumbers,
  type EstimatorRow,
  type EstimatorSettings,
  estimatorPerception,
  robotInputs,
  stateModelOf,
} from '../estimation/perception.ts';
import { type RobotStateLayout, robotStart, robotStateLayout, type UnknownPart } from '../estimation/robot-state.ts';
import { sensorKinds } from '../estimation/sensors/kinds.ts';
import { believedDeviation } from '../estimation/sensors/reading-model.ts';
import type { Sensor } from '../estimation/sensors/sensor.ts';
import { SceneError } from '../errors.ts';
import type { Goals } from '../robot/goal.ts';
import type { RobotModel } from '../robot/model.ts';
import { robotParameters } from '../robot/parameters.ts';
import type { PerceptionOf } from '../rollout/perception.ts';
import type { Sensing } from '../rollout/scenario.ts';
import { didYouMean } from '../text/did-you-mean.ts';
import type { Variation } from '../train/variation.ts';
import { made } from './assemble-task.ts';
import { holdOf, stepsOf } from './parse.ts';
import type { Scene } from './schema.ts';
import { sensingVariations } from './sensing-draws.ts';

/** A scene's estimator, as it is said. */
type Said = NonNullable<Scene['estimator']>;

/** How a scene's robot is seen. */
export interface AssembledSensing {
  readonly settings: EstimatorSettings;
  readonly perception: PerceptionOf;
  /** What the perception reads where nothing errs. */
  readonly sensing: Sensing;
  readonly variations: readonly Variation[];
}

/** How the scene's robot is seen; nothing where it says nothing of that. Throws a SceneError that says what does not fit. */
export function assembleSensing(scene: Scene, model: RobotModel, goals: Goals): AssembledSensing | undefined {
  const { estimator } = scene;
  if (!estimator) return refuseUnread(scene);
  const sensors = sensorsOf(scene, model, goals);
  const unknown = (estimator.unknown ?? []).map((part, i) => unknownOf(part, i, sensors));
  const layout = made('$.estimator', () => robotStateLayout(model, unknown));
  const tick = tickOf(scene);
  const late = sensors.map(({ errors }, i) => wholeTicks(`$.sensors[${i}].delay`, errors.delay, tick));
  const step = { model, integrator: scene.time.integrator, dt: scene.time.step, hold: holdOf(scene) };
  const inputs = robotInputs(model, step.hold);
  const make = made('$.estimator.filter', () => filterKinds.make(estimator.filter, { layout, inputs }));
  const settings: EstimatorSettings = {
    ...step,
    sensors,
    layout,
    late,
    acts: estimator.acts,
    filter: (state: StateModel) => withReplay(make(state), late, inputs),
  };
  const numbers = numbersOf(scene, { model, goals, layout, sensors });
  const periods = stepsOf(scene) / step.hold;
  const filter = settings.filter(
    stateModelOf(settings, numbers, goals, robotParameters(model)) as unknown as StateModel,
  );
  const draws = { start: 0, ...(filter.draws ?? { normal: 0, uniform: 0 }) };
  return {
    settings,
    perception: estimatorPerception(settings),
    sensing: {
      numbers: begun(numbers, draws.start) as never,
      rows: rowsOf(sensors, { tick, periods, draws }) as never,
    },
    variations: sensingVariations({
      model,
      layout,
      sensors,
      periods,
      hold: step.hold,
      spread: diagonalOf(startOf(scene, { model, goals, layout }).factor),
      force: forceOf(scene, model),
      filter: draws,
    }),
  };
}

/** Refuses sensors and disturbances that no estimator reads. */
function refuseUnread({ sensors, disturbance }: Scene): undefined {
  for (const [name, value] of Object.entries({ sensors, disturbance }))
    if (value !== undefined)
      throw new SceneError(`$.${name}`, 'a setting that nothing reads', 'none, or an estimator', 'say an estimator');
}

function sensorsOf({ sensors }: Scene, model: RobotModel, goals: Goals): readonly Sensor[] {
  if (!sensors)
    throw new SceneError(
      '$.estimator',
      'an estimator without sensors',
      'sensors that it reads',
      `name some of ${sensorKinds.all.map(({ type }) => type).join(', ')}`,
    );
  const all = sensors.map((sensor, i) => made(`$.sensors[${i}]`, () => sensorKinds.make(sensor, { model, goals })));
  // what errs not at all is refused, as no filter could weigh it
  all.forEach((sensor, i) => made(`$.sensors[${i}].noise`, () => believedDeviation(sensor)));
  const names = all.map(({ name }) => name);
  const twice = names.findIndex((name, i) => names.indexOf(name) < i);
  if (twice >= 0)
    throw new SceneError(`$.sensors[${twice}].name`, `"${names[twice]}" a second time`, 'a name of its own for each');
  return all;
}

/** The sensor of a name, refused at its path where there is none. */
function sensorNamed(path: string, name: string, sensors: readonly Sensor[]): Sensor {
  const found = sensors.find((sensor) => sensor.name === name);
  if (found) return found;
  const names = sensors.map((sensor) => sensor.name);
  throw new SceneError(path, `"${name}"`, `a sensor: ${names.join(', ')}`, didYouMean(name, names, 'name one of them'));
}

function unknownOf(part: NonNullable<Said['unknown']>[number], i: number, sensors: readonly Sensor[]): UnknownPart {
  const { spread } = part;
  if ('goal' in part) return { part: 'goal', goal: part.goal, spread };
  const { walk } = part;
  if ('bias' in part)
    return { part: 'bias', sensor: sensorNamed(`$.estimator.unknown[${i}].bias`, part.bias, sensors), spread, walk };
  return { part: 'forces', spread, walk };
}

/** s between two ticks: a period of the controller. */
const tickOf = (scene: Scene): number => holdOf(scene) * scene.time.step;

/** How far a ratio of times may be from a whole number, as decimal fractions are rounded. */
const wholeNumber = 1e-6;

/** A time in ticks, refused where it is no whole number of them. */
function wholeTicks(path: string, time: number, tick: number): number {
  const ticks = time / tick;
  if (Math.abs(ticks - Math.round(ticks)) > wholeNumber * Math.max(1, ticks))
    throw new SceneError(path, `${time} s`, `a multiple of the control period of ${tick} s`);
  return Math.round(ticks);
}

interface Context {
  readonly model: RobotModel;
  readonly goals: Goals;
  readonly layout: RobotStateLayout;
}

/** What is believed at the start. */
const startOf = ({ start, estimator }: Scene, { model, goals, layout }: Context): Gaussian =>
  made('$.estimator', () =>
    robotStart(layout, {
      q: tensor([...start.q]),
      v: start.v ? tensor([...start.v]) : zeros([model.nv]),
      spread: estimator!.spread,
      goals,
    }),
  );

/** Standard deviation [nv] of forces that nobody commands. */
const forceOf = ({ disturbance }: Scene, { nv }: RobotModel): PopulationTensor =>
  tensor([...made('$.disturbance', () => oneForEach('force', disturbance?.force ?? 0, nv))]);

/** What is unknown as it is: as it is believed, but for a bias that a sensor has, which is believed to be none. */
function unknownAsItIs({
  layout,
  start,
}: {
  readonly layout: RobotStateLayout;
  readonly start: Gaussian;
}): PopulationTensor {
  const [, , ...parts] = layout.parts;
  const biases = layout.unknown.flatMap((part, i) =>
    part.part === 'bias' ? [...part.sensor.errors.bias] : Array.from({ length: parts[i].size }, () => 0),
  );
  const { nq, nv } = layout.model;
  return biases.length === 0 ? slice(start.mean, [nq + nv]) : add(slice(start.mean, [nq + nv]), tensor(biases));
}

/** The numbers of the scene's estimator. A bias that is estimated is a part of the state, and no other error of its sensor. */
function numbersOf(scene: Scene, context: Context & { readonly sensors: readonly Sensor[] }): EstimatorNumbers {
  const { sensors, model, layout } = context;
  const { force = 1, spread = 1, sensors: noise = {} } = scene.estimator!.believes ?? {};
  Object.keys(noise).forEach((name) => sensorNamed(`$.estimator.believes.sensors.${name}`, name, sensors));
  const start = startOf(scene, context);
  const estimated = layout.unknown.flatMap((part) => (part.part === 'bias' ? [part.sensor.name] : []));
  return {
    sensors: sensors.map(({ name, errors }) => ({
      deviation: tensor([...errors.deviation]),
      bias: estimated.includes(name) ? zeros([errors.bias.length]) : tensor([...errors.bias]),
      dropout: tensor(errors.dropout),
      believed: mul(noise[name] ?? 1, tensor([...errors.deviation])),
    })),
    force: mul(force, forceOf(scene, model)),
    start: { mean: start.mean, factor: mul(spread, start.factor) },
    unknown: unknownAsItIs({ layout, start }),
  };
}

/** The numbers with those that the filter begins with, where it takes some: as they are where no member has its own. */
const begun = (numbers: EstimatorNumbers, count: number): EstimatorNumbers =>
  count > 0 ? { ...numbers, first: tensor(normal({ seed: 0 }, count)) } : numbers;

/** Rows of an estimator where nothing errs: each sensor speaks when it is due. */
function rowsOf(
  sensors: readonly Sensor[],
  { tick, periods, draws }: { tick: number; periods: number; draws: { normal: number; uniform: number } },
): EstimatorRow {
  return {
    sensors: sensors.map(({ space: { dimension }, errors: { period } }, i) => {
      const every = Math.max(1, wholeTicks(`$.sensors[${i}].period`, period, tick));
      return {
        normal: zeros([periods, dimension]),
        uniform: tensor(new Float64Array(periods).fill(1)),
        due: tensor(Float64Array.from({ length: periods }, (_, k) => (k % every === 0 ? 1 : 0))),
        blind: zeros([periods, dimension]),
        push: zeros([periods, dimension]),
      };
    }),
    draws: noDraws(draws, [periods]),
  };
}
