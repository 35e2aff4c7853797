/** @file The Lab's worker examines what is open and tries remedies, as the terminal does. */
import { describe, expect, it } from 'vitest';
import { bundledRobot } from '../../../../src/viewer/studio/address/linked-scene.ts';
import { readScene } from '../../../../src/scene/parse.ts';
import { withSettings } from '../../../../src/scene/with-settings.ts';
import { consult } from '../../../../src/scene/doctor.ts';
import type { LabChanges, LabRequest } from '../../../../src/viewer/sections/lab/calls.ts';
import { sourceOf } from '../../../../src/viewer/sections/lab/experiments.ts';
import { labHandlers } from '../../../../src/viewer/sections/lab/worker/handlers.ts';
import { isLight } from '../../../../src/viewer/sections/lab/worker/is-light.ts';
import { createStore } from '../../../../src/viewer/studio/store/store.ts';
import { sceneText } from '../../../support/robots.ts';
import { assembled, experimentOf } from '../../../support/scenes.ts';
import { inlineRunner } from './lab-worker.ts';

const requestOf = (name: string, changes: LabChanges = {}): LabRequest => ({
  source: sourceOf(createStore(), name)!,
  changes,
  from: null,
});

/** What is open in the room of the arm, with settings that make it wrong, and where a run has come to. */
function ownRequest(settings: readonly string[], found: Float64Array | null = null): LabRequest {
  const scene = withSettings(readScene(sceneText('two-link-reach')), ['time.horizon=0.3', ...settings]);
  return {
    source: { kind: 'scene', scene, robot: bundledRobot(scene)!, found },
    changes: { methods: ['adam'] },
    from: null,
  };
}

const fast = 'method={"type":"adam","learningRate":300,"iterations":50}';

function listening(signal = new AbortController().signal) {
  const told: string[] = [];
  return { told, ongoing: { signal, tell: (part: string) => void told.push(part) } };
}

describe("the examination in the Lab's worker", () => {
  it('finds which of several methods is beyond its edge, with the figure of the closed form', async () => {
    const { told, ongoing } = listening();
    // the sharpness is 10: descent bears 2 / 10, heavy ball 3.8 / 10, Nesterov 3.8 / 28
    const examination = await labHandlers(inlineRunner()).examine(
      { request: requestOf('quadratic', { eta: 0.25 }) },
      ongoing,
    );
    const { findings, parts } = examination!;
    expect(findings.map(({ cause, of }) => [cause, of])).toEqual([
      ['step-size', 'Nesterov, step 0.25, momentum 0.9'],
      ['step-size', 'Gradient descent, step 0.25'],
    ]);
    expect(findings[0].figure.value).toBeCloseTo(2.5 / (3.8 / 2.8), 6);
    expect(findings[1].figure.value).toBeCloseTo(2.5 / 2, 6);
    expect(findings.map(({ method, title }) => [method, title])).toEqual([
      [2, 'Step size of the method'],
      [0, 'Step size of the method'],
    ]);
    expect(told).toContain('Gradient descent, step 0.25: a short run');
    expect(parts).toContain('a short run');
    expect(new Set(parts).size).toBe(parts.length);
  });

  it('tries a remedy of a finding without measuring again what it knows', async () => {
    const handlers = labHandlers(inlineRunner());
    const request = requestOf('quadratic', { eta: 0.25 });
    await handlers.examine({ request }, listening().ongoing);
    const { told, ongoing } = listening();
    // another plane is no other experiment
    const seen = { ...request, changes: { ...request.changes, points: 11 as const } };
    const tried = await handlers.try({ request: seen, finding: 1, remedy: 0 }, ongoing);
    expect(tried).toMatchObject({ helped: true, after: { figure: null } });
    expect(tried!.before.figure).toBeCloseTo(1.25, 6);
    expect(tried!.after!.losses.at(-1)).toBeLessThan(tried!.before.losses[0]);
    expect(told.every((part) => part.includes('method.learningRate=0.025'))).toBe(true);
    await expect(handlers.try({ request, finding: 1, remedy: 4 }, ongoing)).rejects.toThrow(/remedy/);
  });

  it('has nothing to say of an experiment that is sound', async () => {
    const { findings, progress } = (await labHandlers(inlineRunner()).examine(
      { request: requestOf('toy') },
      listening().ongoing,
    ))!;
    expect(findings).toEqual([]);
    expect(progress.map(({ part }) => part > 0.99)).toEqual([true, true]);
  });

  it('finds of a scene what the terminal does, by its own method alone', async () => {
    const request = ownRequest([fast]);
    const { findings } = (await labHandlers(inlineRunner()).examine({ request }, listening().ongoing))!;
    const { scene } = request.source as Extract<LabRequest['source'], { kind: 'scene' }>;
    const own = await consult(assembled(scene), { tries: false });
    expect(findings.map(({ sentence }) => sentence)).toEqual(own.findings.map(({ sentence }) => sentence));
    expect(findings[0]).toMatchObject({ cause: 'step-size', of: null, method: null });
  });

  it('examines a run where it has come to', async () => {
    const { initialParameters } = experimentOf('two-link-reach', 0.3);
    const handlers = labHandlers(inlineRunner());
    const at = async (found: Float64Array | null) => {
      const request = ownRequest([fast], found);
      return (await handlers.examine({ request }, listening().ongoing))!.findings[0].sentence;
    };
    expect(await at(initialParameters.map((value) => value + 3))).not.toBe(await at(null));
  });

  it('tries what is said of the robot with its file', async () => {
    const handlers = labHandlers(inlineRunner());
    const { source, ...rest } = ownRequest([]);
    const { robot, ...own } = source as Extract<LabRequest['source'], { kind: 'scene' }>;
    const content = String(robot.content).replace(/effort="[^"]*"/g, 'effort="0"');
    const request: LabRequest = { ...rest, source: { ...own, robot: { ...robot, content } } };
    const { findings } = (await handlers.examine({ request }, listening().ongoing))!;
    expect(findings[0]).toMatchObject({
      cause: 'torque-limits',
      remedies: [{ settings: ['robot.ignoreZeroEffort=true'] }],
    });
    const tried = await handlers.try({ request, finding: 0, remedy: 0 }, listening().ongoing);
    expect(tried).toMatchObject({ helped: true, after: { figure: null } });
  });

  it('ends between two measurements where it is cancelled, without a failure', async () => {
    const stopping = new AbortController();
    const told: string[] = [];
    const tell = (part: string): void => {
      told.push(part);
      if (told.length === 2) stopping.abort();
    };
    const result = await labHandlers(inlineRunner()).examine(
      { request: requestOf('quadratic') },
      { signal: stopping.signal, tell },
    );
    expect(result).toBeNull();
    expect(told).toHaveLength(2);
  });
});

describe('what is examined unasked', () => {
  const landscapeOf = (size: number) => ({ arm: null, landscape: { layout: { size } }, methods: [] }) as never;
  const armOf = (name: string, methods: number) =>
    ({ arm: { experiment: experimentOf(name) }, methods: Array.from({ length: methods }) }) as never;

  it('is little: landscapes of few parameters, and short motions of few joints', () => {
    expect([landscapeOf(256), landscapeOf(257)].map(isLight)).toEqual([true, false]);
    expect([armOf('two-link-reach', 2), armOf('panda-reach', 1)].map(isLight)).toEqual([true, false]);
  });

  it('is no training', () => {
    expect(isLight(armOf('two-link-reach-anywhere', 1))).toBe(false);
  });
});
