/** @file `adjoint run` of scenes whose method plans: what it says, that it goes on with the same bits, and that its plan is a controller like any other. */
import { describe, expect, it } from 'vitest';
import { readFileSync } from 'node:fs';
import { plannerKinds } from '../../src/plan/kinds.ts';
import { openController } from '../../src/scene/saved-controller.ts';
import { assemble } from '../../src/scene/assemble.ts';
import { readRun } from '../../src/scene/saved-run.ts';
import { adjoint, file, hash, robot, runOf, sceneFile, scene } from '../support/command-line.ts';

interface Summary {
  readonly outcome: string;
  readonly reached: boolean | null;
  readonly loss: number;
  readonly terms: Readonly<Record<string, number>>;
  readonly planning: { readonly gap: number; readonly starts: number; readonly violation: object | null };
}

const swing = (type: string, settings: object = {}): string =>
  sceneFile(`plan-${type}.json`, (json) => {
    Object.assign(json, JSON.parse(readFileSync(scene('pendulum-swing-up'), 'utf8')));
    json.time.horizon = 1.2;
    json.method = { type, iterations: 40, ...settings };
  });

const planned = async (path: string, ...argv: readonly string[]): Promise<Summary> =>
  JSON.parse((await adjoint(['run', path, '--json', ...argv])).out) as Summary;

describe.each(['ilqr', 'multiple-shooting'])('a scene planned by %s', (type) => {
  const path = swing(type);

  it('stops, resumes and ends with the bytes of not stopping', async () => {
    const [whole, part] = [file(`${type}.run.json`), file(`${type}-part.run.json`)];
    const go = (iterations: number, ...argv: readonly string[]) =>
      adjoint(['run', ...argv, '--set', `method.iterations=${iterations}`, '--force']);
    await go(9, path, '--out', whole);
    await go(4, path, '--out', part);
    expect(hash(part)).not.toBe(hash(whole));
    await go(9, '--resume', part);
    expect(hash(part)).toBe(hash(whole));
  });

  it('lowers the loss, says what it promised, and keeps the robot on its plan', async () => {
    const { err } = await adjoint(['run', path, '--out', file(`${type}-said.run.json`)], 100);
    expect(err).toMatch(/a plan of 60 knots; /);
    expect(err).toMatch(/loss [\d.]+ {2}distance .* {2}step [\d.]+ {2}promised /);
    const run = readRun(readFileSync(file(`${type}-said.run.json`), 'utf8'));
    expect(run.parameters.map(({ path: name }) => name)).toEqual(['plan.x', 'plan.u', 'plan.K', 'plan.time']);
    const { loss } = run.state.history;
    expect(loss[loss.length - 1]).toBeLessThan(0.4 * loss[0]);
    // the controller that follows it is where it was planned to be
    const experiment = assemble(run.scene, readFileSync(robot('pendulum'), 'utf8'));
    const { q } = experiment.simulate(run.state.parameters);
    const plan = experiment.layout.fromVector(run.state.parameters) as unknown as {
      plan: { x: { data: Float64Array } };
    };
    q.forEach((angle, knot) => {
      expect(angle).toBeCloseTo(plan.plan.x.data[2 * knot], 9);
    });
  });
});

it('is exported as a controller that acts again as it did', async () => {
  const [run, controller] = [file('exported.run.json'), file('exported.safetensors')];
  await adjoint(['run', swing('ilqr'), '--out', run, '--force']);
  const { status } = await adjoint(['export', run, '--to', 'safetensors', '--out', controller]);
  expect(status).toBe(0);
  const experiment = assemble(readRun(readFileSync(run, 'utf8')).scene, readFileSync(robot('pendulum'), 'utf8'));
  expect(Object.keys(openController(readFileSync(controller), experiment).parameters)).toEqual(['plan']);
});

it('stopped by Ctrl-C writes what there is, and goes on', async () => {
  const stopped = file('plan-stopped.run.json');
  const { status, out } = await adjoint(['run', swing('ilqr'), '--out', stopped], 3);
  expect(status).toBe(130);
  expect(out).toContain(`Interrupted. Go on with: adjoint run --resume ${stopped}`);
  expect(runOf(stopped).state.history.loss.length).toBe(3);
});

it('has starts of its own, which --restarts is not for', async () => {
  const path = swing('ilqr', { restarts: 3, iterations: 6 });
  expect(await planned(path)).toMatchObject({ planning: { starts: 3, gap: 0 } });
  const { status, err } = await adjoint(['run', path, '--restarts', '3']);
  expect(status).toBe(2);
  expect(err).toContain('--set method.restarts=3');
  const { err: alone } = await adjoint(['run', path, '--workers', '2']);
  expect(alone).toMatch(/nothing to share out; fix: leave it out$/m);
});

it('plans a scene of policies for its own start and goals, from what its controller does', async () => {
  const found = await planned(
    scene('two-link-reach-anywhere'),
    '--set',
    `method={"type":"ilqr","iterations":3}`,
    '--out',
    file('anywhere.run.json'),
  );
  expect(found.planning.gap).toBe(0);
});

it('has the methods that plan among those of scenes', () => {
  expect(plannerKinds.all.map(({ type }) => type)).toEqual(expect.arrayContaining(['ilqr', 'multiple-shooting']));
});

it('has nothing wrong that the doctor knows where joints are not driven and nothing depends on gains', async () => {
  const { status, out } = await adjoint(['doctor', scene('cart-pole-swing-up')]);
  expect(out).toContain('Nothing is wrong');
  expect(status).toBe(0);
});
