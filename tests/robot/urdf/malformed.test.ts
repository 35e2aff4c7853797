import { describe, expect, it } from 'vitest';
import { type RobotFinding, RobotFormatError } from '../../../src/errors.ts';
import { loadRobot, type LoadOptions } from '../../../src/robot/urdf/load.ts';
import { assetText } from '../../support/robots.ts';

const inertial = '<inertial><mass value="1"/><inertia ixx="1" ixy="0" ixz="0" iyy="1" iyz="0" izz="1"/></inertial>';
const limit = '<limit lower="-1" upper="1" effort="10" velocity="1"/>';

/** A robot of two links and one joint; parts can be replaced. One element a line, so that positions are easy to read. */
function robot(
  parts: Partial<
    Record<
      'head' | 'base' | 'arm' | 'type' | 'parent' | 'child' | 'axis' | 'limit' | 'dynamics' | 'joint' | 'tail',
      string
    >
  > = {},
): string {
  const {
    head = '<robot name="r">',
    base = '<link name="base"/>',
    arm = `<link name="arm">${inertial}</link>`,
    type = 'revolute',
  } = parts;
  const {
    parent = '<parent link="base"/>',
    child = '<child link="arm"/>',
    axis = '<axis xyz="0 0 1"/>',
    dynamics = '',
    tail = '',
  } = parts;
  const joint =
    parts.joint ??
    `<joint name="j" type="${type}">\n${parent}\n${child}\n${axis}\n${parts.limit ?? limit}\n${dynamics}\n</joint>`;
  return `${head}\n${base}\n${arm}\n${joint}\n${tail}\n</robot>\n`;
}

/** Everything that is found in a file: of the error where it is refused, of the model where it is not. */
function findingsOf(
  input: string | Uint8Array,
  options: LoadOptions = {},
): { readonly refused: boolean; readonly list: readonly RobotFinding[]; readonly message: string } {
  try {
    return { refused: false, list: loadRobot(input, { file: 'r.urdf', ...options }).findings, message: '' };
  } catch (error) {
    if (!(error instanceof RobotFormatError)) throw error;
    return { refused: true, list: error.findings, message: error.message };
  }
}

type Expectation = readonly [
  row: number,
  name: string,
  input: string | Uint8Array,
  code: string,
  at: readonly [number, number],
  text: RegExp,
];

const bytes = (...values: number[]): Uint8Array => Uint8Array.from([...values, ...new Array<number>(100).fill(1)]);
const inertia = (values: string): string =>
  `<link name="arm"><inertial><mass value="1"/>\n<inertia ${values}/></inertial></link>`;
const mass = (value: string): string =>
  `<link name="arm"><inertial>\n<mass value="${value}"/><inertia ixx="1" ixy="0" ixz="0" iyy="1" iyz="0" izz="1"/></inertial></link>`;
const shape = (geometry: string): string =>
  `<link name="arm">${inertial}<visual>\n<geometry>${geometry}</geometry></visual></link>`;
const joint = (inner: string, attributes = 'name="j" type="revolute"'): string =>
  `<joint ${attributes}>\n${inner}\n</joint>`;
const ends = '<parent link="base"/><child link="arm"/><axis xyz="0 0 1"/>';
const mimicJoints = (first: string, second: string): string =>
  `<joint name="a" type="revolute">${ends}${limit}\n${first}</joint>\n<link name="x">${inertial}</link><joint name="b" type="revolute"><parent link="arm"/><child link="x"/>${limit}\n${second}</joint>`;

const refused: readonly Expectation[] = [
  [1, 'an empty file', '', 'U002', [1, 1], /file is empty \(0 bytes\)/],
  [1, 'white space only', ' \n\n ', 'U002', [1, 1], /file is empty/],
  [2, 'a PNG image', bytes(0x89, 0x50, 0x4e, 0x47), 'U003', [1, 1], /this is a PNG image/],
  [2, 'a ZIP archive', bytes(0x50, 0x4b, 3, 4), 'U003', [1, 1], /this is a ZIP archive/],
  [
    2,
    'a binary STL mesh',
    Uint8Array.from({ length: 134 }, (_, i) => (i === 80 ? 1 : 0)),
    'U003',
    [1, 1],
    /binary STL mesh/,
  ],
  [
    3,
    'an HTML page',
    '<!DOCTYPE html><html><head><title>Not Found</title></head></html>',
    'U005',
    [1, 1],
    /download failed \(title: Not Found\)/,
  ],
  [
    4,
    'a Git LFS pointer',
    'version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n',
    'U006',
    [1, 1],
    /git lfs pull/,
  ],
  [
    5,
    'merge-conflict markers',
    `<robot name="r">\n<<<<<<< HEAD\n<link name="a"/>\n=======\n>>>>>>> b\n</robot>`,
    'U007',
    [2, 1],
    /<<<<<<</,
  ],
  [
    6,
    'an xacro file',
    '<robot name="r">\n<xacro:include filename="a"/>\n</robot>',
    'U009',
    [2, 1],
    /xacro is not expanded: line 2.*run `xacro/,
  ],
  [6, 'a property reference', robot({ axis: '<axis xyz="${x} 0 1"/>' }), 'U009', [7, 12], /xacro/],
  [7, 'an SDF model', '<?xml version="1.0"?>\n<sdf version="1.9"/>', 'U008', [1, 1], /SDF/],
  [7, 'a MuJoCo model', '<mujoco model="x"/>', 'U008', [1, 1], /MJCF/],
  [7, 'a JSON file', '{"a": 1}', 'U008', [1, 1], /JSON/],
  [7, 'a USD stage', '#usda 1.0', 'U008', [1, 1], /USD/],
  [
    8,
    'a truncated file',
    '<robot name="r">\n<link name="x">\n<inertial>',
    'U010',
    [3, 10],
    /file ended inside <inertial> opened at line 3/,
  ],
  [
    9,
    'a mismatched tag',
    '<robot name="r">\n<link name="x">\n</joint>\n</robot>',
    'U011',
    [3, 8],
    /does not match <link name="x"> opened at line 2/,
  ],
  [
    9,
    'a duplicate attribute',
    '<robot name="r">\n<link name="x" name="y"/></robot>',
    'U011',
    [2, 16],
    /duplicate attribute: name/,
  ],
  [9, 'an unclosed quote', '<robot name="r>\n<link/></robot>', 'U011', [2, 1], /not well-formed|disallowed/],
  [
    11,
    'invalid UTF-8',
    Uint8Array.from([...new TextEncoder().encode('<robot name="'), 0xff, 0xff, ...new TextEncoder().encode('"/>')]),
    'U004',
    [1, 1],
    /bad byte at offset 13/,
  ],
  [11, 'a NUL byte', robot({ head: '<robot name="a\u0000">' }), 'U004', [1, 15], /NUL character at offset 14/],
  [
    12,
    'billion laughs',
    '<!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>\n<robot name="&b;"/>',
    'U012',
    [1, 1],
    /DOCTYPE and entities are not allowed/,
  ],
  [13, 'an external entity', '<!DOCTYPE r SYSTEM "file:///etc/passwd">\n<robot name="r"/>', 'U012', [1, 1], /DOCTYPE/],
  [13, 'an entity of its own', '<robot name="&secret;"/>', 'U012', [1, 21], /undefined entity/],
  [14, 'nesting 50,000 deep', `<robot name="r">${'<a>'.repeat(50_000)}`, 'U014', [1, 206], /nested deeper than 64/],
  [
    15,
    'a huge attribute',
    robot({ axis: `<axis xyz="${'1'.repeat(70_000)}"/>` }),
    'U015',
    [7, 7],
    /70000 characters long.*65536/,
  ],
  [15, 'a huge name', robot({ base: `<link name="${'x'.repeat(300)}"/>` }), 'U015', [2, 7], /300 characters long.*256/],
  [17, 'no links', '<robot name="r"></robot>', 'U017', [1, 1], /no links/],
  [17, 'no robot tag', '<robt name="r"/>', 'U017', [1, 1], /root element is <robt>.*did you mean "robot"/],
  [
    18,
    'two roots',
    robot({ base: '<link name="base"/>\n<link name="other"/>' }),
    'U018',
    [3, 1],
    /2 root links: "base" \(line 2\), "other" \(line 3\).*add a joint between "base" and "other"/,
  ],
  [
    19,
    'a self joint',
    robot({ joint: joint(`<parent link="arm"/><child link="arm"/>${limit}`) }),
    'U019',
    [4, 1],
    /loop: arm -> arm/,
  ],
  [
    19,
    'two parents',
    robot({ tail: `<joint name="k" type="fixed"><parent link="base"/>\n<child link="arm"/></joint>` }),
    'U019',
    [12, 8],
    /"arm" has two parents/,
  ],
  [
    19,
    'a loop without a root',
    `<robot name="r"><link name="a"/><link name="b"/>\n<joint name="j" type="fixed"><parent link="a"/><child link="b"/></joint>\n<joint name="k" type="fixed"><parent link="b"/><child link="a"/></joint></robot>`,
    'U019',
    [2, 1],
    /loop: a -> b -> a|loop: b -> a -> b/,
  ],
  [
    20,
    'a duplicate link',
    robot({ base: '<link name="base"/>\n<link name="base"/>' }),
    'U020',
    [3, 1],
    /duplicate link name "base", first used at line 2/,
  ],
  [
    20,
    'a duplicate joint',
    robot({ tail: '<link name="z"/>\n<joint name="j" type="fixed"><parent link="arm"/><child link="z"/></joint>' }),
    'U020',
    [12, 1],
    /duplicate joint name "j", first used at line 4/,
  ],
  [
    21,
    'an unknown parent',
    robot({ parent: '<parent link="bass"/>' }),
    'U021',
    [5, 9],
    /parent link "bass" does not exist.*did you mean "base"\?/,
  ],
  [
    22,
    'no joint name',
    robot({ joint: joint(`${ends}${limit}`, 'type="revolute"') }),
    'U022',
    [4, 1],
    /attribute name is missing/,
  ],
  [
    22,
    'no joint type',
    robot({ joint: joint(`${ends}${limit}`, 'name="j"') }),
    'U022',
    [4, 1],
    /attribute type is missing/,
  ],
  [22, 'no parent', robot({ parent: '' }), 'U022', [4, 1], /<parent> is missing/],
  [22, 'no child', robot({ child: '' }), 'U022', [4, 1], /<child> is missing/],
  [23, 'type hinge', robot({ type: 'hinge' }), 'U023', [4, 17], /unknown joint type.*found "hinge"/],
  [23, 'type Revolute', robot({ type: 'Revolute' }), 'U023', [4, 17], /did you mean "revolute"\?/],
  [23, 'a floating joint', robot({ type: 'floating' }), 'U023', [4, 17], /floating joints are not supported yet/],
  [24, 'an empty name', robot({ base: '<link name=""/>' }), 'U024', [2, 7], /attribute name is empty/],
  [
    27,
    'mimic of a missing joint',
    robot({ joint: mimicJoints('<mimic joint="c"/>', '') }),
    'U027',
    [5, 8],
    /mimicked joint "c" does not exist/,
  ],
  [
    27,
    'mimic of itself',
    robot({ joint: mimicJoints('<mimic joint="a"/>', '') }),
    'U027',
    [5, 8],
    /mimic cycle: a -> a/,
  ],
  [
    27,
    'a mimic cycle',
    robot({ joint: mimicJoints('<mimic joint="b"/>', '<mimic joint="a"/>') }),
    'U027',
    [5, 8],
    /mimic cycle: a -> b -> a/,
  ],
  [
    27,
    'mimic without a joint',
    robot({ joint: mimicJoints('<mimic/>', '') }),
    'U022',
    [5, 1],
    /attribute joint is missing/,
  ],
  [
    27,
    'a mimic joint that would be fine',
    robot({ joint: mimicJoints('', '<mimic joint="a"/>') }),
    'U027',
    [7, 8],
    /not supported yet.*--weld b/,
  ],
  [
    28,
    'no inertia on a moving link',
    robot({ arm: '<link name="arm"/>' }),
    'U028',
    [3, 1],
    /moving body "arm" has no mass.*weld its joint \(--weld j\)/,
  ],
  [29, 'mass 0', robot({ arm: mass('0') }), 'U029', [4, 18], /no mass/],
  [29, 'a negative mass', robot({ arm: mass('-1') }), 'U029', [4, 7], /mass is negative.*found "-1"/],
  [29, 'mass NaN', robot({ arm: mass('nan') }), 'U030', [4, 7], /not a number \(NaN\)/],
  [29, 'mass inf', robot({ arm: mass('inf') }), 'U030', [4, 7], /infinite/],
  [29, 'mass 1e400', robot({ arm: mass('1e400') }), 'U030', [4, 7], /overflows/],
  [29, 'mass 1e-320', robot({ arm: mass('1e-320') }), 'U029', [4, 7], /too small/],
  [30, 'a decimal comma', robot({ arm: mass('1,5') }), 'U030', [4, 7], /decimal comma.*write a decimal point/],
  [30, 'a unit suffix', robot({ arm: mass('1.0kg') }), 'U030', [4, 7], /unit suffix/],
  [30, 'an empty number', robot({ arm: mass('') }), 'U030', [4, 7], /has 0 numbers/],
  [30, 'a hexadecimal number', robot({ arm: mass('0x10') }), 'U030', [4, 7], /hexadecimal/],
  [30, 'two numbers for one', robot({ arm: mass('1 2') }), 'U030', [4, 7], /has 2 numbers.*expected one/],
  [30, 'full-width digits', robot({ arm: mass('１') }), 'U030', [4, 7], /no ASCII digits/],
  [
    31,
    'no mass',
    robot({ arm: '<link name="arm"><inertial>\n<inertia ixx="1" iyy="1" izz="1"/></inertial></link>' }),
    'U031',
    [3, 18],
    /<mass> is missing/,
  ],
  [
    31,
    'no inertia',
    robot({ arm: '<link name="arm"><inertial><mass value="1"/></inertial></link>' }),
    'U031',
    [3, 18],
    /<inertia> is missing/,
  ],
  [31, 'no iyy', robot({ arm: inertia('ixx="1" izz="1"') }), 'U022', [4, 1], /attribute iyy is missing/],
  [
    32,
    'a zero inertia',
    robot({ arm: inertia('ixx="0" iyy="0" izz="0"') }),
    'U032',
    [4, 1],
    /principal moments 0, 0, 0/,
  ],
  [
    32,
    'a negative inertia',
    robot({ arm: inertia('ixx="-1" iyy="1" izz="1"') }),
    'U032',
    [4, 1],
    /not positive definite, principal moments -1, 1, 1/,
  ],
  [
    32,
    'an indefinite inertia',
    robot({ arm: inertia('ixx="1" ixy="2" iyy="1" izz="2"') }),
    'U032',
    [4, 1],
    /principal moments -1, 2, 3/,
  ],
  [
    33,
    'a violated triangle inequality',
    robot({ arm: inertia('ixx="0.01" iyy="0.01" izz="0.03"') }),
    'U033',
    [4, 1],
    /0\.01 \+ 0\.01 < 0\.03.*nearest possible: .*--repair/,
  ],
  [36, 'xyz with two numbers', robot({ axis: '<axis xyz="0 1"/>' }), 'U030', [7, 7], /has 2 numbers.*expected 3/],
  [36, 'xyz with four numbers', robot({ axis: '<axis xyz="0 0 1 0"/>' }), 'U030', [7, 7], /has 4 numbers/],
  [36, 'xyz with commas', robot({ axis: '<axis xyz="0,0,1"/>' }), 'U030', [7, 7], /comma/],
  [36, 'xyz with text', robot({ axis: '<axis xyz="a b c"/>' }), 'U030', [7, 7], /not a number/],
  [37, 'a zero axis', robot({ axis: '<axis xyz="0 0 0"/>' }), 'U037', [7, 7], /axis is zero/],
  [37, 'an axis with NaN', robot({ axis: '<axis xyz="nan 0 1"/>' }), 'U030', [7, 7], /NaN/],
  [37, 'an axis without xyz', robot({ axis: '<axis/>' }), 'U022', [7, 1], /attribute xyz is missing/],
  [38, 'revolute without limit', robot({ limit: '' }), 'U038', [4, 1], /without <limit>.*type="continuous"/],
  [
    38,
    'no effort',
    robot({ limit: '<limit lower="-1" upper="1" velocity="1"/>' }),
    'U022',
    [8, 1],
    /attribute effort is missing/,
  ],
  [
    39,
    'lower above upper',
    robot({ limit: '<limit lower="2" upper="1" effort="1" velocity="1"/>' }),
    'U039',
    [8, 8],
    /lower limit is above the upper/,
  ],
  [
    40,
    'a negative effort',
    robot({ limit: '<limit lower="0" upper="1" effort="-1" velocity="1"/>' }),
    'U040',
    [8, 28],
    /effort limit is negative/,
  ],
  [
    41,
    'negative damping',
    robot({ dynamics: '<dynamics damping="-1"/>' }),
    'U041',
    [9, 11],
    /damping is negative: it adds energy/,
  ],
  [
    41,
    'negative friction',
    robot({ dynamics: '<dynamics friction="-0.1"/>' }),
    'U041',
    [9, 11],
    /friction is negative/,
  ],
  [41, 'damping NaN', robot({ dynamics: '<dynamics damping="NaN"/>' }), 'U030', [9, 11], /NaN/],
  [
    42,
    'two inertials',
    robot({ arm: `<link name="arm">${inertial}\n${inertial}</link>` }),
    'U042',
    [4, 1],
    /second <inertial>.*the first is at line 3/,
  ],
  [
    42,
    'a misspelled attribute',
    robot({ arm: mass('1').replace('value=', 'valeu=') }),
    'U042',
    [4, 7],
    /unknown attribute valeu.*did you mean "value"/,
  ],
  [43, 'a negative box', robot({ arm: shape('<box size="1 -1 1"/>') }), 'U043', [4, 16], /size is not positive/],
  [43, 'a NaN sphere', robot({ arm: shape('<sphere radius="nan"/>') }), 'U030', [4, 19], /NaN/],
  [
    43,
    'a cylinder without length',
    robot({ arm: shape('<cylinder radius="1"/>') }),
    'U022',
    [4, 11],
    /attribute length is missing/,
  ],
  [43, 'an empty geometry', robot({ arm: shape('') }), 'U043', [4, 1], /geometry is empty/],
  [
    45,
    'a mesh outside of the folder',
    robot({ arm: shape('<mesh filename="../../etc/passwd"/>') }),
    'U045',
    [4, 17],
    /leaves the folder/,
  ],
  [
    45,
    'a script as a mesh',
    robot({ arm: shape('<mesh filename="javascript:alert(1)"/>') }),
    'U045',
    [4, 17],
    /leaves the folder/,
  ],
];

describe('refuses, with line, column and remedy', () => {
  it.each(refused)('row %i: %s', (_row, _name, input, code, at, text) => {
    const { refused: isRefused, list, message } = findingsOf(input);
    expect(isRefused).toBe(true);
    const finding = list.find((candidate) => candidate.code === code);
    expect(finding, message).toMatchObject({ severity: 'error', line: at[0], column: at[1] });
    expect(message).toMatch(text);
    expect(message).toContain(`r.urdf:${at[0]}:${at[1]}: error[${code}]`);
  });
});

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
  [
    34,
    'limits in degrees',
    robot({ limit: '<limit lower="-180" upper="180" effort="1" velocity="1"/>' }),
    'U034',
    [8, 8],
    /degrees/,
  ],
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
    39,
    'equal limits',
    robot({ limit: '<limit lower="1" upper="1" effort="1" velocity="1"/>' }),
    'U039',
    [8, 8],
    /locked/,
  ],
  [
    40,
    'effort 0',
    robot({ limit: '<limit lower="0" upper="1" effort="0" velocity="1"/>' }),
    'U040',
    [8, 28],
    /cannot be driven/,
  ],
  [
    40,
    'velocity 0',
    robot({ limit: '<limit lower="0" upper="1" effort="1" velocity="0"/>' }),
    'U040',
    [8, 39],
    /cannot be driven/,
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

describe('loads with a warning', () => {
  it.each(warned)('row %i: %s', (_row, _name, input, code, at, text) => {
    const { refused: isRefused, list, message } = findingsOf(input);
    expect(isRefused, message).toBe(false);
    const finding = list.find((candidate) => candidate.code === code);
    expect(finding).toMatchObject({ severity: 'warning', line: at[0], column: at[1] });
    expect([finding?.problem, finding?.remedy].join('; ')).toMatch(text);
  });
});

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
    [56, 'a robot without moving joints', text.replace('revolute', 'fixed')],
  ])('row %i: %s', (_row, _name, input) => {
    const { refused: isRefused, message } = findingsOf(input);
    expect(message).toBe('');
    expect(isRefused).toBe(false);
  });

  it('row 26: and shows control characters escaped', () => {
    const { message } = findingsOf(robot({ arm: '<link name="a\u202em"/>', child: '<child link="a\u202em"/>' }));
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
    const { model } = loadRobot(robot({ arm: '<link name="arm"/>' }), { weld: ['j'] });
    expect(model.nv).toBe(0);
    expect(() => loadRobot(robot(), { weld: ['jj'] })).toThrow(/weld: found "jj".*did you mean "j"/);
  });
});

it('misuse is refused by name', () => {
  expect(() => loadRobot(5 as unknown as string)).toThrow(/input: found number/);
  expect(() => loadRobot(robot(), { maxLinks: 0 })).toThrow(/maxLinks/);
  expect(loadRobot(assetText('panda')).findings).toEqual([]);
});
