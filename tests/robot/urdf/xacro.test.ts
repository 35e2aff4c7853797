/** @file What xacro leaves behind refuses a robot only where it would make links, joints, or what physics reads of them. */
import { describe, expect, it } from 'vitest';
import { loadRobot } from '../../../src/robot/urdf/load.ts';
import { ends, findingsOf, inertia, inertial, joint, limit, mass, robot } from '../../support/urdf-files.ts';

const head = '<robot name="r" xmlns:xacro="http://www.ros.org/wiki/xacro">';
const link = (inner: string): string => `<link name="arm">\n${inner}</link>`;

describe('loads without a word where nothing of it is read', () => {
  it.each([
    ['the namespace alone', robot({ head })],
    [
      'a default namespace, and elements and attributes of others',
      robot({
        head: '<robot xmlns="urn:robot" xmlns:gz="urn:gz" gz:version="${v}" name="r">',
        arm: `<link name="arm" gz:tint="$(arg tint)">${inertial}<gz:frame_id>\${x}</gz:frame_id></link>`,
        tail: '<gz:model name="${m}"><gz:link/></gz:model>',
      }),
    ],
    [
      'plugins, transmissions and controllers with expressions in texts and attributes',
      robot({
        head,
        tail: `<gazebo reference="\${l}"><plugin name="$(arg n)"><p>$(find arm)/c.yaml</p><xacro:macro_call/></plugin></gazebo>
               <transmission name="\${t}"><joint name="\${j}"/></transmission><ros2_control name="\${c}"><xacro:hw/></ros2_control>`,
      }),
    ],
    ['comments', robot({ head, tail: '<!-- <xacro:include filename="$(find x)"/> -->' })],
    ['a dollar that begins no expression', robot({ head: '<robot name="$100">' })],
    [
      'r15: what ROS adds',
      robot({
        dynamics:
          '<safety_controller k_position="0" k_velocity="0" soft_lower_limit="0" soft_upper_limit="0"/><calibration rising="0"/>',
        tail: `<transmission name="t"><type>x</type><joint name="j"><hardwareInterface>h</hardwareInterface></joint></transmission>
               <ros2_control name="s" type="system"><joint name="j"/></ros2_control><gazebo><plugin name="p" filename="l.so"/></gazebo>`,
      }),
    ],
  ])('%s', (_name, text) => {
    const { list, message } = findingsOf(text);
    expect(message).toBe('');
    expect(list).toEqual([]);
  });
});

describe('loads with one warning a kind', () => {
  it.each([
    ['a property', '<xacro:property name="width" value="0.2"/>', 'xacro:property'],
    [
      'a property under another prefix',
      '<x:property xmlns:x="http://www.ros.org/wiki/xacro" name="width" value="0.2"/>',
      'x:property',
    ],
    ['an argument', '<xacro:arg name="side" default="$(optenv SIDE)"/>', 'xacro:arg'],
    [
      'a macro, in which nothing is looked at',
      '<xacro:macro name="m" params="p *b"><link name="${p}"><xacro:insert_block name="b"/></link><jont/></xacro:macro>',
      'xacro:macro',
    ],
    [
      'a property that holds a block',
      '<xacro:property name="b"><origin xyz="${x} 0"/></xacro:property>',
      'xacro:property',
    ],
  ])('%s without use', (_name, definition, element) => {
    const { list, refused, message } = findingsOf(robot({ head, tail: `\n${definition}${definition}` }));
    expect(refused, message).toBe(false);
    expect(list).toMatchObject([
      { severity: 'warning', code: 'U009', line: 12, problem: `<${element}> is left over, and skipped (2 times)` },
    ]);
    // the remedy: without it there is nothing to say
    expect(findingsOf(robot({ head })).list).toEqual([]);
  });

  it('within links and joints too', () => {
    const property = '<xacro:property name="x" value="1"/>';
    const text = robot({ head, arm: `<link name="arm">${property}${inertial}</link>`, dynamics: property });
    expect(findingsOf(text)).toMatchObject({ refused: false, list: [{ code: 'U009', standsFor: 2 }] });
  });

  it('an expression in the name of the robot, which is only shown', () => {
    const { refused, list } = findingsOf(robot({ head: '<robot name="${prefix}arm">' }));
    expect(refused).toBe(false);
    expect(list).toMatchObject([{ severity: 'warning', code: 'U009', line: 1, column: 14 }]);
  });
});

describe('is refused, with line and remedy, where physics reads it', () => {
  it.each<[string, string, [number, number]]>([
    ['a number', robot({ axis: '<origin xyz="0 0 ${height/2}"/>' }), [7, 18]],
    ['an axis', robot({ axis: '<axis xyz="${x} 0 1"/>' }), [7, 12]],
    ['a mass', robot({ arm: mass('${m}') }), [4, 14]],
    ['a mass in single quotes', robot({ arm: mass('1').replace('"1"', "'  $(arg m)'") }), [4, 16]],
    ['an inertia', robot({ arm: inertia('ixx="1" iyy="1" izz="1" ixy="${i}"') }), [4, 39]],
    ['a limit', robot({ limit: '<limit lower="${-pi}" upper="1" effort="1" velocity="1"/>' }), [8, 15]],
    ['a damping', robot({ dynamics: '<dynamics damping="$(arg d)"/>' }), [9, 20]],
    ['a name of a link', robot({ base: '<link name="base"/><link name="${prefix}base"/>' }), [2, 32]],
    ['a name of a joint', robot({ joint: joint(`${ends}${limit}`, 'name="a${n}" type="revolute"') }), [4, 15]],
    ['a type', robot({ type: '${type}' }), [4, 23]],
    ['a parent', robot({ parent: '<parent link="${base}"/>' }), [5, 15]],
    ['a child', robot({ child: '<child link="${arm}"/>' }), [6, 14]],
    ['an inclusion', robot({ base: '<xacro:include filename="a"/><link name="base"/>' }), [2, 1]],
    ['a call of a macro', robot({ tail: '<xacro:arm prefix="left"/>' }), [11, 1]],
    ['a condition', robot({ tail: '<xacro:if value="1"><link name="x"/></xacro:if>' }), [11, 1]],
    ['the other condition', robot({ tail: '<xacro:unless value="1"/>' }), [11, 1]],
    ['a block', robot({ tail: '<xacro:insert_block name="b"/>' }), [11, 1]],
    ['a macro that makes an inertia', robot({ arm: link('<xacro:box_inertia m="1"/>') }), [4, 1]],
    ['a condition in an inertial', robot({ arm: link('<inertial>\n<xacro:if value="1"/></inertial>') }), [5, 1]],
    ['a block in a joint', robot({ dynamics: '<xacro:insert_block name="origin"/>' }), [9, 1]],
    ...['http://www.ros.org/wiki/xacro', 'http://ros.org/wiki/xacro', 'http://wiki.ros.org/xacro/'].map(
      (namespace): [string, string, [number, number]] => [
        `a macro under another prefix, ${namespace}`,
        robot({ head: `<robot name="r" xmlns:x="${namespace}">`, arm: link('<x:box_inertia m="1"/>') }),
        [4, 1],
      ],
    ),
    [
      'a macro under a prefix of its own',
      robot({ arm: link('<m:inertia xmlns:m="http://www.ros.org/wiki/xacro" m="1"/>') }),
      [4, 1],
    ],
  ])('%s', (_name, text, [line, column]) => {
    const { refused, list, message } = findingsOf(text);
    expect(refused).toBe(true);
    expect(list, message).toMatchObject([{ severity: 'error', code: 'U009', line, column }]);
    expect(message).toMatch(/fix: run `xacro in\.xacro > out\.urdf`$/);
  });

  it('in one line, which counts the places', () => {
    const { list } = findingsOf(
      robot({ axis: '<axis xyz="0 0 ${z}"/>', limit: '<limit lower="${a}" upper="${b}" effort="${c}" velocity="1"/>' }),
    );
    expect(list[0]).toMatchObject({ line: 7, standsFor: 4, problem: 'xacro is not expanded (4 times)' });
  });

  it('r29b: at the line of the expression', () => {
    expect(() => loadRobot(robot({ head, axis: '<origin xyz="0 0 ${height/2}"/>' }))).toThrow(
      /robot\.urdf:7:18: error\[U009\]/,
    );
  });
});
