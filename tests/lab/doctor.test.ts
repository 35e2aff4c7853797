/** @file The doctor of experiments of the Lab: sound ones as they are, and each with something made wrong, against closed forms. */
import { readdirSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, expect, it } from 'vitest';
import { compile } from '../../src/core/compile.ts';
import { valueAndGrad } from '../../src/core/derivative/functions.ts';
import { square } from '../../src/core/ops/arithmetic.ts';
import { add } from '../../src/core/ops/elementwise.ts';
import { at as pick } from '../../src/core/ops/indexing.ts';
import { sum } from '../../src/core/ops/reduction.ts';
import { type PopulationTensor, tensor } from '../../src/core/population-tensor.ts';
import { consultStudy, examineStudy, tryStudy } from '../../src/lab/doctor/consult-study.ts';
import { patientsOf } from '../../src/lab/doctor/patients.ts';
import type { LabFile } from '../../src/lab/schema.ts';
import { readLab } from '../../src/lab/parse.ts';
import { sceneOfLab } from '../../src/lab/scene-of-lab.ts';
import { studyOfExperiment } from '../../src/lab/study-of-experiment.ts';
import { studyOfTextbook } from '../../src/lab/study-of-textbook.ts';
import { landscapeKinds } from '../../src/learning/landscapes/kinds.ts';
import { gradientOf } from '../../src/learning/landscape.ts';
import { lossLandscape } from '../../src/learning/loss-landscape.ts';
import type { Study } from '../../src/lab/study.ts';
import { thisThread } from '../../src/learning/this-thread.ts';
import { sceneText } from '../support/robots.ts';
import { assembled } from '../support/scenes.ts';
import { labText, smallLab, smallStudy } from '../support/studies.ts';

const textbooks = readdirSync(new URL('../../scenes/lab', import.meta.url))
  .map((name) => readLab(labText(basename(name, '.json'))))
  .filter(({ landscape }) => landscape !== undefined);

const studyOf = (file: LabFile) => studyOfTextbook({ ...file, landscape: file.landscape! }, thisThread);

const bowl = (compare: readonly object[], landscape: object = {}) =>
  smallStudy({
    landscape: { type: 'quadratic-bowl', condition: 50, sharpness: 10, angle: 0.5, ...landscape },
    compare,
  });

const descent = (learningRate: number) => ({ type: 'gradient-descent', learningRate });

type LossOfTwo = (x: { readonly w: PopulationTensor; readonly z: PopulationTensor }) => PopulationTensor;

/** A study of any loss of 2 and 5 numbers. */
function studyOfLoss(own: LossOfTwo): Study {
  const start = { w: tensor([1, 2]), z: tensor([1, 1, 1, 1, 1]) };
  const landscape = lossLandscape({ title: 'Own', start, given: {}, loss: own }, thisThread);
  const evaluate = compile((at: typeof start) => valueAndGrad(own)(at), [start]);
  const objective: Study['objective'] = (x) => {
    const { value, gradient } = evaluate(landscape.layout.fromVector(x));
    return { loss: value.item(), gradient: landscape.layout.toVector(gradient) };
  };
  return {
    ...smallStudy({ compare: [descent(0.05)] }),
    landscape: landscape as never,
    objective,
    start: landscape.start,
    known: [],
  };
}

/** The two-link arm with what is compared on it. */
const armStudy = (compare: readonly object[], set: readonly string[] = []) => {
  const own = readLab(labText('two-link-gains'));
  const file = smallLab({
    landscape: undefined,
    scene: own.scene,
    set: [...own.set!, 'time.horizon=0.3', ...set],
    compare,
  });
  return studyOfExperiment(assembled(sceneOfLab(file, sceneText('two-link-reach'))), thisThread, file);
};

describe('a textbook study', () => {
  it.each(landscapeKinds.all.map(({ type }) => type))(
    '%s has one loss for line searches and surfaces',
    async (type) => {
      const { objective, landscape, start } = smallStudy({ landscape: { type } });
      const at = start.map((value, i) => value + 0.1 * ((i % 3) - 1));
      const [own, known] = [objective(at), await gradientOf(landscape)(at)];
      expect(own.loss).toBeCloseTo(known.loss, 12);
      own.gradient.forEach((slope, i) => expect(slope).toBeCloseTo(known.gradient[i], 12));
    },
  );
});

describe('the doctor of a textbook experiment', () => {
  it.each(textbooks.filter(({ name }) => name !== 'depth').map(({ name }) => name))(
    'has nothing to say of %s, as it comes',
    async (name) => {
      const { findings, progress } = await consultStudy(patientsOf(studyOf(readLab(labText(name)))));
      expect(findings).toEqual([]);
      expect(progress.every(({ part }) => part > 0)).toBe(true);
    },
  );

  it('says how far beyond its edge each method is, the farthest first, and a remedy helps', async () => {
    const study = bowl([descent(0.19), descent(0.3), { type: 'momentum', learningRate: 0.6, momentum: 0.9 }]);
    const { findings } = await consultStudy(patientsOf(study));
    expect(findings.map(({ cause, of, method }) => [cause, of, method])).toEqual([
      ['step-size', 'Momentum, step 0.6, momentum 0.9', 2],
      ['step-size', 'Gradient descent, step 0.3', 1],
    ]);
    expect(findings[0].figure.value).toBeCloseTo(6 / 3.8, 6);
    expect(findings[1].figure.value).toBeCloseTo(3 / 2, 6);
    for (const { tried, remedy } of findings) {
      expect(tried).toMatchObject({ helped: true, after: { figure: null } });
      expect(remedy!.settings[0]).toMatch(/^method\.learningRate=0\.0\d+$/);
    }
  });

  it('says the same of a loss in other units', async () => {
    const figures = [];
    for (const sharpness of [2 ** -20, 1, 2 ** 20]) {
      const { findings } = await examineStudy(patientsOf(bowl([descent(3 / sharpness)], { sharpness })));
      figures.push(findings[0].finding.figure.value);
    }
    for (const figure of figures) expect(figure).toBeCloseTo(1.5, 6);
  });

  it('tells losses below 0 from the lowest that is known', async () => {
    // away from the ridge the loss goes down to -1/2 and its curvature is 4
    const saddle = (learningRate: number) =>
      smallStudy({ landscape: { type: 'plain-saddle' }, compare: [descent(learningRate)] });
    const slow = await examineStudy(patientsOf(saddle(0.1)));
    expect(slow.findings).toEqual([]);
    // it comes down to the saddle, which is 2/3 of the way
    expect(slow.progress[0].part).toBeCloseTo(0.66, 1);
    const { findings } = await examineStudy(patientsOf(saddle(3)));
    expect(findings[0].finding.cause).toBe('step-size');
  });

  it('names what no data determines and what nothing reads, and offers nothing that an experiment has not', async () => {
    const found = async (loss: LossOfTwo) => {
      const { findings } = await examineStudy(patientsOf(studyOfLoss(loss)));
      return findings.map(({ finding }) => finding);
    };
    // the sum of two is told, their difference is not
    const [flat, ...others] = await found(({ w, z }) => add(square(add(pick(w, 0), pick(w, 1))), square(sum(z))));
    expect(flat).toMatchObject({ cause: 'flat-direction', remedies: [] });
    expect(flat.sentence).toContain('Of 7 parameters');
    expect(others).toEqual([]);
    const [still] = await found(({ w }) => square(pick(w, 0)));
    expect(still).toMatchObject({ cause: 'no-path', remedies: [] });
    expect(still.sentence).toContain('follows w[1], z: they stay');
  });

  it('finds no fault in rectifiers that rest, nor in their corners', async () => {
    const study = smallStudy({
      landscape: { type: 'depth-chain', depth: 3, activation: 'relu' },
      compare: [descent(0.01)],
    });
    expect((await examineStudy(patientsOf(study))).findings).toEqual([]);
  });
});

describe('the doctor of an experiment with an arm', () => {
  it('says once what is wrong whatever the method, and of one method what is its own', async () => {
    const study = armStudy([{ type: 'lbfgs' }, { type: 'adam', learningRate: 30 }]);
    const { findings, progress } = await examineStudy(patientsOf(study));
    expect(progress.map(({ of }) => of)).toEqual(['L-BFGS', 'Adam, step 30']);
    expect(findings.map(({ finding, of }) => [finding.cause, of])).toEqual([['step-size', 'Adam, step 30']]);
    // critical damping many times over, which the sampled loop does not bear
    const stiff = armStudy([{ type: 'lbfgs' }, { type: 'adam', learningRate: 0.1 }], ['controller.kd=[400,400]']);
    const found = await examineStudy(patientsOf(stiff));
    expect(found.findings.map(({ finding, of }) => [finding.cause, of])).toEqual([['unstable-step', null]]);
    expect((await tryStudy(found.findings[0], 0)).helped).toBe(true);
  });

  it('of a training examines its own method', () => {
    const experiment = assembled(
      sceneOfLab(
        smallLab({ landscape: undefined, scene: 'two-link-reach-anywhere.json' }),
        sceneText('two-link-reach-anywhere'),
      ),
    );
    const study = studyOfExperiment(experiment, thisThread, { compare: [{ type: 'adam', learningRate: 0.01 }] });
    expect(patientsOf(study)).toMatchObject([{ label: null, method: null }]);
  });
});

describe('an examination', () => {
  it('tells what it measures, and ends with the reason that it is given', async () => {
    const cancelled = new AbortController();
    const told: string[] = [];
    const onPart = (part: string): void => {
      told.push(part);
      if (told.length === 3) cancelled.abort(new Error('enough'));
    };
    const patients = patientsOf(bowl([descent(0.1)]));
    await expect(examineStudy(patients, { signal: cancelled.signal, onPart })).rejects.toThrow('enough');
    expect(told).toEqual(['loss and gradient', 'a short run', 'a slower run']);
  });

  it.each<[string, () => Promise<unknown>]>([
    ['patients that are none', () => examineStudy({} as never)],
    ['an option that there is not', () => examineStudy([], { parts: 1 } as never)],
    ['a callback that is none', () => examineStudy([], { onPart: 'say' } as never)],
  ])('refuses %s', async (_, call) => {
    await expect(call()).rejects.toThrow(/expected/);
  });
});
