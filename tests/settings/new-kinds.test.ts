import { describe, expect, it, vi } from 'vitest';
import { Optimization } from '../../src/run/optimization.ts';
import { parseScene, readScene } from '../../src/scene/parse.ts';
import { sceneJsonSchema } from '../../src/scene/schema.ts';
import { rowsOf } from '../../src/settings/form.ts';
import { settingLines } from '../../src/settings/help.ts';
import { withSetting } from '../../src/settings/set.ts';
import { assetModel, sceneText } from '../support/robots.ts';
import { assembled, shortened } from '../support/scenes.ts';

vi.mock('../../controllers/kinds.ts', async (real) => (await import('../support/toy-kinds.ts')).withToys(await real()));
vi.mock('../../src/task/residuals/kinds.ts', async (real) =>
  (await import('../support/toy-kinds.ts')).withToys(await real()),
);
vi.mock('../../src/task/goals/kinds.ts', async (real) =>
  (await import('../support/toy-kinds.ts')).withToys(await real()),
);
vi.mock('../../src/optimize/kinds.ts', async (real) =>
  (await import('../support/toy-kinds.ts')).withToys(await real()),
);

const schema = sceneJsonSchema();
const twoLink = readScene(sceneText('two-link-reach'));

/** The scene with all four, said as a command line says it. */
const scene = [
  'controller.type=constant',
  'controller.force=0.25',
  'goals.line={"type": "level", "z": 0.4}',
  'costs.arrive.residual={"type": "height", "above": 0.1}',
  'method.type=halving',
  'method.rate=0.02',
].reduce((value, assignment) => withSetting(schema, value, assignment), twoLink);

describe('a kind that is one file and one line of a registry', () => {
  it('is in the schema of scenes', () => {
    const text = JSON.stringify(schema);
    for (const type of ['constant', 'level', 'height', 'halving']) expect(text).toContain(`"const":"${type}"`);
  });

  it('is in the help, with its settings', () => {
    const lines = new Map(settingLines(schema));
    expect(lines.get('controller.type')).toMatch(/\bconstant\b/);
    expect(lines.get('controller.force')).toMatch(/^to start from/);
    expect(lines.get('goals.NAME.z')).toMatch(/^height in the world \(in m/);
    expect(lines.get('costs.NAME.residual.above')).toMatch(/^how far above the goal \(in m; more than 0/);
    expect(lines.get('method.rate')).toMatch(/^of the first step \(more than 0/);
  });

  it('is in the form, to choose and to set', () => {
    const model = assetModel('planar-2link');
    const rows = rowsOf(schema, scene, {
      names: { links: [], goals: ['point', 'line'], measures: [] },
      joints: model.joints.map(({ name }) => name),
    });
    const row = (path: string) => rows.find((candidate) => candidate.path.join('.') === path);
    expect(row('method')?.choices).toMatchObject({ Halving: 'halving', Adam: 'adam' });
    expect(row('method.rate')).toMatchObject({ label: 'Rate', value: 0.02 });
    expect(row('controller.force')).toMatchObject({ value: 0.25 });
    expect(row('goals.line.z')).toMatchObject({ label: 'Level (m)', value: 0.4 });
  });

  it('is set by path=value, keeps common settings, and begins with what is usual', () => {
    expect(scene.controller).toEqual({ type: 'constant', force: 0.25, perturbation: 0 });
    expect(withSetting(schema, twoLink, 'method.type=halving').method).toEqual({
      type: 'halving',
      rate: 0.1,
      iterations: 100,
    });
    expect(() => withSetting(schema, scene, 'method.rte=1')).toThrow('did you mean "rate"?');
    expect(() => parseScene(withSetting(schema, scene, 'controller.type=constnt'))).toThrow('did you mean "constant"?');
  });

  it('is assembled and optimized', async () => {
    const experiment = assembled(parseScene(shortened(scene, 0.2)));
    expect(experiment.layout.slots.map(({ path }) => path)).toEqual(['tau']);
    expect([...experiment.initialParameters]).toEqual([0.25, 0.25]);
    const run = Optimization.start(experiment.one());
    const losses: number[] = [];
    for (let i = 0; i < 4; i++) losses.push((await run.step()).now!.loss);
    expect(losses.toSorted((a, b) => b - a)).toEqual(losses);
    expect(losses[3]).toBeLessThan(losses[0]);
  });
});
