/** @file Members do not see each other: each has the bits of its problem alone, whatever the others hold; and a run repeats itself. */
import { createHash } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { chooseBackend } from '../../../src/core/backend/choose-backend.ts';
import { compile } from '../../../src/core/compile.ts';
import { PopulationTensor } from '../../../src/core/population-tensor.ts';
import { mapTree, tensorsOf, type Tree } from '../../../src/core/tree.ts';
import { expectEqual } from '../../support/check.ts';
import { drawGiven, type Given, pandaWork } from '../../support/panda-work.ts';
import { Random, testSeed } from '../../support/random.ts';
import { assetText } from '../../support/robots.ts';

const steps = 10;
const unchecked = { checkFinite: false };
const work = pandaWork(assetText('panda'));

/** What belongs to the members: the losses, and the gradients by what is their own. */
const ofMembers = (given: Given) => {
  const { loss, gradient } = work(given);
  return { loss, start: gradient.start, torques: gradient.torques };
};

/** A member's part of a tree, as a population of one. */
const alone = <X extends Tree>(tree: X, member: number): X =>
  mapTree(tree, (x) =>
    x.population === 1
      ? x
      : new PopulationTensor({ shape: x.shape, population: 1 }, Float64Array.from(x.toArray(member))),
  );

function expectMember(found: Tree, member: number, expected: Tree): void {
  const [tensors, others] = [found, expected].map((tree) => tensorsOf(tree));
  expect(tensors.length).toBe(others.length);
  tensors.forEach((x, i) => expectEqual(x.toArray(member), others[i].data));
}

const members = (population: number): number[] => Array.from({ length: population }, (_, member) => member);
const runAlone = compile(ofMembers, [drawGiven(steps, 1)], unchecked);

afterEach(() => chooseBackend('wasm'));

describe.each([1, 2, 3, 5, 31, 33, 63, 64, 65, 1000])(
  `an arm among %i: rollout and gradient (TEST_SEED=${testSeed})`,
  (population) => {
    const given = drawGiven(steps, population);
    const run = compile(ofMembers, [given], unchecked);

    it('has the bits that it has alone', () => {
      const together = run(given);
      for (const member of members(population)) expectMember(together, member, runAlone(alone(given, member)));
    });

    it('has the same bits when another is not finite', () => {
      const random = new Random();
      const together = run(given);
      const lane = random.integer(0, population - 1);
      const poisoned = mapTree(given, (x) =>
        x.population === 1
          ? x
          : new PopulationTensor(
              x,
              x.data.map((value, i) => (i % population === lane ? random.pick([NaN, Infinity, -Infinity]) : value)),
            ),
      );
      const beside = run(population === 1 ? given : poisoned);
      for (const member of members(population))
        if (member !== lane) expectMember(beside, member, alone(together, member));
      if (population > 1) expect(beside.loss.item(lane)).toBeNaN();
      // nothing of it stays behind
      expect(tensorsOf(run(given)).map(({ data }) => data)).toEqual(tensorsOf(together).map(({ data }) => data));
    });
  },
);

describe(`run twice (TEST_SEED=${testSeed})`, () => {
  const sha256 = (tree: Tree): string => {
    const hash = createHash('sha256');
    for (const { data } of tensorsOf(tree)) hash.update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
    return hash.digest('hex');
  };

  it.each(['wasm', 'interpreter'] as const)(
    'a program has the same SHA-256 of all results, compiled anew or not: %s',
    (backend) => {
      chooseBackend(backend);
      const given = drawGiven(steps, 33);
      const runs = [1, 2].map(() => compile(pandaWork(assetText('panda'), { baseline: true }), [given]));
      const hashes = runs.flatMap((run) => [sha256(run(given)), sha256(run(given))]);
      expect(new Set(hashes).size).toBe(1);
      expect(sha256(runs[0](drawGiven(steps, 33, testSeed + 1)))).not.toBe(hashes[0]);
    },
  );
});
