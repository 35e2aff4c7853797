/** @file A joint that is welded, and an inertia that is repaired: by the scene or by an option, with the same run. */
import { writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { adjoint, file, hash, runOf, sceneFile, type SceneJson, shorten } from '../support/command-line.ts';
import { assetText } from '../support/robots.ts';

const robot = 'planar-2link.urdf';
const small = (robotOf: unknown) => (json: SceneJson) => {
  shorten(json);
  Object.assign(json, { name: 'welded', robot: robotOf });
  json.time.horizon = 0.05;
  json.method.iterations = 2;
  json.start.q = [0.3];
};
const plain = sceneFile('plain.json', small(robot));
const welded = sceneFile('welded.json', small({ file: robot, weld: ['elbow'] }));

async function ran(name: string, ...argv: readonly string[]): Promise<string> {
  const { status, err } = await adjoint(['run', ...argv, '--out', file(name), '--force']);
  expect([status, err]).toEqual([0, expect.stringContaining(': 1 joint;')]);
  return hash(file(name));
}

describe('a welded joint', () => {
  it('is the same in the scene, as an option, as a setting, and in both', async () => {
    const expected = await ran('welded.run.json', welded);
    expect(await ran('option.run.json', plain, '--weld', 'elbow')).toBe(expected);
    expect(await ran('setting.run.json', plain, '--set', 'robot.weld=["elbow"]')).toBe(expected);
    expect(await ran('both.run.json', welded, '--weld', 'elbow', '--weld', 'elbow')).toBe(expected);
    const { scene, robot: saved } = runOf(file('option.run.json'));
    expect(scene).toMatchObject({ robot: { file: robot, weld: ['elbow'], repair: false } });
    expect(saved).toMatchObject({ weld: ['elbow'], repair: false });
  });

  it('stays so as the run goes on, with the scene and the option or without', async () => {
    await ran('go.run.json', plain, '--weld', 'elbow');
    for (const argv of [[], ['--weld', 'elbow'], [plain], [welded], [plain, '--weld', 'elbow']]) {
      const { status, err } = await adjoint(['run', ...argv, '--resume', file('go.run.json')]);
      expect([status, err]).toEqual([0, expect.stringContaining(': 1 joint;')]);
    }
    const { status, err } = await adjoint(['run', '--resume', file('go.run.json'), '--weld', 'shoulder']);
    expect([status, err]).toEqual([
      2,
      expect.stringContaining('the run was made with another scene; found robot.weld='),
    ]);
  });
});

describe('an impossible inertia', () => {
  writeFileSync(file('bad.urdf'), assetText('planar-2link').replace(/ixx="[^"]*"/, 'ixx="1e-9"').replace(/iyy="[^"]*"/, 'iyy="9"')); // prettier-ignore
  const bad = sceneFile('bad.json', (json) => {
    small('bad.urdf')(json);
    json.start.q = [0.3, 0.1];
  });

  it('is refused, and repaired where the scene or an option says so', async () => {
    const { status, err } = await adjoint(['run', bad, '--out', file('bad.run.json')]);
    expect([status, err]).toEqual([2, expect.stringContaining('--repair')]);
    const repaired = async (name: string, ...argv: readonly string[]) => {
      const result = await adjoint(['run', bad, ...argv, '--out', file(name)]);
      expect(result.status).toBe(0);
      return hash(file(name));
    };
    const expected = await repaired('option-repair.run.json', '--repair');
    expect(await repaired('setting-repair.run.json', '--set', 'robot.repair=true')).toBe(expected);
    expect(runOf(file('option-repair.run.json')).robot.repair).toBe(true);
  });
});
