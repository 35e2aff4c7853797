/** @file The doctor in the page: it examines by itself what is little, once it is drawn, and forgets what is of something else. */
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { readScene } from '../../../../src/scene/parse.ts';
import type { Doctor } from '../../../../src/viewer/sections/lab/doctor.ts';
import { labPanels } from '../../../../src/viewer/sections/lab/panels.tsx';
import { useOf } from '../../../../src/viewer/sections/lab/use-remedy.ts';
import { sceneText } from '../../../support/robots.ts';
import { openLab } from './open-lab.ts';

beforeEach(() => vi.stubGlobal('matchMedia', () => ({ matches: false })));
afterEach(() => vi.unstubAllGlobals());

function openDoctor(...of: Parameters<typeof openLab>) {
  const opened = openLab(...of);
  return { ...opened, doctor: opened.lab.doctor };
}

/** Two of its three methods are beyond their edges. */
const openFast = () => openDoctor('quadratic', { eta: 0.25 });

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await wait(2);
}

const examined = (doctor: Doctor): Promise<void> => until(() => doctor.examination.value !== null);
const tried = (doctor: Doctor): Promise<void> => until(() => doctor.underWay.value === null);

describe('the doctor of the Lab', () => {
  it('examines once the figures are drawn, and not before', async () => {
    const { lab, doctor, workers, enter, end } = openFast();
    enter();
    await until(() => !lab.isDrawing.value);
    const asked = workers[0].posted.flatMap((message) => (message.type === 'call' ? [message.name] : []));
    expect(asked).toEqual(['draw', 'examine']);
    expect(lab.drawings.value.has('surface')).toBe(true);
    await examined(doctor);
    expect(doctor.examination.value!.findings).toHaveLength(2);
    end();
  });

  it('has news until somebody looks, and again of what is examined anew', async () => {
    const { doctor, enter, end } = openFast();
    enter();
    expect(doctor.news.value).toBeNull();
    doctor.look();
    await examined(doctor);
    expect(doctor.news.value).toBe('the doctor has found 2 things');
    doctor.look();
    expect(doctor.news.value).toBeNull();
    doctor.examine();
    await examined(doctor);
    expect(doctor.news.value).toBe('the doctor has found 2 things');
    end();
  });

  it('has no news of what is sound', async () => {
    const { doctor, enter, end } = openDoctor('toy');
    enter();
    await examined(doctor);
    expect(doctor.news.value).toBeNull();
    end();
  });

  it('tries a remedy and keeps what came of it, until another experiment is open', async () => {
    const { lab, doctor, enter, end } = openFast();
    enter();
    await examined(doctor);
    doctor.try({ finding: 1, remedy: 0 });
    expect(doctor.underWay.value!.what).toEqual({ finding: 1, remedy: 0 });
    await tried(doctor);
    expect(doctor.trials.value.get('1 0')).toMatchObject({ helped: true });
    lab.open('toy');
    expect(doctor.trials.value.size).toBe(0);
    expect(doctor.examination.value).toBeNull();
    end();
  });

  it('sets the step size of the one method that a remedy is of, and takes it back', async () => {
    const { lab, doctor, enter, end } = openFast();
    enter();
    await examined(doctor);
    const [nesterov] = doctor.examination.value!.findings;
    const use = useOf({} as never, lab, nesterov, nesterov.remedies[0])!;
    doctor.use({ words: nesterov.remedies[0].sentence, undo: use.undo }, use.set);
    expect(lab.changes.value.rates).toEqual([null, null, 0.025]);
    await examined(doctor);
    expect(lab.facts.value!.methods.map(({ stepSize }) => stepSize)).toEqual([0.25, 0.25, 0.025]);
    expect(doctor.examination.value!.findings.map(({ of }) => of)).toEqual(['Gradient descent, step 0.25']);
    expect(doctor.used.value!.words).toBe('a learning rate of 0.025');
    doctor.takeBack();
    expect(lab.changes.value).toEqual({ points: 11, eta: 0.25 });
    expect(doctor.used.value).toBeNull();
    await examined(doctor);
    expect(doctor.examination.value!.findings).toHaveLength(2);
    end();
  });

  it('forgets what was used where something else is changed, and a step size of its own where all get one', async () => {
    const { lab, doctor, enter, end } = openFast();
    enter();
    await examined(doctor);
    const [finding] = doctor.examination.value!.findings;
    const use = useOf({} as never, lab, finding, finding.remedies[0])!;
    doctor.use({ words: '', undo: use.undo }, use.set);
    lab.change({ eta: 0.1 });
    expect(doctor.used.value).toBeNull();
    expect(lab.changes.value).toEqual({ points: 11, eta: 0.1 });
    end();
  });

  it('knows what planes and levels do not change', async () => {
    const { lab, doctor, workers, enter, end } = openFast();
    enter();
    await examined(doctor);
    const { value: before } = doctor.examination;
    lab.change({ levels: 'linear' });
    await until(() => !lab.isDrawing.value);
    expect(doctor.examination.value).toBe(before);
    expect(workers[0].count('examine')).toBe(1);
    end();
  });

  it('gives way to a drawing where nobody asked for it, and comes back after it', async () => {
    const { lab, doctor, workers, enter, end } = openFast();
    enter();
    await until(() => doctor.underWay.value !== null);
    lab.change({ levels: 'linear' });
    expect(lab.isDrawing.value).toBe(true);
    expect(doctor.underWay.value).toBeNull();
    await examined(doctor);
    expect(lab.isDrawing.value).toBe(false);
    expect(workers[0].count('examine')).toBe(2);
    end();
  });

  it('goes on when the room is left, so that its tab can say what was found', async () => {
    const { doctor, enter, leave, end } = openFast();
    enter();
    await until(() => doctor.underWay.value !== null);
    leave();
    await examined(doctor);
    const { news } = labPanels.find(({ id }) => id === 'lab-doctor')!;
    expect(news).toBeTypeOf('function');
    expect(doctor.news.value).toContain('2 things');
    end();
  });

  it('is stopped by hand, and begins again when it is told to', async () => {
    const { lab, doctor, workers, enter, end } = openFast();
    enter();
    await until(() => doctor.underWay.value !== null);
    doctor.stop();
    expect(doctor.underWay.value).toBeNull();
    lab.draw();
    await until(() => !lab.isDrawing.value);
    expect(workers[0].count('examine')).toBe(1);
    doctor.examine();
    await examined(doctor);
    end();
  });

  it('waits to be asked where an examination is long', async () => {
    const { lab, doctor, enter, end } = openDoctor('swing-up-horizon');
    enter();
    await until(() => lab.facts.value !== null);
    lab.stop();
    expect(lab.facts.value!.isLight).toBe(false);
    expect(doctor.underWay.value).toBeNull();
    end();
  });

  it('is left with nothing under way where its worker stops', async () => {
    const { doctor, workers, enter, end } = openFast();
    enter();
    await examined(doctor);
    doctor.try({ finding: 0, remedy: 0 });
    expect(doctor.underWay.value).not.toBeNull();
    workers[0].die();
    expect(doctor.underWay.value).toBeNull();
    end();
  });

  it('says why it could not examine, and does not try again by itself', async () => {
    const { doctor, workers, enter, end } = openFast();
    enter();
    await examined(doctor);
    doctor.try({ finding: 0, remedy: 9 });
    await tried(doctor);
    expect(doctor.failure.value).toContain('remedy');
    expect(workers[0].count('examine')).toBe(1);
    end();
  });
});

describe('a remedy as a change of the page', () => {
  it('is one of the scene that is open in the room of the arm, whatever it sets', () => {
    const { lab, store, end } = openFast();
    const changes: string[] = [];
    const session = {
      run: { change: () => changes.push('change'), undo: () => changes.push('undo') },
      experiments: {
        changeRobot: (robot: { ignoreZeroEffort: boolean }) => changes.push(`robot: ${robot.ignoreZeroEffort}`),
      },
    };
    Object.defineProperty(lab, 'request', { value: { value: { source: { kind: 'scene' } } } });
    const use = (setting: string) =>
      useOf({ session, store } as never, lab, { method: null } as never, { sentence: '', settings: [setting] })!;
    use('time.horizon=1').set();
    use('time.horizon=1').undo();
    store.experiment.scene.value = readScene(sceneText('two-link-reach'));
    use('robot.ignoreZeroEffort=true').set();
    expect(changes).toEqual(['change', 'undo', 'robot: true']);
    end();
  });

  it('is none where an experiment file would have to say it', () => {
    const { lab, end } = openFast();
    const use = (method: number | null, settings: readonly string[]) =>
      useOf({} as never, lab, { method } as never, { sentence: '', settings });
    expect(use(0, ['time.horizon=1'])).toBeNull();
    expect(use(null, ['method.learningRate=1'])).toBeNull();
    expect(use(0, ['method.learningRate=1', 'method.momentum=0'])).toBeNull();
    expect(use(0, ['method.learningRate=1'])).not.toBeNull();
    end();
  });
});
