/** @file Every remedy that a message about a robot's masses and joints names is followed here, as it is written. */
import { describe, expect, it } from 'vitest';
import { RobotFormatError, type RobotFinding } from '../../src/errors.ts';
import { loadRobot, type LoadedRobot, type LoadOptions } from '../../src/robot/urdf/load.ts';
import { scaledEigenvalues } from '../support/kinetic-energy.ts';
import { Random, testCases, testSeed } from '../support/random.ts';
import { inertial, limit, robot } from '../support/urdf-files.ts';

type Outcome = LoadedRobot | RobotFormatError;

function outcome(text: string, options: LoadOptions = {}): Outcome {
  try {
    return loadRobot(text, options);
  } catch (error) {
    if (error instanceof RobotFormatError) return error;
    throw error;
  }
}

const firstFinding = (of: Outcome): RobotFinding => of.findings[0];

/** The options that a remedy spells for a command line, each alternative by itself. */
function alternatives({ remedy = '' }: RobotFinding): LoadOptions[] {
  const words = [...remedy.matchAll(/--(repair|estimate-inertia|ignore-zero-effort)\b/g)].map(
    ([, name]): LoadOptions =>
      name === 'repair' ? { repair: true } : name === 'estimate-inertia' ? { estimateInertia: true } : { ignoreZeroEffort: true }, // prettier-ignore
  );
  const name = String.raw`("(?:[^"\\]|\\.)*"|[^\s)"]+)`;
  const plain = (word: string): string => (word.startsWith('"') ? (JSON.parse(word) as string) : word);
  const weld = [...remedy.matchAll(new RegExp(`--weld ${name}`, 'g'))].map(([, word]) => plain(word));
  const armature = [...remedy.matchAll(new RegExp(`--armature ${name}`, 'g'))].map(([, word]) => {
    const [, joint, value] = /^(.*)=([^=]*)$/.exec(plain(word))!;
    return [joint, Number(value)] as const;
  });
  const maxLinks = /--max-links (\d+)/.exec(remedy)?.[1];
  return [
    ...words,
    ...(weld.length > 0 ? [{ weld }] : []),
    ...(armature.length > 0 ? [{ armature: Object.fromEntries(armature) }] : []),
    ...(maxLinks === undefined ? [] : [{ maxLinks: Number(maxLinks) }]),
  ];
}

const zero = inertial.replaceAll('"1"', '"0"');
const point = inertial.replace(/ixx="1"|iyy="1"|izz="1"/g, (entry) => entry.replace('1', '0'));
const wrist = (inside: string): string =>
  robot({
    tail: `<link name="wrist">${inside}</link><joint name="twist it" type="revolute"><parent link="arm"/><child link="wrist"/><axis xyz="0 0 1"/>${limit}</joint>`,
  });
const chain = (count: number): string =>
  robot({
    tail: Array.from(
      { length: count },
      (_, i) =>
        `<link name="x${i}">${inertial}</link><joint name="k${i}" type="fixed"><parent link="base"/><child link="x${i}"/></joint>`,
    ).join('\n'),
  });

describe('what refuses a robot is of no more harm once its remedy is followed', () => {
  it.each<[string, string, number]>([
    ['a floating joint', robot({ type: 'floating' }), 1],
    ['a planar joint', robot({ type: 'planar' }), 1],
    ['a spherical joint', robot({ type: 'spherical' }), 1],
    ['a joint of a type that nobody knows', robot({ type: 'universal' }), 1],
    ['a link without mass at the end', wrist(''), 3],
    ['a link of zeros at the end', wrist(zero), 3],
    ['a mass on the axis', wrist(point), 4],
    ['a mass without inertia', wrist('<inertial><mass value="1"/></inertial>'), 1],
    ['an impossible inertia', wrist(inertial.replace('izz="1"', 'izz="3"')), 1],
    ['a negative inertia', wrist(inertial.replace('izz="1"', 'izz="-1"')), 1],
    ['too many links', chain(1200), 1],
    ['a mimic cycle', robot({ limit: `${limit}<mimic joint="j"/>` }), 1],
  ])('%s', (_name, text, count) => {
    const refused = outcome(text);
    expect(refused).toBeInstanceOf(RobotFormatError);
    const options = alternatives(firstFinding(refused));
    expect(options).toHaveLength(count);
    for (const option of options) {
      const followed = outcome(text, option);
      expect(followed, JSON.stringify(option)).not.toBeInstanceOf(RobotFormatError);
      const { model } = followed as LoadedRobot;
      if (model.nv > 0)
        expect(scaledEigenvalues(model, new Array<number>(model.nv).fill(0.1))[0]).toBeGreaterThan(1e-9);
    }
  });

  it('however many joints nothing resists', () => {
    const random = new Random(testSeed);
    let singular = 0;
    for (let i = 0; i < testCases(150); i++) {
      const count = random.integer(1, 6);
      const text = `<robot name="r"><link name="l0"/>${Array.from({ length: count }, (_, k) => {
        const inside = random.pick(['', zero, point, inertial]);
        const follows = k > 1 && random.next() < 0.3 ? `<mimic joint="j${k - 1}" multiplier="-2"/>` : '';
        return `<link name="l${k + 1}">${inside}</link><joint name="j${k}" type="${random.pick(['continuous', 'prismatic'])}"><origin xyz="${random.pick(['0 0 0', '0 0 0.2', '0.1 0 0'])}"/><parent link="l${random.integer(0, k)}"/><child link="l${k + 1}"/><axis xyz="${random.pick(['0 0 1', '1 0 0'])}"/>${follows}</joint>\n`;
      }).join('')}</robot>`;
      const refused = outcome(text);
      if (!(refused instanceof RobotFormatError)) continue;
      singular++;
      for (const option of alternatives(firstFinding(refused)))
        expect(outcome(text, option), `${text}\n${JSON.stringify(option)}`).not.toBeInstanceOf(RobotFormatError);
    }
    expect(singular).toBeGreaterThan(testCases(150) / 4);
  });
});

describe('what is warned of is silent once its remedy is followed', () => {
  it.each<[string, string, number]>([
    ['effort and velocity of 0', robot({ limit: '<limit lower="-1" upper="1" effort="0" velocity="0"/>' }), 1],
    ['no inertia at all', robot({ arm: '<link name="arm"/>' }), 1],
    [
      'a joint that follows what does not move',
      robot({
        tail: `<link name="x">${inertial}</link><joint name="f" type="prismatic"><parent link="arm"/><child link="x"/>${limit}<mimic joint="j" multiplier="0" offset="0.5"/></joint>`,
      }),
      1,
    ],
  ])('%s', (_name, text, count) => {
    const warned = outcome(text);
    const options = alternatives(firstFinding(warned));
    expect(options).toHaveLength(count);
    for (const option of options) {
      const followed = outcome(text, option);
      expect(followed.findings.map(({ problem }) => problem)).not.toContain(firstFinding(warned).problem);
    }
  });

  const edited = (from: string, to: string) => (text: string) => text.replace(from, to);
  it.each<[string, string, (text: string) => string]>([
    ['no <limit>: add one', '', edited('<axis', `${limit}<axis`)],
    ['no <limit>: continuous', '', edited('revolute', 'continuous')],
    ['infinite limits', '<limit lower="-inf" upper="inf" effort="1" velocity="1"/>', (text) => text.replace('revolute', 'continuous').replace(/<limit.*\/>/, '')], // prettier-ignore
    [
      'an infinite effort',
      '<limit lower="-1" upper="1" effort="inf" velocity="1"/>',
      edited('effort="inf"', 'effort="9"'),
    ],
    ['no range', '<limit effort="1" velocity="1"/>', edited('<limit', '<limit lower="-1" upper="1"')],
    ['half a range', '<limit lower="-1" effort="1" velocity="1"/>', edited('<limit', '<limit upper="1"')],
    ['no effort', '<limit lower="-1" upper="1" velocity="1"/>', edited('<limit', '<limit effort="1"')],
    [
      'neither effort nor velocity',
      '<limit lower="-1" upper="1"/>',
      edited('<limit', '<limit effort="1" velocity="1"'),
    ],
  ])('%s', (_name, limits, edit) => {
    const text = robot({ limit: limits });
    const { findings } = loadRobot(text);
    expect(findings).toHaveLength(1);
    expect(findings[0].remedy?.length).toBeGreaterThan(5);
    expect(loadRobot(edit(text)).findings).toEqual([]);
  });
});

it('joints with the same placeholder are one warning', () => {
  const joints = Array.from(
    { length: 7 },
    (_, i) =>
      `<link name="x${i}">${inertial}</link><joint name="k${i}" type="revolute"><parent link="base"/><child link="x${i}"/><limit lower="-1" upper="1" effort="0" velocity="${i % 2}"/></joint>`,
  ).join('\n');
  const { findings } = loadRobot(robot({ tail: joints }));
  expect(findings).toHaveLength(1);
  expect(findings[0]).toMatchObject({ code: 'U040', standsFor: 7 });
  const { model } = loadRobot(robot({ tail: joints }), { ignoreZeroEffort: true });
  expect(model.joints.map(({ limits: { effort } }) => effort).slice(1)).toEqual(new Array(7).fill(Infinity));
});
