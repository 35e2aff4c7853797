/** @file Run files between page and command line: what one writes the other goes on with, to the same bits. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { bundledRobots } from '../../../../src/platform/web/bundled-files.ts';
import { drive } from '../../../../src/run/job.ts';
import { Optimization } from '../../../../src/run/optimization.ts';
import { assemble } from '../../../../src/scene/assemble.ts';
import type { Experiment } from '../../../../src/scene/experiment.ts';
import { readScene } from '../../../../src/scene/parse.ts';
import { openRun, robotChecksum, writeRunText } from '../../../../src/scene/saved-run.ts';
import { withSettings } from '../../../../src/scene/with-settings.ts';
import { historyOf } from '../../../../src/viewer/sections/arm/run-files.ts';
import { sceneText } from '../../../support/robots.ts';
import { openSession } from '../../studio/open-session.ts';

const robotText = bundledRobots.get('planar-2link.urdf')!;
const scene = withSettings(readScene(sceneText('two-link-reach')), ['time.horizon=0.5', 'success.below=0']);

let open: ReturnType<typeof openSession>;
let experiment: Experiment;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  vi.stubGlobal('matchMedia', () => ({ matches: true }));
  open = openSession();
  experiment = assemble(scene, robotText, { file: 'planar-2link.urdf' });
});

afterEach(() => {
  open.close();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** The command line's run of so many iterations. */
async function run(iterations: number): Promise<Optimization> {
  const job = Optimization.start(experiment.one());
  await drive(job, { iterations });
  return job;
}

const textOf = (job: Optimization): string => writeRunText(experiment, robotChecksum(robotText), job);

async function openFile(name: string, text: string): Promise<void> {
  await open.session.intake.open([new File([text], name)]);
  await open.settle();
}

/** The run file of what the page has. */
async function saved(): Promise<string> {
  let text = '';
  const { session, store } = open;
  const request = { history: historyOf(store), end: null };
  session.jobs.start('writeRun', request, {
    onResult: (found) => (text = found),
    onFailure: ({ message }) => {
      throw new Error(message);
    },
  });
  await open.until(() => text !== '');
  return text;
}

async function goOn(until: number): Promise<void> {
  const { session, store } = open;
  session.run.optimize();
  await open.until(() => store.run.newest.value >= until);
  session.run.stop();
  await open.until(() => !store.run.isRunning.value);
}

describe('a run file of the command line', () => {
  it('opens with its curves and its best arm, and goes on with the same bits', async () => {
    const job = await run(6);
    await openFile('anything.json', textOf(job));
    const { run: shown, shown: look, cursor, experiment: opened } = open.store;
    expect(open.store.messages.failure.value).toBeNull();
    expect(opened.sceneFile.value).toBe('two-link-reach.json');
    expect(shown.series.value.line('loss').y).toEqual(job.state.history.loss);
    const best = job.state.best!;
    expect([shown.best.value, cursor.k.value, look.look.value?.k]).toEqual(Array(3).fill(best.iteration));
    expect(look.look.value?.parameters).toEqual(best.parameters);
    expect([shown.newest.value, shown.phase.value]).toEqual([5, 'paused']);
    await goOn(9);
    const whole = await run(10);
    expect(shown.series.value.line('loss').y.slice(0, 10)).toEqual(whole.state.history.loss);
  });

  it('is refused with the file that is missing where the robot is another one', async () => {
    const other = robotText.replace('<robot', '<!-- other --><robot');
    const text = writeRunText(experiment, robotChecksum(other), await run(2));
    await openFile('of-another.run.json', text);
    const { value: failure } = open.store.messages.failure;
    expect(failure).toMatchObject({ during: 'file', file: 'of-another.run.json' });
    expect(failure?.message).toContain('planar-2link.urdf is not the file that the run was made with');
    await open.session.intake.open([new File([text], 'run.json'), new File([other], 'planar-2link.urdf')]);
    await open.settle();
    expect(open.store.run.newest.value).toBe(1);
  });
});

describe('a run file of the page', () => {
  it('is gone on with by the command line, with the same bits as a run that never stopped', async () => {
    open.session.experiments.openScene(() => scene, '');
    await open.settle();
    await goOn(5);
    const text = await saved();
    const { run: found } = openRun(text, robotText);
    const made = found.state.history.loss.length;
    expect(found.state.history).toEqual((await run(made)).state.history);
    const resumed = Optimization.resume(experiment.one(), found.state);
    await drive(resumed, { iterations: made + 4 });
    expect(resumed.state.parameters).toEqual((await run(made + 4)).state.parameters);
  });

  it('opens again on the page as it was', async () => {
    open.session.experiments.openScene(() => scene, '');
    await open.settle();
    await goOn(4);
    const { value: before } = open.store.run.series;
    await openFile('mine.run.json', await saved());
    expect(open.store.run.series.value).not.toBe(before);
    expect(open.store.run.series.value.line('loss')).toEqual(before.line('loss'));
  });
});
