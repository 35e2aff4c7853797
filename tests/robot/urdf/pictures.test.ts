/** @file What is only drawn never refuses a robot: it is said once a kind, and left out. */
import { describe, expect, it } from 'vitest';
import type { Shape } from '../../../src/robot/model.ts';
import { loadRobot } from '../../../src/robot/urdf/load.ts';
import { tensor } from '../../../src/core/population-tensor.ts';
import { massMatrix } from '../../../src/dynamics/mass-matrix.ts';
import { countFindings } from '../../../src/robot/findings.ts';
import { findingsOf, inertial, robot, shape } from '../../support/urdf-files.ts';

const arm = (shapes: string): string => robot({ arm: `<link name="arm">${inertial}\n${shapes}</link>` });
const visual = (inner: string, attributes = ''): string => `<visual${attributes}>${inner}</visual>`;
const drawn = (geometry: string): string => robot({ arm: shape(geometry) });
const visuals = (text: string): readonly Shape[] => loadRobot(text).model.links[1].visuals;
const box = '<geometry><box size="1 2 3"/></geometry>';

/** Text, problem of the only warning. */
type Row = readonly [name: string, text: string, code: string, problem: RegExp];

function itWarns(rows: readonly Row[], check: (shapes: readonly Shape[]) => void): void {
  it.each(rows)('%s', (_name, text, code, problem) => {
    const { refused, list, message } = findingsOf(text);
    expect(refused, message).toBe(false);
    expect(list).toHaveLength(1);
    expect(list[0]).toMatchObject({ severity: 'warning', code, line: 4 });
    expect(list[0].problem).toMatch(problem);
    check(visuals(text));
  });
}

describe('a shape that cannot be drawn is absent, with one warning', () => {
  const leaving = [
    '../meshes/arm.stl',
    'meshes/../../arm.stl',
    'meshes\\..\\arm.stl',
    '..',
    ' ../arm.stl',
    '%2e%2e/arm.stl',
    '.%2E%2Farm.stl',
    '.&#9;./arm.stl',
    'file:///opt/robots/arm.dae',
    'FILE://arm.dae',
    '/opt/robots/arm.stl',
    ' /opt/robots/arm.stl',
    '\\\\server\\arm.stl',
    '//server/arm.stl',
    'C:\\robots\\arm.stl',
    'c:/robots/arm.stl',
    'http://example.org/arm.stl',
    'https://example.org/arm.stl',
    'ftp://example.org/arm.stl',
    'data:model/stl;base64,AAAA',
    'javascript:alert(1)',
    'java&#10;script:alert(1)',
    'blob:x',
    'package://arm/../../x.stl',
    'package:../x.stl',
    'package://..',
    'model://../x.stl',
    'unknown-scheme://x.stl',
  ];
  itWarns(
    [
      ...leaving.map((file): Row => [
        `mesh ${file}`,
        drawn(`<mesh filename="${file}"/>`),
        'U045',
        /leaves the folder.*not followed/,
      ]),
      ['a mesh without a path', drawn('<mesh/>'), 'U022', /attribute filename is missing/],
      ['a mesh of an empty path', drawn('<mesh filename=""/>'), 'U024', /filename is empty/],
      ['a negative box', drawn('<box size="1 -1 1"/>'), 'U043', /size is not positive/],
      ['a flat box', drawn('<box size="0.1 0.1 0"/>'), 'U043', /size is not positive/],
      ['a box of one number', drawn('<box size="1"/>'), 'U030', /size has 1 numbers/],
      ['a box with commas', drawn('<box size="1,1,1"/>'), 'U030', /comma/],
      ['a box without size', drawn('<box/>'), 'U022', /size is missing/],
      ['a sphere of radius 0', drawn('<sphere radius="0"/>'), 'U043', /radius is not positive/],
      ['a NaN sphere', drawn('<sphere radius="nan"/>'), 'U030', /NaN/],
      ['a cylinder of radius 0', drawn('<cylinder radius="0" length="0.2"/>'), 'U043', /radius is not positive/],
      ['a cylinder without length', drawn('<cylinder radius="1"/>'), 'U022', /length is missing/],
      ['an infinite cylinder', drawn('<cylinder radius="1" length="inf"/>'), 'U030', /infinite/],
      ['an empty geometry', drawn(''), 'U043', /geometry is empty/],
      ['no geometry', arm(visual('<origin xyz="0 0 0"/>')), 'U043', /<geometry> is missing/],
      ['a capsule', drawn('<capsule radius="1" length="2"/>'), 'U043', /unknown shape <capsule>/],
      ['a plane', drawn('<plane normal="0 0 1"/>'), 'U043', /unknown shape <plane>/],
      ['a shape of a foreign namespace', drawn('<drake:ellipsoid a="1"/>'), 'U043', /unknown shape <drake:ellipsoid>/],
      ['a scale of two numbers', drawn('<mesh filename="a.stl" scale="1 1"/>'), 'U030', /scale has 2 numbers/],
      ['a scale that is none', drawn('<mesh filename="a.stl" scale="mm"/>'), 'U030', /not a number/],
      ['an empty scale', drawn('<mesh filename="a.stl" scale=""/>'), 'U030', /scale has 0 numbers/],
      ['a scale of 0', drawn('<mesh filename="a.stl" scale="1 0 1"/>'), 'U043', /scale is 0/],
      ['a place that is none', arm(visual(`<origin xyz="0 0"/>${box}`)), 'U030', /xyz has 2 numbers/],
      ['a turn that is none', arm(visual(`<origin rpy="0 0 pi"/>${box}`)), 'U030', /not a number/],
      ['a quaternion of 0', arm(visual(`<origin quat_xyzw="0 0 0 0"/>${box}`)), 'U030', /no unit quaternion/],
      ['an expression of xacro as place', arm(visual(`<origin xyz="0 0 \${h}"/>${box}`)), 'U009', /not expanded/],
      ['an expression of xacro as size', drawn('<sphere radius="${r}"/>'), 'U009', /not expanded/],
      ['a substitution of xacro as path', drawn('<mesh filename="$(find arm)/a.stl"/>'), 'U009', /not expanded/],
      ['a macro of xacro as shape', drawn('<xacro:finger/>'), 'U009', /not expanded/],
    ],
    (shapes) => expect(shapes).toEqual([]),
  );
});

describe('a shape with a fault that it can be drawn without is drawn', () => {
  const name = 'arm';
  itWarns(
    [
      [
        'a second geometry',
        arm(visual(`${box}<geometry><sphere radius="1"/></geometry>`)),
        'U042',
        /second <geometry>/,
      ],
      ['a second shape', drawn('<box size="1 2 3"/><sphere radius="1"/>'), 'U043', /second shape/],
      ['a second origin', arm(visual(`<origin/><origin xyz="1 0 0"/>${box}`)), 'U042', /second <origin>/],
      ['an unknown attribute', arm(visual(box, ' colour="red"')), 'U042', /unknown attribute colour/],
      ['a misspelled attribute', arm(visual(box, ' nmae="x"')), 'U042', /unknown attribute nmae/],
      ['an unknown attribute of a shape', drawn('<box size="1 2 3" convex="1"/>'), 'U042', /unknown attribute convex/],
      ['an unknown element', arm(visual(`${box}<texture/>`)), 'U042', /unknown element <texture> is skipped/],
      ['a misspelled element', arm(visual(`${box}<orign xyz="1 0 0"/>`)), 'U042', /unknown element <orign>/],
      ['a name of xacro', arm(visual(box, ' name="${n}"')), 'U009', /not expanded/],
      ['a block of xacro', arm(visual(`${box}<xacro:insert_block name="m"/>`)), 'U009', /not expanded/],
      ['a colour of two numbers', arm(visual(`${box}<material><color rgba="1 0"/></material>`)), 'U030', /2 numbers/],
      ['a colour of a word', arm(visual(`${box}<material><color rgba="red"/></material>`)), 'U030', /not a number/],
      [
        'a colour to 255',
        arm(visual(`${box}<material><color rgba="255 0 0 1"/></material>`)),
        'U044',
        /within 0 and 1/,
      ],
      ['a colour without rgba', arm(visual(`${box}<material><color/></material>`)), 'U022', /rgba is missing/],
    ],
    (shapes) =>
      expect(shapes).toEqual([
        { name, pose: expect.anything() as unknown, geometry: { type: 'box', size: [1, 2, 3] } },
      ]),
  );

  it('the first of two shapes in the file is drawn, whatever they are', () => {
    expect(visuals(drawn('<sphere radius="1"/><box size="1 2 3"/>')).map(({ geometry }) => geometry.type)).toEqual([
      'sphere',
    ]);
  });

  it('a scale of one number holds for all axes', () => {
    const text = drawn('<mesh filename="a.stl" scale="0.001"/>');
    expect(findingsOf(text).list.map(({ problem }) => problem)).toEqual(['scale of one number is taken for all axes']);
    expect(visuals(text)[0].geometry).toEqual({ type: 'mesh', file: 'a.stl', scale: [0.001, 0.001, 0.001] });
  });

  it('a colour of three numbers is opaque', () => {
    const text = arm(visual(`${box}<material name="m"><color rgba="0.6 0.5 0.4"/></material>`));
    expect(findingsOf(text).list).toMatchObject([{ code: 'U044', problem: 'colour without alpha: 1 is taken' }]);
    expect(visuals(text)[0].color).toEqual([0.6, 0.5, 0.4, 1]);
  });

  it('a second material is left out', () => {
    const material = (name: string, rgba: string): string =>
      `<material name="${name}"><color rgba="${rgba}"/></material>`;
    const text = arm(visual(`${box}${material('m1', '1 0 0 1')}${material('m2', '0 0 1 1')}`));
    expect(findingsOf(text).list).toMatchObject([{ code: 'U042', problem: 'second <material>' }]);
    expect(visuals(text)[0].color).toEqual([1, 0, 0, 1]);
  });

  it('one name for two colours is said, and keeps each shape its own colour', () => {
    const painted = (rgba: string): string => visual(`${box}<material name="m"><color rgba="${rgba}"/></material>`);
    const text = arm(
      `${painted('1 0 0 1')}${painted('1 0 0 1')}${painted('0 0 1 1')}${visual(`${box}<material name="m"/>`)}`,
    );
    expect(findingsOf(text).list).toMatchObject([{ code: 'U044', problem: 'material has two colours' }]);
    expect(visuals(text).map(({ color }) => color?.join())).toEqual(['1,0,0,1', '1,0,0,1', '0,0,1,1', '1,0,0,1']);
  });

  it('a bad colour of the robot is said where it stands, and its users have none', () => {
    const text = robot({
      base: '<material name="m"><color rgba="1 0"/></material><link name="base"/>',
      arm: `<link name="arm">${inertial}${visual(`${box}<material name="m"/>`)}</link>`,
    });
    expect(findingsOf(text).list).toMatchObject([{ severity: 'warning', code: 'U030', line: 2 }]);
    expect(visuals(text)[0].color).toBe(undefined);
  });
});

describe('loads without a word', () => {
  it.each([
    ['a mirrored mesh', '<mesh filename="meshes/arm.stl" scale="1 -1 1"/>'],
    ['a mesh of a package', '<mesh filename="package://arm_description/meshes/arm.stl"/>'],
    ['a mesh of a model', '<mesh filename="model://arm/meshes/arm.stl"/>'],
    ['a mesh beside the file', '<mesh filename="arm.v2..final.stl"/>'],
    ['a mesh below the file, with a space', '<mesh filename="./my meshes/arm.stl"/>'],
  ])('%s', (_name, geometry) => {
    expect(findingsOf(drawn(geometry)).list).toEqual([]);
    expect(visuals(drawn(geometry))).toHaveLength(1);
  });

  it('shapes of one name', () => {
    expect(findingsOf(arm(visual(box, ' name="x"').repeat(2))).list).toEqual([]);
  });
});

describe('of a kind there is one line', () => {
  it('that says how many there are, and where the first is', () => {
    const mesh = (i: number): string => `${visual(`<geometry><mesh filename="../${i}.stl"/></geometry>`)}\n`;
    const many = Array.from({ length: 12 }, (_, i) => mesh(i)).join('');
    const text = arm(many + many.replaceAll('visual', 'collision').replaceAll('"../', '"file:///'));
    const { list } = findingsOf(text);
    expect(list).toHaveLength(1);
    expect(list[0]).toMatchObject({ line: 4, standsFor: 24, found: '../0.stl' });
    expect(list[0].problem).toBe('mesh path leaves the folder of the robot: it is not followed (24 times)');
    expect(countFindings(list)).toBe(24);
    expect(loadRobot(text).model.links[1].collisions).toEqual([]);
  });

  it('for each element and attribute that is unknown', () => {
    const part = '<foo a="1"/><bar/>';
    const { list } = findingsOf(robot({ tail: part.repeat(3), base: '<link name="base" tint="1" hue="2"/>' }));
    expect(list.map(({ problem }) => problem)).toEqual([
      'unknown attribute tint',
      'unknown attribute hue',
      'unknown element <foo> is skipped (3 times)',
      'unknown element <bar> is skipped (3 times)',
    ]);
  });
});

describe('the dynamics of a robot are those of its numbers, whatever its pictures are', () => {
  const published = (shape: string, center = 0.3, more = ''): string => `<?xml version="1.0"?>
<robot name="arm">${more}
  <link name="base"/>
  <link name="arm"><inertial><origin xyz="${center} 0 0"/><mass value="1"/><inertia ixx="0.01" ixy="0" ixz="0" iyy="0.01" iyz="0" izz="0.01"/></inertial>${shape}</link>
  <joint name="hinge" type="revolute"><parent link="base"/><child link="arm"/><origin xyz="0 0 0"/><axis xyz="0 1 0"/><limit lower="-3" upper="3" effort="50" velocity="2"/></joint>
</robot>`;
  const mesh = (attributes: string): string => visual(`<geometry><mesh ${attributes}/></geometry>`);
  const steel = '<material name="steel"><color rgba="0.6 0.6 0.6"/></material>';
  const colours =
    '<material name="m1"><color rgba="1 0 0 1"/></material><material name="m2"><color rgba="0 0 1 1"/></material>';
  it.each([
    ['r18a', published(mesh('filename="../meshes/arm.stl"')), 0.1, ['U045']],
    ['r18b', published(mesh('filename="file:///opt/robots/arm/meshes/arm.dae"')), 0.1, ['U045']],
    ['r18c', published(mesh('filename="/opt/robots/arm.stl"')), 0.1, ['U045']],
    ['r18d', published(mesh('filename="package://arm_description/meshes/arm.stl"')), 0.1, []],
    ['r18e', published(mesh('filename="meshes/arm.stl" scale="0.001"')), 0.1, ['U043']],
    ['r18f', published(mesh('filename="meshes/arm.stl" scale="1 -1 1"')), 0.1, []],
    [
      'r19',
      published('<collision><geometry><capsule radius="0.05" length="0.4"/></geometry></collision>'),
      0.1,
      ['U043'],
    ],
    [
      'r20',
      published(visual('<geometry><box size="0.1 0.1 0"/></geometry><material name="steel"/>'), 0.3, steel),
      0.1,
      ['U044', 'U043'],
    ],
    ['r41', published(visual(`<geometry><mesh filename="arm.obj"/></geometry>${colours}`), 0.2), 0.05, ['U042']],
    [
      'r42',
      published(visual('<geometry><cylinder radius="0" length="0.2"/></geometry>'), 0.2).replace(
        '<link name="base"/>',
        '<link name="base"><visual><geometry><sphere radius="0"/></geometry></visual></link>',
      ),
      0.05,
      ['U043'],
    ],
  ])('%s', (_row, text, inertia, codes) => {
    const { model, findings } = loadRobot(text);
    expect(findings.map(({ code }) => code)).toEqual(codes);
    expect(massMatrix(model, tensor([0])).data[0]).toBeCloseTo(inertia, 15);
  });
});
