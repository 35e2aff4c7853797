/** @file Controller files: parameters by their paths, facts as texts, pairs that prove them; what does not fit is refused by its name. */
import { describe, expect, it } from 'vitest';
import { add, matmul, reshape, tanh, tensor, transpose } from '../../src/index.ts';
import { ParameterLayout } from '../../src/core/parameters.ts';
import { AdjointError } from '../../src/errors.ts';
import { type StoredTensor, readSafetensors, writeSafetensors } from '../../src/formats/safetensors.ts';
import type { ControllerFacts } from '../../src/run/controller-facts.ts';
import {
  type ControllerFunction,
  type ControllerFile,
  controllerVector,
  decodeController,
  encodeController,
  replayController,
} from '../../src/run/controller-file.ts';
import { version } from '../../src/version.ts';
import { Random } from '../support/random.ts';
import { readByHand } from '../support/safetensors-by-hand.ts';

const random = new Random();
const drawn = (rows: number, columns: number) =>
  reshape(tensor(Float64Array.from({ length: rows * columns }, () => random.normal())), [rows, columns]);
const bias = (size: number) => reshape(drawn(size, 1), [size]);

/** A policy of two layers as a tree, weights [out, in]. */
const policy = {
  policy: { '0': { weight: drawn(4, 3), bias: bias(4) }, '2': { weight: drawn(2, 4), bias: bias(2) } },
};
const layout = new ParameterLayout(policy);

const act: ControllerFunction = (parameters, observation) => {
  const { '0': first, '2': second } = layout.fromVector(parameters).policy;
  const seen = reshape(tensor(observation), [observation.length / 3, 3]);
  const hidden = tanh(add(matmul(seen, transpose(first.weight)), first.bias));
  return add(matmul(hidden, transpose(second.weight)), second.bias).data.slice();
};

const facts: ControllerFacts = {
  controller: { type: 'mlp', hidden: [4] },
  jointNames: ['shoulder', 'elbow "2"'],
  observations: [
    { name: 'joint_pos', scale: [1, 1] },
    { name: 'time', scale: [0.1] },
  ],
  action: { kind: 'joint_effort', scale: [20, 10] },
  controlPeriod: 0.02,
  horizon: 2,
  defaultConfiguration: [0, -0.1],
  effortLimits: [87, null],
  robotChecksum: '01234567',
  sceneChecksum: '89abcdef',
  seed: 7,
  validation: { loss: 0.1, measures: { distance: 1e-3 }, reached: true },
  licence: 'MIT',
};

const vector = layout.toVector(policy);
const observation = Float64Array.from({ length: 30 }, () => random.normal());
const file: ControllerFile = {
  facts,
  parameters: layout.slots,
  vector,
  replay: { observation, action: act(vector, observation) },
};
const bytes = encodeController(file);

/** What refuses it, in its words. */
function refusal(attempt: () => unknown): string {
  try {
    attempt();
  } catch (error) {
    expect(error).toBeInstanceOf(AdjointError);
    return (error as Error).message;
  }
  throw new Error('accepted');
}

/** The file with other tensors or texts. */
function changed(
  change: (tensors: StoredTensor[], metadata: Record<string, string>) => StoredTensor[] | undefined,
): Uint8Array {
  const { tensors, metadata } = readSafetensors(bytes);
  const texts = { ...metadata };
  return writeSafetensors(change([...tensors], texts) ?? tensors, texts);
}

describe('a controller file', () => {
  it('comes back with every bit, and acts as it did', () => {
    const back = decodeController(bytes);
    expect(back.facts).toEqual({ ...facts, adjoint: version });
    expect(back.parameters).toEqual(layout.slots.map(({ path, shape }) => ({ path, shape })));
    expect(back.vector).toEqual(vector);
    expect(back.replay).toEqual(file.replay);
    replayController(back, controllerVector(back, layout.slots), act);
    expect(encodeController(back)).toEqual(bytes);
  });

  it("has PyTorch's names and order of axes, and texts that Python reads", () => {
    const { tensors, metadata } = readByHand(bytes);
    const shapes = Object.fromEntries([...tensors].map(([name, { shape }]) => [name, shape]));
    expect(shapes).toEqual({
      'policy.0.weight': [4, 3],
      'policy.0.bias': [4],
      'policy.2.weight': [2, 4],
      'policy.2.bias': [2],
      'replay.observation': [10, 3],
      'replay.action': [10, 2],
    });
    expect(tensors.get('policy.2.weight')!.numbers).toEqual([...policy.policy['2'].weight.data]);
    expect(metadata).toMatchObject({
      format: 'adjoint-controller',
      version: '1',
      adjoint: version,
      joint_names: '["shoulder","elbow \\"2\\""]',
      control_period: '0.02',
      effort_limits: '[87,null]',
      robot_checksum: '01234567',
      licence: 'MIT',
    });
  });

  it('gives its parameters in the order that is asked for', () => {
    const reversed = layout.slots.toReversed();
    const found = controllerVector(decodeController(bytes), reversed);
    expect(found.subarray(0, 2)).toEqual(policy.policy['2'].bias.data);
    expect(found.subarray(-12)).toEqual(policy.policy['0'].weight.data);
  });

  it('may have float32 numbers, as others write them', () => {
    const single = changed((tensors) =>
      tensors.map((one) => (one.name === 'policy.0.bias' ? { ...one, data: Float32Array.from(one.data) } : one)),
    );
    const back = decodeController(single);
    const own = controllerVector(back, layout.slots);
    expect(own).not.toEqual(vector);
    expect(refusal(() => replayController(back, own, act))).toMatch(/^tensor "replay.action", row 0, number 0: found .* where the controller now gives .*; expected the same within 1e-12; fix: /); // prettier-ignore
  });
});

describe('what does not fit is refused', () => {
  const back = decodeController(bytes);
  const without = (name: string) => changed((tensors) => tensors.filter((one) => one.name !== name));

  it('by the tensor that is missing, one too many, or of another shape', () => {
    const wanted = (slots: ControllerFile['parameters'], from = back) => refusal(() => controllerVector(from, slots));
    expect(wanted(layout.slots, decodeController(without('policy.2.bias')))).toMatch(/^tensor "policy.2.bias": found nothing; expected shape \[2\]; fix: /); // prettier-ignore
    expect(wanted(layout.slots.slice(0, -1))).toContain('tensor "policy.2.bias": found shape [2]; expected no tensor of this name; fix: did you mean "policy.0.bias"?'); // prettier-ignore
    const other = layout.slots.map((slot) => ({ ...slot, shape: slot.path === 'policy.0.weight' ? [3, 4] : slot.shape })); // prettier-ignore
    expect(wanted(other)).toContain('tensor "policy.0.weight": found shape [4, 3]; expected shape [3, 4]');
  });

  it.each<[string, Uint8Array, string]>([
    ['without pairs', without('replay.action'), 'own: tensor "replay.action": found nothing; expected shape [n, 2]'],
    ['with pairs of another width', changed((all) => all.map((one) => one.name === 'replay.observation' ? { ...one, shape: [15, 2] } : one)), 'own: tensor "replay.observation": found shape [15, 2]; expected shape [n, 3]'], // prettier-ignore
    ['of another kind', changed((_, texts) => void delete texts.format), 'own: $.__metadata__.format: found nothing; expected "adjoint-controller"'], // prettier-ignore
    ['of the future', changed((_, texts) => void (texts.version = '2')), '$.__metadata__.version: found "2"; expected "1"; fix: use the version'], // prettier-ignore
    ['without a fact', changed((_, texts) => void delete texts.control_period), '$.__metadata__.control_period: found nothing; expected a value of type number'], // prettier-ignore
    ['with a fact of another type', changed((_, texts) => void (texts.joint_names = '[1]')), '$.__metadata__.joint_names[0]: found 1; expected a value of type string'], // prettier-ignore
    ['with a fact that is no JSON', changed((_, texts) => void (texts.action = '{')), 'own: $.__metadata__.action: $ (line 1, column 2): found the end of the text'], // prettier-ignore
    ['with a fact that is none', changed((_, texts) => void (texts.colour = '1')), '$.__metadata__.colour: found unknown key'], // prettier-ignore
    ['with a fact twice', changed((_, texts) => void (texts.controlPeriod = '1')), '$.__metadata__: found unknown key "controlPeriod"'], // prettier-ignore
    ['that is a table', new TextEncoder().encode('time,q\n1,2\n'), 'own, length of the header: found'],
  ])('%s', (_, given, says) => {
    expect(refusal(() => decodeController(given, 'own'))).toContain(says);
  });

  it.each<[string, Partial<ControllerFile>, string]>([
    ['numbers that are too few', { vector: vector.subarray(1) }, 'vector: found 25 numbers; expected 26'],
    ['no pairs', { replay: { observation: new Float64Array(), action: new Float64Array() } }, 'replay: found 0 numbers'], // prettier-ignore
    ['pairs that are none', { replay: { observation, action: vector } }, 'expected rows of 3 and of 2, at least one'],
    ['pairs that are not finite', { replay: { observation, action: new Float64Array(20).fill(NaN) } }, 'a number that is not finite'], // prettier-ignore
    ['the name of pairs', { parameters: [{ path: 'replay.action', shape: [26] }] }, 'found "replay.action" twice'],
    ['a wrong fact', { facts: { ...facts, controlPeriod: 0 } }, '$.__metadata__.control_period: found 0; expected more than 0'], // prettier-ignore
  ])('when it is written with %s', (_, change, says) => {
    expect(refusal(() => encodeController({ ...file, ...change }))).toContain(says);
  });

  it('when it acts another way, or gives no actions', () => {
    const off: ControllerFunction = (...given) => act(...given).map((number, i) => (i === 13 ? number + 1e-9 : number));
    expect(refusal(() => replayController(back, vector, off))).toContain('row 6, number 1');
    expect(refusal(() => replayController(back, vector, () => new Float64Array(20).fill(NaN)))).toContain('gives NaN');
    expect(refusal(() => replayController(back, vector, () => new Float64Array(3)))).toContain('found 3 numbers; expected 20'); // prettier-ignore
    expect(refusal(() => replayController(back, vector, (() => [1]) as never))).toContain('what act returns: found a list of 1'); // prettier-ignore
  });
});
