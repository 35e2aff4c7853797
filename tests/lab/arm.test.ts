/** @file Figures of studies with an arm: the edge of stability of a sampled loop, costates by joint, horizons. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { ChartData } from '../../src/figures/chart/chart-data.ts';
import type { RegimeData } from '../../src/figures/regime/regime-data.ts';
import { labFigures } from '../../src/lab/figures/all.ts';
import type { HeatNumbers } from '../../src/lab/figures/lab-figure.ts';
import { stabilityEdge } from '../../src/lab/figures/stability-edge.ts';
import { type Look, lookAt } from '../../src/lab/look.ts';
import { type Said, studyOfExperiment } from '../../src/lab/study-of-experiment.ts';
import { usualLab } from '../../src/lab/schema.ts';
import { growthOf } from '../../src/learning/doctor/growth.ts';
import { Pace } from '../../src/learning/pace.ts';
import { thisThread } from '../../src/learning/this-thread.ts';
import { tensor } from '../../src/core/population-tensor.ts';
import { massMatrix } from '../../src/dynamics/mass-matrix.ts';
import { assemble } from '../../src/scene/assemble.ts';
import { readScene } from '../../src/scene/parse.ts';
import { withSettings } from '../../src/scene/with-settings.ts';
import { twoLinkExperiment } from '../support/lab-experiments.ts';
import { assetText, sceneText } from '../support/robots.ts';
import { drawn } from '../support/studies.ts';

const brief: Said = { iterations: 2, compare: [{ type: 'adam', learningRate: 0.1 }] };

const pendulum = (settings: readonly string[]) =>
  assemble(
    withSettings(readScene(sceneText('pendulum-swing-up')), ['time.horizon=0.2', ...settings]),
    assetText('pendulum'),
  );

const gains = [
  'time.integrator=semi-implicit-euler',
  'controller={"type":"pd","kp":[20],"kd":[1],"optimize":["logKp","logKd"]}',
];

/** PD gains of a pendulum whose gravity is compensated for. */
async function gainsOfPendulum(): Promise<Look> {
  const box: [number, number, number, number] = [1, 6, -1, 8];
  const plane = { type: 'parameters', x: 'logKp[0]', y: 'logKd[0]' };
  return lookAt(studyOfExperiment(pendulum(gains), thisThread, { ...brief, lab: { ...usualLab(), plane, box } }));
}

describe('the edge of stability of a sampled loop', () => {
  let look: Look;

  beforeAll(async () => {
    look = await gainsOfPendulum();
  });

  it('of a pendulum is 2 J / h - h kp / 2, less its own damping', async () => {
    const edge = (await stabilityEdge(look))!;
    const { model, scene, settings } = look.study.arm!.experiment;
    const [{ damping, armature }] = model.joints;
    const h = settings.dt;
    const own = massMatrix(model, tensor([...scene.start.q])).data[0];
    expect(armature).toBe(0);
    const inertia = own + h * damping;
    expect(edge.x).toHaveLength(21);
    Array.from(edge.x).forEach((logKp, k) => {
      const largest = (2 * inertia) / h - (h * Math.exp(logKp)) / 2 - damping;
      expect(Math.exp(edge.y[k]) / largest).toBeCloseTo(1, 4);
    });
  });

  it('is drawn on the surface, with the sentence that explains it', async () => {
    const [{ data, caption }] = await drawn(look, 'surface', { points: 11 });
    expect('paths' in data && data.paths?.[0].id).toBe('stability');
    expect(caption).toContain('Above the black line');
  });

  it('is nowhere where the plane is of no two parameters', async () => {
    const other = { ...look, study: { ...look.study, lab: usualLab() } };
    expect(await stabilityEdge(other)).toBeNull();
  });
});

describe('costates of a rollout', () => {
  it('are rows of joints over time, of the very inspection of the lowest point', async () => {
    const experiment = twoLinkExperiment();
    const look = await lookAt(studyOfExperiment(experiment, thisThread, brief));
    const data = (await drawn(look, 'norms')).find((each) => each.data.id === 'costates')!.data as HeatNumbers;
    expect(data.rows.map(({ label }) => label)).toEqual(['shoulder', 'elbow']);
    expect([data.columns, data.dt, data.unit]).toEqual([20, 0.01, '1/(N m)']);
    expect([...data.values]).toEqual([...experiment.inspect(look.lowest.x).costates.tau]);
  });
});

describe('horizons', () => {
  it('have the curvature and the loss of the scene itself, at the longest', async () => {
    const look = await lookAt(studyOfExperiment(pendulum([]), thisThread, brief));
    const [slices, pad] = (await drawn(look, 'horizon')).map(({ data }) => data);
    const { curves } = slices as ChartData;
    const [longest] = curves.slice(-1);
    const start = Array.from(longest.x).indexOf(0);
    expect(longest.label).toBe('0.2 s');
    expect(longest.y[start]).toBeCloseTo(look.walks[0].losses[0], 12);
    const { y, regimes } = pad as RegimeData;
    expect([...y.values]).toEqual([0.02, 0.06, 0.08, 0.1, 0.12, 0.16, 0.18, 0.2]);
    expect(regimes.length).toBeGreaterThan(0);
  });

  it('have the growth of a disturbance over each of them, at the start and at the lowest point', async () => {
    const look = await lookAt(studyOfExperiment(pendulum([]), thisThread, { ...brief, iterations: 5 }));
    const growth = (await drawn(look, 'horizon')).at(2)!;
    const { id, x, curves } = growth.data as ChartData;
    expect([id, x.unit]).toEqual(['horizon-growth', 's']);
    const at = async (where: Float64Array, settings: readonly string[]): Promise<number> => {
      const attempt = pendulum(settings).attempt(where);
      const all = { ...attempt.fixed, ...attempt.optimized };
      return (await growthOf(attempt.settings, all, attempt.scenario, new Pace()))!.exponent;
    };
    const { points } = look.walks[0];
    for (const [curve, where] of [
      [curves[0], look.lowest.x],
      [curves[1], points[0]],
    ] as const) {
      expect(Array.from(curve.x)).toEqual([0.02, 0.06, 0.08, 0.1, 0.12, 0.16, 0.18, 0.2]);
      expect(curve.y[7]).toBe(await at(where, []));
      expect(curve.y[3]).toBe(await at(where, ['time.horizon=0.1']));
    }
    expect(curves[0].y[7]).not.toBe(curves[1].y[7]);
  });

  it('are none of policies', async () => {
    const experiment = twoLinkExperiment('two-link-reach-anywhere');
    const look = await lookAt(studyOfExperiment(experiment, thisThread, { ...brief, iterations: 1 }));
    expect(labFigures.horizon.missing(look)).toContain('one horizon');
    expect(look.frame.plane.axes[0].label).toContain('random');
  });
});
