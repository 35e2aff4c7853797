/** @file What is loaded with a warning or without one, what is repaired, and what is said of large files. */
import { describe, expect, it } from 'vitest';
import { loadRobot } from '../../../src/robot/urdf/load.ts';
import { assetText } from '../../support/robots.ts';
import {
  type Expectation,
  findingsOf,
  inertia,
  inertial,
  itWarns,
  limit,
  mass,
  robot,
} from '../../support/urdf-files.ts';

const warned: readonly Expectation[] = [
  [17, 'no robot name', robot({ head: '<robot>' }), 'U017', [1, 1], /no name/],
  [
    34,
    'an inertia in kg mm^2',
    robot({
      arm: `<link name="arm"><inertial><mass value="1"/>\n<inertia ixx="9000" iyy="9000" izz="9000"/></inertial><visual><geometry><sphere radius="0.1"/></geometry></visual></link>`,
    }),
    'U034',
    [4, 1],
    /radius of gyration 94\.9 m for a 0\.2 m body/,
  ],
  [34, 'a mass in grams', robot({ arm: mass('20000') }), 'U034', [4, 7], /mass of 20000 kg/],
  [34, 'angles in degrees', robot({ axis: '<origin xyz="0 0 0" rpy="0 90 0"/>' }), 'U034', [7, 21], /degrees/],
  [34, 'lengths in mm', robot({ axis: '<origin xyz="0 0 333"/>' }), 'U034', [7, 9], /mm/],
  [
    35,
    'a huge mass ratio',
    robot({
      tail: `<link name="tip"><inertial><mass value="1e-7"/>\n<inertia ixx="1e-9" iyy="1e-9" izz="1e-9"/></inertial></link><joint name="k" type="revolute"><parent link="arm"/><child link="tip"/>${limit}</joint>`,
    }),
    'U035',
    [12, 1],
    /mass ratio 1\.0e\+7 between "tip" and "arm"/,
  ],
  [36, 'a huge origin', robot({ axis: '<origin xyz="1e30 0 0"/>' }), 'U034', [7, 9], /1e\+30 m away/],
  [37, 'an axis that is not unit', robot({ axis: '<axis xyz="0 0 2"/>' }), 'U037', [7, 7], /length 2 is normalized/],
  [
    28,
    'no inertia at all',
    robot({ arm: '<link name="arm"/>' }),
    'U028',
    [3, 1],
    /kinematics only.*--estimate-inertia/,
  ],
  [29, 'a mass of 0 with an inertia', robot({ arm: mass('0') }), 'U029', [4, 18], /mass is 0, but the inertia is not/],
  [
    42,
    'a gain beside the velocity that it is not',
    robot({ limit: '<limit lower="0" upper="1" effort="1" velocity="1" k_velocity="0"/>' }),
    'U042',
    [8, 52],
    /unknown attribute k_velocity/,
  ],
  [
    42,
    'the lower triangle beside the upper',
    robot({ arm: inertia('ixx="1" ixy="0" ixz="0" iyy="1" iyz="0" izz="1" iyx="0"') }),
    'U042',
    [4, 58],
    /unknown attribute iyx/,
  ],
  [
    42,
    'an unknown element',
    robot({ tail: '<jont name="x"/>' }),
    'U042',
    [11, 1],
    /unknown element <jont> is skipped.*did you mean "joint"/,
  ],
];

describe('loads with a warning', () => itWarns(warned));

describe('accepts', () => {
  const text = robot();
  const utf16 = Uint8Array.from([
    0xff,
    0xfe,
    ...Array.from(text).flatMap((c) => [c.charCodeAt(0) & 255, c.charCodeAt(0) >> 8]),
  ]);
  it.each([
    [10, 'a byte order mark', `\ufeff${text}`],
    [10, 'CRLF', text.replaceAll('\n', '\r\n')],
    [10, 'UTF-16', utf16],
    [
      10,
      'comments, CDATA and processing instructions anywhere',
      text.replace('<parent', '<!-- x --><?pi y?><![CDATA[ ]]><parent'),
    ],
    [
      25,
      'names like __proto__ and constructor',
      text.replaceAll('base', '__proto__').replaceAll('arm', 'constructor').replaceAll('"j"', '"toString"'),
    ],
    [26, 'names with markup and control characters', text.replaceAll('arm', '&lt;script&gt;\u202e&amp;')],
    [36, 'a turn as a quaternion', robot({ axis: '<origin quat_xyzw="0 0 0.6 0.8"/>' })],
    [56, 'a robot without moving joints', text.replace('revolute', 'fixed')],
  ])('row %i: %s', (_row, _name, input) => {
    const { refused: isRefused, message } = findingsOf(input);
    expect(message).toBe('');
    expect(isRefused).toBe(false);
  });

  it('row 36: a quaternion turns as the angles of the same turn', () => {
    const placement = (origin: string): readonly number[] =>
      loadRobot(robot({ axis: `<origin ${origin}/>` })).model.joints[0].placement.rotation;
    const turned = placement('quat_xyzw="0.1 -0.5 0.7 0.5"');
    const angles = placement(`rpy="${Math.atan2(-0.6, 0.48)} ${Math.asin(-0.64)} ${Math.atan2(0.6, -0.48)}"`);
    turned.forEach((entry, i) => expect(entry).toBeCloseTo(angles[i], 14));
  });

  it('row 26: and shows control characters escaped', () => {
    const { message } = findingsOf(robot({ arm: '<link name="a\u202em"/>' }));
    expect(message).toContain('a\\u202em');
    expect(message).not.toContain('\u202e');
  });

  it('row 25: without touching any prototype', () => {
    findingsOf(robot().replaceAll('base', '__proto__'));
    expect(({} as Record<string, unknown>).polluted).toBe(undefined);
  });
});

describe('large files', () => {
  const chain = (count: number): string => {
    const links = Array.from({ length: count }, (_, i) => `<link name="l${i}">${i ? inertial : ''}</link>`).join('');
    const joints = Array.from(
      { length: count - 1 },
      (_, i) => `<joint name="j${i}" type="continuous"><parent link="l${i}"/><child link="l${i + 1}"/></joint>`,
    ).join('');
    return `<robot name="r">${links}${joints}</robot>`;
  };

  it('row 16: refuses 20,000 links, and says which option raises the limit', () => {
    expect(findingsOf(chain(20_000)).message).toMatch(/20000 links > limit 1000.*maxLinks/);
    expect(loadRobot(chain(20_000), { maxLinks: 20_000 }).model.nv).toBe(19_999);
  });

  it('row 15: refuses more than 50 MB before reading it', () => {
    expect(findingsOf(new Uint8Array(50e6 + 1)).message).toMatch(/too large \(50000001 bytes\).*50000000/);
  });
});

describe('all findings come in one pass', () => {
  it('errors first, in the order of the file', () => {
    const { list } = findingsOf(
      robot({
        arm: mass('-1'),
        axis: '<axis xyz="0 0 2"/>',
        limit: '<limit lower="2" upper="1" effort="x" velocity="1"/>',
      }),
    );
    expect(list.map(({ code, severity }) => `${severity} ${code}`)).toEqual([
      'error U029',
      'error U039',
      'error U030',
      'warning U037',
    ]);
  });

  it('twenty are listed, with the count of the rest', () => {
    const many = Array.from(
      { length: 30 },
      (_, i) => `<link name="x${i}"><inertial><mass value="-1"/><inertia ixx="1" iyy="1" izz="1"/></inertial></link>`,
    ).join('\n');
    const { message, list } = findingsOf(robot({ tail: many }));
    expect(list.length).toBeGreaterThanOrEqual(30);
    expect(message.split('\n')).toHaveLength(21);
    expect(message).toMatch(/… and \d+ more$/);
  });
});

describe('inertias are judged by bodies', () => {
  const fixedTo = (link: string): string =>
    `${link}\n<joint name="f" type="fixed"><parent link="arm"/><child link="extra"/></joint>`;

  it('a faulty link inside a possible body loads with a warning', () => {
    const { refused: isRefused, list } = findingsOf(
      robot({
        tail: fixedTo(
          '<link name="extra"><inertial><mass value="0.1"/><inertia ixx="0.01" iyy="0.01" izz="0.03"/></inertial></link>',
        ),
      }),
    );
    expect(isRefused).toBe(false);
    expect(list[0]).toMatchObject({ code: 'U033', severity: 'warning', line: 11 });
  });

  it('a moving link without mass is fine where something heavy is fixed to it', () => {
    const { refused: isRefused } = findingsOf(
      robot({ arm: '<link name="arm"/>', tail: fixedTo(`<link name="extra">${inertial}</link>`) }),
    );
    expect(isRefused).toBe(false);
  });

  it('a base that cannot move needs nothing', () => {
    expect(
      findingsOf(
        robot({
          base: `<link name="base"><inertial><mass value="0"/><inertia ixx="0" iyy="0" izz="0"/></inertial></link>`,
        }),
      ).refused,
    ).toBe(false);
  });

  it('repair takes the nearest possible inertia and lists the change', () => {
    const loaded = loadRobot(robot({ arm: inertia('ixx="0.01" iyy="0.01" izz="0.03"') }), { repair: true });
    const [a, , , , b, , , , c] = loaded.repairs[0].after.inertia;
    expect(a + b).toBeGreaterThanOrEqual(c);
    expect(loaded.model.bodies[0].inertia.inertia).toEqual(loaded.repairs[0].after.inertia);
    expect(loaded.findings[0].problem).toMatch(/repaired/);
  });

  it('welding a joint makes its link part of the parent', () => {
    const { model, findings } = loadRobot(robot({ arm: '<link name="arm"/>' }), { weld: ['j'] });
    expect(model.nv).toBe(0);
    expect(findings).toEqual([]);
    expect(() => loadRobot(robot(), { weld: ['jj'] })).toThrow(/weld: found "jj".*did you mean "j"/);
  });
});

it('misuse is refused by name', () => {
  expect(() => loadRobot(5 as unknown as string)).toThrow(/input: found number/);
  expect(() => loadRobot(robot(), { maxLinks: 0 })).toThrow(/maxLinks/);
  expect(loadRobot(assetText('panda')).findings).toEqual([]);
});
