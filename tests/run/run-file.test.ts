import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { SceneError } from '../../src/errors.ts';
import { checksum } from '../../src/formats/checksum.ts';
import { Run } from '../../src/run/run.ts';
import { decodeRun, encodeRun, type RunFile } from '../../src/run/run-file.ts';
import { assemble, type Experiment } from '../../src/scene/assemble.ts';
import { parseScene, type Scene } from '../../src/scene/schema.ts';
import { assetText, sceneText } from '../support/robots.ts';

const optimizers: readonly Scene['optimizer'][] = [
  { type: 'adam', learningRate: 0.3, clipNorm: 1, schedule: { type: 'cosine', iterations: 12, final: 0.1 } },
  { type: 'momentum', learningRate: 0.01, schedule: { type: 'exponential', decay: 0.5, every: 3 } },
  { type: 'rmsprop', learningRate: 0.1 },
  { type: 'gradient-descent', learningRate: 0.01, clipNorm: 5 },
  { type: 'lbfgs', history: 3 },
];

function experimentWith(optimizer: Scene['optimizer']): Experiment {
  const base = JSON.parse(sceneText('two-link-reach')) as Scene;
  const scene = parseScene({ ...base, horizon: 0.2, perturbation: 0.1, optimizer });
  return assemble(scene, assetText('planar-2link'));
}

function fileOf(experiment: Experiment, run: Run): RunFile {
  const { best } = run.state;
  return {
    scene: experiment.scene,
    robot: { checksum: '00000000', weld: [], repair: false },
    parameterNames: Array.from({ length: experiment.layout.size }, (_, i) => experiment.layout.nameOf(i)),
    state: run.state,
    trajectory: best && experiment.simulate(best.parameters),
  };
}

const hash = (text: string): string => createHash('sha256').update(text).digest('hex');

function advance(run: Run, iterations: number): Run {
  for (let i = 0; i < iterations; i++) run.step();
  return run;
}

describe.each(optimizers)('a run of $type', (optimizer) => {
  it('that is stopped, written, read and resumed has the bits of one that was not, at every cut', () => {
    const experiment = experimentWith(optimizer);
    const total = 8;
    const whole = hash(encodeRun(fileOf(experiment, advance(Run.start(experiment), total))));
    for (const cut of [0, 1, 3, 4, 7]) {
      const text = encodeRun(fileOf(experiment, advance(Run.start(experiment), cut)));
      // as in a new process: the scene in the file is assembled anew
      const read = decodeRun(text);
      const again = assemble(parseScene(read.scene), assetText('planar-2link'));
      const resumed = advance(Run.resume(again, read.state), total - cut);
      expect(hash(encodeRun(fileOf(again, resumed)))).toBe(whole);
    }
  });
});

describe('a run file', () => {
  let text: string;
  beforeAll(() => {
    const experiment = experimentWith(optimizers[0]);
    text = encodeRun(fileOf(experiment, advance(Run.start(experiment), 3)));
  });

  const errorOf = (damaged: string): SceneError => {
    try {
      decodeRun(damaged);
    } catch (error) {
      if (error instanceof SceneError) return error;
      throw error;
    }
    throw new Error('nothing was thrown');
  };

  /** The file with its content changed and the checksum made right again. */
  const forged = (change: (body: string) => string): string => {
    const body = change(text.slice(text.indexOf('"run":') + 6).replace(/\}\s*$/, ''));
    return `{"checksum":"${checksum(body)}","run":${body}}\n`;
  };

  const edited = (change: (run: Record<string, unknown>) => void): string =>
    forged((body) => {
      const run = JSON.parse(body) as Record<string, unknown>;
      change(run);
      return JSON.stringify(run);
    });

  it('read and written again is the same text', () => {
    expect(encodeRun(decodeRun(text))).toBe(text);
    expect(forged((body) => body)).toBe(text);
  });

  it('keeps the loss, the best parameters and the trajectory', () => {
    const { state, trajectory, parameterNames } = decodeRun(text);
    expect(state.history.map(({ iteration }) => iteration)).toEqual([0, 1, 2]);
    expect(state.best!.parameters.length).toBe(parameterNames.length);
    expect(trajectory!.q.length).toBe((trajectory!.steps + 1) * 2);
    expect(state.best!.loss).toBe(Math.min(...state.history.map(({ loss }) => loss)));
  });

  it('that was cut anywhere is refused', () => {
    for (let length = 0; length < text.length - 2; length += 97)
      expect(errorOf(text.slice(0, length)).message).toMatch(/run file|checksum/);
  });

  it('with one changed character is refused', () => {
    const start = text.indexOf('"run":') + 6;
    for (let at = start; at < text.length - 2; at += 61) {
      const other = text[at] === '7' ? '8' : '7';
      expect(errorOf(text.slice(0, at) + other + text.slice(at + 1)).path).toBe('$.checksum');
    }
  });

  it('of another kind is refused', () => {
    for (const other of ['', '{}', 'PK\u0003\u0004', '<robot/>', sceneText('two-link-reach')])
      expect(errorOf(other).message).toContain('an Adjoint run file');
  });

  it('of another version is refused by its number', () => {
    expect(errorOf(edited((run) => (run.version = 7)))).toMatchObject({ path: '$.run.version' });
    expect(errorOf(edited((run) => (run.version = 7))).message).toContain('found 7');
  });

  it.each([
    [
      'NaN parameters',
      (run: Record<string, unknown>) => ((run.parameters as { values: unknown[] }).values[0] = null),
      '$.run.parameters.values[0]',
    ],
    [
      'too few parameters',
      (run: Record<string, unknown>) => (run.parameters as { values: unknown[] }).values.pop(),
      '$.run.parameters.values',
    ],
    [
      'a short trajectory',
      (run: Record<string, unknown>) => (run.trajectory as { tau: unknown[] }).tau.pop(),
      '$.run.trajectory.tau',
    ],
    [
      'a best iteration that never was',
      (run: Record<string, unknown>) => ((run.best as { iteration: number }).iteration = 99),
      '$.run.best.iteration',
    ],
    ['no history', (run: Record<string, unknown>) => delete run.history, '$.run.history'],
  ])('with %s is refused at its path', (_, change, path) => {
    expect(errorOf(edited(change)).path).toBe(path);
  });

  it('with a key that reaches a prototype, or one that stands twice, is refused', () => {
    expect(errorOf(forged((body) => body.replace('{', '{"__proto__":{"polluted":1},'))).path).toBe('$.__proto__');
    expect(errorOf(forged((body) => body.replace('{', '{"version":1,'))).message).toContain('twice');
    expect(errorOf(forged(() => '{"format":')).message).toContain('JSON');
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });
});

describe('checksum', () => {
  it('is CRC-32', () => {
    expect(checksum('123456789')).toBe('cbf43926');
    expect(checksum('')).toBe('00000000');
  });
});
