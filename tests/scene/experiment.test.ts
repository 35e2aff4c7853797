import { describe, expect, it } from 'vitest';
import { PopulationTensor } from '../../src/core/population-tensor.ts';
import { Optimization } from '../../src/run/optimization.ts';
import type { Experiment } from '../../src/scene/experiment.ts';
import { parseScene, readScene } from '../../src/scene/parse.ts';
import { sceneJsonSchema } from '../../src/scene/schema.ts';
import { withSetting } from '../../src/settings/set.ts';
import type { Goal } from '../../src/robot/goal.ts';
import { goalKinds } from '../../src/task/goals/kinds.ts';
import { expectClose, expectEqual } from '../support/check.ts';
import { turnedAbout } from '../support/moments.ts';
import { assetModel, sceneText } from '../support/robots.ts';
import { assembled, shortened } from '../support/scenes.ts';

const schema = sceneJsonSchema();
const panda = shortened(readScene(sceneText('panda-reach')), 0.02);
const twoLink = shortened(readScene(sceneText('two-link-reach')), 0.1);
const with_ = (scene: typeof panda, ...settings: readonly string[]): Experiment =>
  assembled(parseScene(settings.reduce((value, setting) => withSetting(schema, value, setting), scene)));

describe('parameters that are optimized', () => {
  it('are all, or those that the scene names: the others stay, and the gradient is that of its part', () => {
    const all = assembled(panda);
    const some = with_(panda, 'controller.optimize=["logKp"]');
    expect(all.layout.slots.map(({ path }) => path)).toEqual(['reference', 'logKp', 'logKd']);
    expect(some.layout.slots.map(({ path }) => path)).toEqual(['logKp']);
    const { offset } = all.layout.slots[1];
    expectEqual(some.initialParameters, all.initialParameters.slice(offset, offset + 7));
    const [whole, part] = [all, some].map((experiment) => experiment.evaluate(experiment.initialParameters));
    expect(part.loss).toBe(whole.loss);
    expectClose(part.gradient, whole.gradient.slice(offset, offset + 7), 1e-13, 1e-6);
    expectEqual(some.simulate(some.initialParameters).q, all.simulate(all.initialParameters).q);
  });

  it('of a scene of the project are all joined to its loss', () => {
    expect(assembled(panda).disconnected).toEqual([]);
  });
});

describe('success of an experiment', () => {
  const distance = '{"type": "link-position", "link": "tip", "to": "point"}';
  const firstEnd = async (experiment: Experiment): Promise<string | undefined> => {
    const run = Optimization.start(experiment.one());
    await run.step();
    return run.end?.outcome;
  };

  it('of a measure that is not of the end is judged by the measure itself', async () => {
    // it swings towards the point, so that the end is nearest
    const towards = { ...twoLink, start: { ...twoLink.start, v: [4, 0] } };
    const judged = (below: number): Experiment =>
      with_(
        towards,
        `measures.far={"residual": ${distance}, "when": "largest"}`,
        `success={"measure": "far", "below": ${below}}`,
      );
    const any = judged(1);
    const { far } = any.evaluate(any.initialParameters).measures;
    const swinging = assembled(towards);
    expect(swinging.evaluate(swinging.initialParameters).measures['distance']).toBeLessThan(0.99 * far);
    for (const [below, reached, end] of [
      [far * 1.001, 1, 'reached'],
      [far * 0.999, 0, undefined],
    ] as const) {
      const experiment = judged(below);
      expect(experiment.evaluate(experiment.initialParameters).reached).toBe(reached);
      expect(await firstEnd(experiment)).toBe(end);
    }
  });

  it('asks for rest where the scene does', async () => {
    const judged = (speed: number): Experiment =>
      with_(twoLink, `success={"residual": ${distance}, "below": 100, "speed": ${speed}}`);
    expect(await firstEnd(judged(1e-6))).toBeUndefined();
    expect(await firstEnd(judged(1e6))).toBe('reached');
  });
});

describe('goals of scenes', () => {
  const model = assetModel('planar-2link');

  it('are tensors of their parts', () => {
    const { position } = goalKinds.make({ type: 'point', position: [1, 2, 3] }, { model }) as Goal;
    expectEqual(position, [1, 2, 3]);
    const { posture } = goalKinds.make({ type: 'configuration', q: [0.1, 0.2] }, { model }) as Goal;
    expectEqual(posture, [0.1, 0.2]);
    // a quarter turn about z, of any length
    const pose = goalKinds.make({ type: 'pose', position: [1, 2, 3], orientation: [0, 0, 5, 5] }, { model }) as Goal;
    expect(Object.keys(pose)).toEqual(['position', 'rotation']);
    expectClose(pose['rotation'], turnedAbout([0, 0, 1], Math.PI / 2), 1e-15);
    expect(pose['rotation']).toBeInstanceOf(PopulationTensor);
  });

  it('are refused by their settings', () => {
    expect(() => goalKinds.make({ type: 'configuration', q: [1] }, { model })).toThrow(
      'q: found 1 numbers; expected 2 numbers',
    );
    expect(() => goalKinds.make({ type: 'pose', position: [1, 2, 3] }, { model })).toThrow(
      'orientation: found nothing',
    );
    expect(() => goalKinds.make('pointt', { model })).toThrow('did you mean "point"?');
  });
});
