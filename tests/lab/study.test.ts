/** @file Studies: what methods do on them, how scenes and trainings are studied, planes and boxes. */
import { describe, expect, it } from 'vitest';
import type { ContourData } from '../../src/figures/contour/contour-data.ts';
import { SceneError } from '../../src/errors.ts';
import { lookAt } from '../../src/lab/look.ts';
import { fileOfStudy } from '../../src/lab/file-of-study.ts';
import { studyOfExperiment } from '../../src/lab/study-of-experiment.ts';
import { usualLab } from '../../src/lab/schema.ts';
import { walkMethods } from '../../src/lab/walk.ts';
import { thisThread } from '../../src/learning/this-thread.ts';
import { oneMember } from '../../src/learning/landscape.ts';
import { projectOnto } from '../../src/learning/surface/plane.ts';
import { assemble } from '../../src/scene/assemble.ts';
import { parseScene } from '../../src/scene/parse.ts';
import { assetText } from '../support/robots.ts';
import { twoLinkExperiment } from '../support/lab-experiments.ts';
import { drawn, looked, smallStudy } from '../support/studies.ts';

const descent = { type: 'gradient-descent', learningRate: 0.3 };

describe('walks', () => {
  it('of descent on a bowl are the closed form', async () => {
    const [{ points, losses, stepSizes, shortfall, label }] = await walkMethods(smallStudy());
    expect(points).toHaveLength(11);
    expect([...new Set(stepSizes)]).toEqual([0.3]);
    expect([shortfall, label]).toEqual([null, 'Gradient descent, step 0.3']);
    points.forEach(([x, y], t) => {
      expect(x).toBeCloseTo((1 - 0.3 * 2) ** t, 12);
      expect(y).toBeCloseTo((1 - (0.3 * 2) / 5) ** t, 12);
      expect(losses[t]).toBeCloseTo(x * x + (y * y) / 5, 12);
    });
  });

  it('of a method that searches along lines end where it has converged', async () => {
    const [walk] = await walkMethods(smallStudy({ compare: [{ type: 'lbfgs' }], iterations: 100 }));
    expect(walk.points.length).toBeLessThan(100);
    expect(walk.points.at(-1)!.every((entry) => Math.abs(entry) < 1e-6)).toBe(true);
    expect(walk.stepSizes).toHaveLength(walk.points.length - 1);
    expect(walk.shortfall).not.toBeNull();
  });

  it('of one kind are told apart by their settings', async () => {
    const two = [0.1, 0.3].map((learningRate) => ({ ...descent, learningRate }));
    const walks = await walkMethods(smallStudy({ compare: [...two, { ...descent, type: 'momentum' }] }));
    expect(walks.map(({ title }) => title)).toEqual([
      'Gradient descent, step 0.1',
      'Gradient descent, step 0.3',
      'Momentum',
    ]);
  });

  it('that diverge end at their last good point', async () => {
    const [walk] = await walkMethods(
      smallStudy({ compare: [{ type: 'gradient-descent', learningRate: 1e9 }], iterations: 100 }),
    );
    expect(walk.shortfall).toMatch(/not finite after \d+ steps/);
    expect(walk.losses.every(Number.isFinite)).toBe(true);
    expect([walk.points.length, walk.gradients.length]).toEqual([walk.losses.length, walk.stepSizes.length + 1]);
  });

  it('are cancelled at once', async () => {
    const stop = new AbortController();
    const work = walkMethods(smallStudy({ iterations: 100_000 }), { signal: stop.signal });
    setTimeout(() => stop.abort(new Error('enough')), 20);
    await expect(work).rejects.toThrow('enough');
  });
});

describe('planes and boxes', () => {
  it('are the view of a textbook where nothing is said', async () => {
    const { frame } = await looked();
    expect(frame.range).toEqual([
      [-1.5, 1.5],
      [-1.5, 1.5],
    ]);
    expect(frame.plane.axes.map(({ label }) => label)).toEqual(['x[0]', 'x[1]']);
  });

  it('of the path hold all of it', async () => {
    const look = await looked({
      landscape: { type: 'exclusive-or', hidden: 2 },
      compare: [{ ...descent, type: 'momentum' }],
      lab: { plane: 'path', points: 11 },
    });
    for (const point of look.walks[0].points) {
      const { coordinates } = projectOnto(look.frame.plane, point);
      coordinates.forEach((at, k) => {
        expect(at).toBeGreaterThan(look.frame.range[k as 0 | 1][0]);
        expect(at).toBeLessThan(look.frame.range[k as 0 | 1][1]);
      });
    }
  });

  it('that a file names wrongly are refused by its path', async () => {
    const work = looked({ lab: { plane: { type: 'parameters', x: 'x[0]', y: 'x[7]' } } });
    await expect(work).rejects.toThrow(SceneError);
    await expect(looked({ lab: { plane: { type: 'parameters', x: 'x[0]', y: 'x[7]' } } })).rejects.toThrow(
      /\$\.lab\.plane\.y/,
    );
  });

  it('of the path are those of the first method that walks in a plane, and measured by its way', async () => {
    const stuck = { type: 'gradient-descent', learningRate: 1e-300 };
    const network = { landscape: { type: 'exclusive-or', hidden: 2 }, lab: { plane: 'path', points: 11 } };
    const moving = { ...descent, type: 'momentum' };
    const alone = await looked({ ...network, compare: [moving] });
    const beside = await looked({ ...network, compare: [stuck, moving] });
    expect([beside.frame.by, alone.frame.by]).toEqual([1, 0]);
    expect(beside.frame).toEqual({ ...alone.frame, by: 1 });
    const [map] = await drawn(beside, 'surface');
    expect(map.caption + (map.data as ContourData).note).not.toMatch(/10[⁰¹²³⁴-⁹]{3}/);
    await expect(looked({ ...network, compare: [stuck] })).rejects.toThrow('every method stays on a line');
  });

  it('of a path along a line are random directions instead', async () => {
    const study = smallStudy({ landscape: { type: 'exclusive-or', hidden: 0 }, iterations: 1 });
    const { frame } = await lookAt({ ...study, view: null });
    expect(frame.plane.axes[0].label).toContain('random');
  });
});

describe('a scene', () => {
  it('is a landscape of its loss, with the names and units of its parameters and its own method', async () => {
    const experiment = twoLinkExperiment();
    const study = studyOfExperiment(experiment, thisThread);
    const { loss, gradient } = experiment.evaluate(study.start);
    const found = await study.landscape.evaluate(oneMember(study.start));
    expect(found.loss[0]).toBe(loss);
    expect([...found.gradient.data]).toEqual([...gradient]);
    expect(study.axisOf(0)).toEqual({ label: 'torque knot 1 of shoulder', unit: 'N m' });
    expect(study.unit).toBe('N m');
    expect(study.groups.map(({ label, entries }) => [label, entries.length])).toEqual([
      ['torque knot, shoulder', 10],
      ['torque knot, elbow', 10],
    ]);
    expect(study.methods.map((method) => (typeof method === 'string' ? method : method.type))).toEqual([
      'lbfgs',
      'adam',
    ]);
    expect(study.lab).toEqual(usualLab());
  });

  it('that plans is compared with what goes down the loss of its plan', () => {
    const { scene } = twoLinkExperiment();
    const given = { ...scene, method: { type: 'ilqr', iterations: 3 } };
    const study = studyOfExperiment(assemble(parseScene(given), assetText('planar-2link')), thisThread);
    expect(study.methods).toEqual([{ type: 'adam', learningRate: 0.03 }]);
    expect(fileOfStudy(study, 'scene.json').compare).toHaveLength(1);
  });

  it('that trains is the mean over rollouts of its validation', async () => {
    const experiment = twoLinkExperiment('two-link-reach-anywhere');
    const study = studyOfExperiment(experiment, thisThread, { iterations: 1 });
    const [loss] = await study.landscape.losses(oneMember(study.start));
    const scenario = experiment.sampler.draw({ set: 'validation', seed: 0, count: 16 });
    const { problem } = experiment;
    const alone = problem.rollout(problem.start, scenario).loss.data;
    expect(alone).toHaveLength(16);
    expect(loss).toBeCloseTo(alone.reduce((total, each) => total + each, 0) / 16, 12);
  });

  it('of a run knows what it had found', async () => {
    const experiment = twoLinkExperiment();
    const found = experiment.initialParameters.map((entry) => entry + 1);
    const study = studyOfExperiment(experiment, thisThread, { iterations: 1 }, { found });
    const { lowest } = await lookAt({ ...study, methods: [descent] });
    expect([lowest.x, lowest.by]).toEqual([found, 'the run']);
  });
});
