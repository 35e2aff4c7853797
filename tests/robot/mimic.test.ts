/** @file Joints that follow others, against their definition in the file; and joints that are welded. */
import { describe, expect, it } from 'vitest';
import { independentJoints } from '../../src/robot/independent-joints.ts';
import { loadRobot } from '../../src/robot/urdf/load.ts';
import { Random, testCases, testSeed } from '../support/random.ts';
import { randomMimicRobot } from '../support/robots.ts';
import { findingsOf, inertial } from '../support/urdf-files.ts';

interface Described {
  readonly name: string;
  readonly type: string;
  readonly follows?: { readonly joint: string; readonly multiplier: number; readonly offset: number };
}

/** The joints of a file as it writes them. */
const described = (text: string): Map<string, Described> =>
  new Map(
    [...text.matchAll(/<joint name="(\w+)" type="(\w+)">(.*?)<\/joint>/gs)].map(([, name, type, inside]) => {
      const mimic = /<mimic joint="(\w+)"(?: multiplier="([^"]*)")?(?: offset="([^"]*)")?\/>/.exec(inside);
      const follows = mimic && { joint: mimic[1], multiplier: Number(mimic[2] ?? 1), offset: Number(mimic[3] ?? 0) };
      return [name, { name, type, ...(follows && { follows }) }];
    }),
  );

/** A joint's coordinate by the definition, link of the chain by link. */
const coordinate = (joints: ReadonlyMap<string, Described>, name: string, own: (name: string) => number): number => {
  const { follows } = joints.get(name)!;
  return follows ? follows.multiplier * coordinate(joints, follows.joint, own) + follows.offset : own(name);
};

describe(`chains resolve (TEST_SEED=${testSeed})`, () => {
  const count = testCases(300);

  it(`to what their members say one after the other, on ${count} trees in shuffled files`, () => {
    const random = new Random();
    let [following, longest] = [0, 0];
    for (let i = 0; i < count; i++) {
      const text = randomMimicRobot(random, 14, 0.6);
      const joints = described(text);
      const { model } = loadRobot(text);
      const independent = independentJoints(model);
      expect(independent.length).toBe(model.nv);
      const y = model.joints.map(() => random.uniform(-2, 2));
      for (const { name, qIndex, vIndex, mimic } of model.joints) {
        const own = (joint: string): number => y[independent.findIndex((one) => one.name === joint)];
        const { multiplier, offset } = mimic ?? { multiplier: 1, offset: 0 };
        expect(multiplier * y[qIndex] + offset).toBeCloseTo(coordinate(joints, name, own), 12);
        expect(vIndex).toBe(qIndex);
        expect(independent[qIndex].name).toBe(mimic?.joint ?? name);
        following += mimic ? 1 : 0;
        let length = 0;
        for (let at = joints.get(name); at?.follows; at = joints.get(at.follows.joint)) length++;
        longest = Math.max(longest, length);
      }
    }
    expect(following).toBeGreaterThan(2 * count);
    expect(longest).toBeGreaterThan(3);
  });

  it('and independent joints are numbered depth-first, as if nobody followed', () => {
    const random = new Random(testSeed + 1);
    for (let i = 0; i < count; i++) {
      const { joints } = loadRobot(randomMimicRobot(random)).model;
      expect(joints.filter(({ mimic }) => !mimic).map(({ qIndex }) => qIndex)).toEqual(
        Array.from({ length: joints.filter(({ mimic }) => !mimic).length }, (_, k) => k),
      );
    }
  });

  it('and limits leave an independent joint just what all of its followers can bear', () => {
    const random = new Random(testSeed + 2);
    let narrowed = 0;
    for (let i = 0; i < count; i++) {
      const text = randomMimicRobot(random, 8);
      const joints = described(text);
      const { model, findings } = loadRobot(text);
      if (findings.length > 0) continue;
      for (const joint of independentJoints(model)) {
        const group = model.joints.filter(({ qIndex }) => qIndex === joint.qIndex);
        for (let k = 0; k < 30; k++) {
          const q = random.uniform(-8, 8);
          const bearable = group.every(
            ({ name }) => joints.get(name)!.type === 'continuous' || Math.abs(coordinate(joints, name, () => q)) <= 3,
          );
          expect(q >= joint.limits.lower && q <= joint.limits.upper, `${text}\n${joint.name} at ${q}`).toBe(bearable);
        }
        // every joint that has a <limit> has a velocity of 10
        const limited = group.filter(({ name }) => joints.get(name)!.type !== 'continuous');
        const fastest = limited.map(({ mimic }) => Math.abs(mimic?.multiplier ?? 1));
        if (fastest.length > 0) expect(joint.limits.velocity).toBeCloseTo(10 / Math.max(...fastest), 10);
        if (joint.limits.upper < 3) narrowed++;
      }
    }
    expect(narrowed).toBeGreaterThan(count / 10);
  });
});

const limit = '<limit lower="-1" upper="1" effort="10" velocity="1"/>';
/** A chain of joints a, b, c, … along x, whose elements are given; axes along y. */
const chain = (...joints: readonly (readonly [type: string, inside: string])[]): string =>
  `<robot name="r"><link name="l0"/>${joints
    .map(([type, inside], i) => {
      const name = String.fromCharCode(97 + i);
      return `<link name="l${i + 1}">${inertial}</link>\n<joint name="${name}" type="${type}"><origin xyz="1 0 0"/><parent link="l${i}"/><child link="l${i + 1}"/><axis xyz="0 1 0"/>${inside}</joint>\n`;
    })
    .join('')}</robot>`;
const following = (joint: string, numbers = ''): string => `${limit}<mimic joint="${joint}" ${numbers}/>`;
const problems = (text: string, options = {}): (string | undefined)[] =>
  findingsOf(text, options).list.map(({ problem }) => problem);

describe('what follows something that stands still, stands still', () => {
  it('where the offset puts it, for a joint that follows a fixed one', () => {
    const { model, findings } = loadRobot(chain(['fixed', ''], ['prismatic', following('a', 'offset="0.25"')]));
    expect(model.nv).toBe(0);
    expect(model.links[2].poseInBody.translation).toEqual([2, 0.25, 0]);
    expect(findings.map(({ problem }) => problem)).toEqual([
      '"a" does not move: the joint that follows is fixed at 0.25',
    ]);
  });

  it('for a multiplier of 0', () => {
    const text = chain(['revolute', limit], ['prismatic', following('a', 'multiplier="0" offset="-0.5"')]);
    const { model, findings } = loadRobot(text);
    expect([model.nv, model.joints.length]).toEqual([1, 1]);
    expect(model.links[2].poseInBody.translation).toEqual([1, -0.5, 0]);
    expect(findings[0].problem).toBe('multiplier is 0: the joint that follows is fixed at -0.5');
  });

  it('and the rest of the chain with it', () => {
    const text = chain(
      ['fixed', ''],
      ['prismatic', following('a', 'offset="0.1"')],
      ['prismatic', following('b', 'multiplier="3" offset="0.2"')],
    );
    expect(loadRobot(text).model.links[3].poseInBody.translation[1]).toBeCloseTo(0.6, 15);
  });

  it('and a fixed joint follows nothing, whatever it was to follow', () => {
    const left = '<mimic joint="nobody" multiplier="x"/>';
    const { refused, list } = findingsOf(chain(['revolute', limit], ['fixed', left]));
    expect(refused).toBe(false);
    expect(list).toMatchObject([{ problem: 'a fixed joint follows nothing: <mimic> is ignored', line: 4 }]);
  });
});

describe('a welded joint', () => {
  it.each([
    ['floating', ''],
    ['planar', '<axis xyz="0 0 0"/>'],
    ['spherical', '<dynamics damping="-1"/>'],
    ['ball', '<limit lower="2" upper="1"/>'],
    ['hinge', ''],
    ['revolute', ''],
    ['revolute', '<axis xyz="0 0 0"/><limit lower="a" upper="b"/>'],
    ['prismatic', '<limit lower="2" upper="1" effort="-1" velocity="-1"/><dynamics damping="-1"/>'],
  ])('of type %s is not judged as a joint: %s', (type, inside) => {
    const text = chain([type, inside]).replace('<axis xyz="0 1 0"/>', '');
    expect(findingsOf(text, { weld: ['a'] }).message).toBe('');
    const { model, findings } = loadRobot(text, { weld: ['a'] });
    expect([model.nv, findings]).toEqual([0, []]);
    expect(model.links[1].poseInBody).toEqual({ rotation: [1, 0, 0, 0, 1, 0, 0, 0, 1], translation: [1, 0, 0] });
  });

  it('stands at 0, and a warning says where that is outside of its limits', () => {
    const text = chain(['prismatic', limit.replace('-1', '0.5')]);
    const { model, findings } = loadRobot(text, { weld: ['a'] });
    expect(model.links[1].poseInBody.translation).toEqual([1, 0, 0]);
    expect(findings.map(({ problem }) => problem)).toEqual(['welded at 0, outside of its limits']);
  });

  it('that follows another stands where that one puts it at 0, turned exactly', () => {
    const quarter = 'multiplier="0.5" offset="1.5707963267948966"';
    const { model, findings } = loadRobot(chain(['continuous', ''], ['continuous', following('a', quarter)]), {
      weld: ['b'],
    });
    expect([model.nv, findings]).toEqual([1, []]);
    expect(model.links[2].poseInBody.rotation.map((x) => x + 0)).toEqual([0, 0, 1, 0, 1, 0, -1, 0, 0]);
  });

  it('that follows a chain stands where the whole chain puts it', () => {
    const text = chain(
      ['prismatic', limit],
      ['prismatic', following('a', 'multiplier="2" offset="0.3"')],
      ['prismatic', following('b', 'multiplier="-1" offset="0.1"')],
    );
    expect(loadRobot(text, { weld: ['c'] }).model.links[3].poseInBody.translation[1]).toBeCloseTo(-0.2, 15);
    // b is at 0.3 whether it is welded or not
    const both = loadRobot(text, { weld: ['c', 'b'] }).model;
    expect(both.links[3].poseInBody.translation[1]).toBeCloseTo(-0.2 + 0.3, 15);
  });

  it('holds what follows it', () => {
    const text = chain(['prismatic', limit], ['prismatic', following('a', 'offset="0.3"')]);
    expect(problems(text, { weld: ['a'] })).toEqual(['"a" does not move: the joint that follows is fixed at 0.3']);
    expect(problems(text, { weld: ['a', 'b'] })).toEqual([]);
    expect(loadRobot(text, { weld: ['a'] }).model.links[2].poseInBody.translation).toEqual([2, 0.3, 0]);
  });

  it('breaks a cycle', () => {
    const cycle = chain(['prismatic', following('b', 'offset="0.1"')], ['prismatic', following('a', 'offset="0.2"')]);
    expect(findingsOf(cycle).message).toMatch(
      /error\[U027\] mimic cycle: a -> b -> a.*found "lines 2, 4".*--weld a\)/s,
    );
    const { model } = loadRobot(cycle, { weld: ['a'] });
    expect(model.links[1].poseInBody.translation[1]).toBeCloseTo(0.1, 15);
    expect(model.links[2].poseInBody.translation[1]).toBeCloseTo(0.1 + 0.3, 15);
  });

  it('may follow nobody who is known', () => {
    const text = chain(['revolute', limit], ['prismatic', following('x', 'offset="0.1"')]);
    expect(findingsOf(text).refused).toBe(true);
    expect(problems(text, { weld: ['b'] })).toEqual(['mimicked joint "x" does not exist: welded as if it stood at 0']);
  });
});

describe('limits of followers', () => {
  const gripper = (inside: string): string => chain(['prismatic', limit], ['prismatic', inside]);

  it.each([
    ['of another side', '<limit lower="-0.5" upper="0" velocity="4"/>', 'multiplier="-1"', [0, 0.5, 1]],
    ['shifted', '<limit lower="0" upper="1" velocity="4"/>', 'multiplier="2" offset="0.5"', [-0.25, 0.25, 1]],
    ['that are slow', '<limit lower="-9" upper="9" velocity="1"/>', 'multiplier="-4"', [-1, 1, 0.25]],
    ['on one side', '<limit lower="-0.5" upper="inf" velocity="4"/>', '', [-0.5, 1, 1]],
    ['that are not there', '', 'multiplier="3"', [-1, 1, 1]],
    ['without a range', '<limit velocity="2"/>', 'multiplier="4"', [-1, 1, 0.5]],
  ])('%s', (_name, limits, numbers, [lower, upper, velocity]) => {
    const { model, findings } = loadRobot(gripper(`${limits}<mimic joint="a" ${numbers}/>`));
    expect(model.joints[0].limits).toEqual({ lower, upper, effort: 10, velocity });
    expect(findings).toEqual([]);
  });

  it.each([
    ['that exclude each other', '<limit lower="5" upper="6" effort="1" velocity="1"/>', /its limits would lock/],
    ['of a single point', '<limit lower="0" upper="0" effort="1" velocity="1"/>', /its limits would lock/],
    ['with a velocity of 0', '<limit lower="-1" upper="1" effort="1" velocity="0"/>', /its velocity limit would lock/],
  ])('%s are not taken over, and both joints are named', (_name, limits, problem) => {
    const { model, findings } = loadRobot(gripper(`${limits}<mimic joint="a"/>`));
    expect(model.joints[0].limits).toEqual({ lower: -1, upper: 1, effort: 10, velocity: 1 });
    expect(findings).toHaveLength(1);
    expect(findings[0].problem).toMatch(problem);
    expect(findings[0].found).toMatch(/^"b" allows "a"/);
  });

  it('of effort are none of the drive that they follow, and 0 is not worth a word', () => {
    const { model, findings } = loadRobot(
      gripper('<limit lower="-1" upper="1" effort="0" velocity="9"/><mimic joint="a"/>'),
    );
    expect([model.joints[0].limits.effort, findings]).toEqual([10, []]);
  });

  it.each([
    ['a slide', 'prismatic', 'multiplier="0.01"', 'revolute'],
    ['a gear that does not come round', 'continuous', 'multiplier="0.5"', 'revolute'],
    ['a gear that does', 'continuous', 'multiplier="-3"', 'continuous'],
  ])(
    'a continuous joint with %s has a turn that leads back, or is a revolute one',
    (_name, type, numbers, expected) => {
      const { model } = loadRobot(chain(['continuous', ''], [type, `<mimic joint="a" ${numbers}/>`]));
      expect(model.joints[0].type).toBe(expected);
    },
  );
});

it('a chain whose numbers overflow is refused', () => {
  const text = chain(
    ['revolute', limit],
    ['revolute', following('a', 'multiplier="1e200"')],
    ['revolute', following('b', 'multiplier="1e200"')],
  );
  expect(findingsOf(text).message).toMatch(/error\[U036\] the chain of joints that it follows overflows/);
});

it('a joint that follows one that could not be read is not reported for it', () => {
  const text = chain(['floating', ''], ['revolute', following('a', '')]);
  expect(findingsOf(text).list.filter(({ severity }) => severity === 'error')).toMatchObject([{ code: 'U023' }]);
  expect(loadRobot(text, { weld: ['a'] }).model.nv).toBe(0);
});

it('long chains and cycles in any order take no longer than others', () => {
  const names = Array.from({ length: 900 }, (_, i) => i);
  const robot = (last: string): string =>
    `<robot name="r"><link name="l0"/>${names
      .map((i) => {
        const mimic = i === 0 ? last : `<mimic joint="j${i - 1}"/>`;
        return `<link name="l${i + 1}">${inertial}</link><joint name="j${i}" type="continuous"><parent link="l0"/><child link="l${i + 1}"/>${mimic}</joint>\n`;
      })
      .reverse()
      .join('')}</robot>`;
  expect(loadRobot(robot('')).model.nv).toBe(1);
  const { list } = findingsOf(robot('<mimic joint="j899"/>'));
  expect(list).toHaveLength(1);
  expect(list[0].problem.length).toBeLessThan(200);
});
