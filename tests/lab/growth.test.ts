/** @file Growth along rollouts and what stops gradients: against differences of rollouts, and against what the drives gave. */
import { beforeAll, describe, expect, it } from 'vitest';
import { tensor } from '../../src/core/population-tensor.ts';
import type { ChartCurve, ChartData } from '../../src/figures/chart/chart-data.ts';
import type { Drawing, HeatNumbers } from '../../src/lab/figures/lab-figure.ts';
import { said } from '../../src/lab/figures/words.ts';
import { type Look, lookAt } from '../../src/lab/look.ts';
import { type Said, studyOfExperiment } from '../../src/lab/study-of-experiment.ts';
import { thisThread } from '../../src/learning/this-thread.ts';
import { assemble } from '../../src/scene/assemble.ts';
import type { Experiment } from '../../src/scene/experiment.ts';
import { lessonOf } from '../../src/scene/lesson.ts';
import { readScene } from '../../src/scene/parse.ts';
import { withSettings } from '../../src/scene/with-settings.ts';
import { Saturation } from '../../src/train/saturation.ts';
import { twoLinkExperiment } from '../support/lab-experiments.ts';
import { assetText, sceneText } from '../support/robots.ts';
import { drawn, smallStudy } from '../support/studies.ts';

const brief: Said = { iterations: 1, compare: [{ type: 'adam', learningRate: 1e-3 }] };

const pendulum = (settings: readonly string[]): Experiment =>
  assemble(withSettings(readScene(sceneText('pendulum-swing-up')), [...settings]), assetText('pendulum'));

const lookOf = (experiment: Experiment, said: Said = brief): Promise<Look> =>
  lookAt(studyOfExperiment(experiment, thisThread, said));

const byId = (drawings: readonly Drawing[], id: string): Drawing => drawings.find(({ data }) => data.id === id)!;
const chartOf = (drawings: readonly Drawing[], id: string): ChartData => byId(drawings, id).data as ChartData;

/** (q, v) of a pendulum after so many steps, from another start. */
function stateAfter({ study, lowest }: Look, steps: number, q: number, v: number): [number, number] {
  const { experiment } = study.arm!;
  const scenario = { ...experiment.given.scenario, initial: { q: tensor([q]), v: tensor([v]) } };
  const { states } = experiment.inspect(lowest.x, scenario);
  return [states.q[steps], states.v[steps]];
}

/** Singular values of d(q, v)/d(q0, v0), by central differences, the largest first. */
function singularValues(look: Look, steps: number): [number, number] {
  const { scene } = look.study.arm!.experiment;
  const [q, v] = [scene.start.q[0], scene.start.v?.[0] ?? 0];
  const h = 1e-5;
  const column = (dq: number, dv: number): [number, number] => {
    const [above, below] = [1, -1].map((sign) => stateAfter(look, steps, q + sign * dq, v + sign * dv));
    return [(above[0] - below[0]) / (2 * h), (above[1] - below[1]) / (2 * h)];
  };
  const [[a, c], [b, d]] = [column(h, 0), column(0, h)];
  const [square, determinant] = [a * a + b * b + c * c + d * d, Math.abs(a * d - b * c)];
  const largest = Math.sqrt((square + Math.sqrt(square ** 2 - 4 * determinant ** 2)) / 2);
  return [largest, determinant / largest];
}

describe('growth along the rollout of a pendulum that falls from above', () => {
  let look: Look;
  let drawings: readonly Drawing[];
  let lines: readonly ChartCurve[];

  beforeAll(async () => {
    look = await lookOf(pendulum(['time.horizon=1.5', 'start.q=[3.1]']));
    drawings = await drawn(look, 'norms');
    lines = chartOf(drawings, 'growth').curves;
  });

  const stepsOf = (): number => look.study.arm!.experiment.settings.steps;

  it('ends at the singular values of differences of rollouts, and begins at 1', () => {
    const values = singularValues(look, stepsOf());
    expect(values[0]).toBeGreaterThan(10);
    values.forEach((value, k) => expect(10 ** lines[k].y[lines[k].y.length - 1] / value).toBeCloseTo(1, 5));
    expect(lines.map(({ y }) => y[0])).toEqual([0, 0]);
    const k = Math.floor(lines[0].x.length / 2);
    const halfway = Math.round(lines[0].x[k] / look.study.arm!.experiment.settings.dt);
    expect(10 ** lines[0].y[k] / singularValues(look, halfway)[0]).toBeCloseTo(1, 5);
  });

  it('says the exponent, and marks where it has grown tenfold', () => {
    const [largest] = singularValues(look, stepsOf());
    const exponent = Math.log(largest) / 1.5;
    const { caption } = byId(drawings, 'growth');
    expect(caption).toContain(`exponent of ${exponent.toPrecision(3)} per second`);
    expect(caption).toContain(`tenfold every ${(Math.log(10) / exponent).toPrecision(3)} s`);
    const [mark, ...more] = chartOf(drawings, 'growth').limits!;
    expect(more).toEqual([]);
    const at = Math.round(mark.x / look.study.arm!.experiment.settings.dt);
    expect(singularValues(look, at)[0] / 10).toBeCloseTo(1, 1);
    expect(mark.label).toContain('tenfold after');
  });

  it('until the end is 1 there, and from the start the root of the mean square of the singular values', () => {
    const [closed] = chartOf(drawings, 'growth-to-end').curves;
    const [a, b] = singularValues(look, stepsOf());
    expect(10 ** closed.y[0] / Math.sqrt((a * a + b * b) / 2)).toBeCloseTo(1, 5);
    expect(closed.y[closed.y.length - 1]).toBeCloseTo(0, 14);
  });

  it('is said to shrink where a controller brings everything back', async () => {
    const controller = 'controller={"type":"pd","kp":[20],"kd":[4],"optimize":["logKp","logKd"]}';
    const calm = await lookOf(pendulum(['time.horizon=1.5', controller]));
    const { caption } = byId(await drawn(calm, 'norms'), 'growth');
    const rate = Math.log(singularValues(calm, calm.study.arm!.experiment.settings.steps)[0]) / 1.5;
    expect(rate).toBeLessThan(0);
    expect(caption).toContain(`exponent of ${rate.toPrecision(3)} per second, to a tenth every`);
    expect(caption).toContain('Of the arm alone');
  });
});

describe('what stops gradients', () => {
  it('is said of drives by the steps on which they are at their limit', async () => {
    const controller = 'controller={"type":"pd","reference":[-3],"kp":[2000],"kd":[1],"optimize":["logKp","logKd"]}';
    const look = await lookOf(pendulum(['time.horizon=0.5', controller]));
    const { experiment } = look.study.arm!;
    const { tau } = experiment.inspect(look.lowest.x);
    const { effort } = experiment.model.joints[0].limits;
    const share = tau.filter((force) => Math.abs(force) === effort).length / tau.length;
    expect(share).toBeGreaterThan(0.1);
    const { data, caption } = byId(await drawn(look, 'norms'), 'torque-limits');
    expect(Array.from((data as ChartData).curves[0].y)).toEqual([...tau].map((force) => force / effort));
    expect(caption).toContain(`on ${Number((100 * share).toPrecision(3))} % of the steps`);
  });

  it('is said of layers by the units that are saturated, from the first iterate to the last', async () => {
    const experiment = twoLinkExperiment('two-link-reach-anywhere');
    const look = await lookOf(experiment, { ...brief, compare: [{ type: 'adam', learningRate: 0.3 }] });
    const { curves } = chartOf(await drawn(look, 'norms'), 'layer-saturation');
    const saturation = Saturation.of(lessonOf(experiment, thisThread), experiment.initialParameters)!;
    const [walk] = look.walks;
    [0, 1].forEach((k) => {
      const found = saturation.conditions(experiment.layout.fromVector(walk.points[k]));
      expect(curves.map(({ y }) => y[k])).toEqual(found.map(({ share }) => 100 * share));
    });
    expect(curves[0].y[0]).not.toBe(curves[0].y[1]);
  });
});

describe('saturated units of networks without an arm', () => {
  const share = (values: readonly number[]): number => (100 * values.filter((v) => v < 0.01).length) / values.length;

  it('are those whose slope at the examples is below 1 %, by hand, over the iterations', async () => {
    const study = smallStudy({
      landscape: { type: 'exclusive-or', hidden: 2 },
      compare: [{ type: 'gradient-descent', learningRate: 200 }],
    });
    const look = await lookAt(study);
    const { curves } = chartOf(await drawn(look, 'norms'), 'layer-saturation');
    const slopesAt = ([a, b, c, d, first, second]: Float64Array): number[] =>
      [-1, 1].flatMap((x) =>
        [-1, 1].flatMap((y) => [a * x + b * y + first, c * x + d * y + second].map((z) => 1 - Math.tanh(z) ** 2)),
      );
    const { points } = look.walks[0];
    Array.from(curves[0].x).forEach((k, at) => expect(curves[0].y[at]).toBe(share(slopesAt(points[k]))));
    expect(curves[0].y[curves[0].y.length - 1]).toBeGreaterThan(0);
  });

  it('lie across where there are many layers, and are none of what is no network', async () => {
    const deep = smallStudy({
      landscape: { type: 'depth-chain', depth: 8, width: 4, activation: 'relu' },
      iterations: 2,
    });
    const { x, curves } = chartOf(await drawn(await lookAt(deep), 'norms'), 'layer-saturation');
    expect([x.name, curves[0].x.length]).toEqual(['layer, from the input on', 8]);
    expect(Array.from(curves[0].y).some((part) => part > 0)).toBe(true);
    const bowl = await drawn(await lookAt(smallStudy()), 'norms');
    expect(bowl.some(({ data }) => data.id === 'layer-saturation')).toBe(false);
  });
});

describe('costates of a state', () => {
  it('are those of the inspection by position and by velocity, with the factor of clipping', async () => {
    const experiment = twoLinkExperiment();
    const clipped = [{ type: 'adam', learningRate: 1e-3, clipNorm: 1e-3 }];
    const look = await lookOf(experiment, { ...brief, compare: clipped });
    const { costates, gradient } = experiment.inspect(look.lowest.x);
    const drawings = await drawn(look, 'norms');
    for (const kind of ['q', 'v'] as const) {
      const { data, caption } = byId(drawings, `costates-${kind}`);
      expect([...(data as HeatNumbers).values]).toEqual([...costates[kind]]);
      expect(caption).toContain(`multiplies all of this by ${said(1e-3 / Math.hypot(...gradient))}.`);
    }
  });
});
