import { describe, expect, it } from 'vitest';
import { ArgumentError, limits, type RobotFormatError } from '../../../src/errors.ts';
import { countFindings, Findings, formatFindings } from '../../../src/robot/findings.ts';
import { loadRobot, type LoadOptions } from '../../../src/robot/urdf/load.ts';

const inertial = '<inertial><mass value="1"/><inertia ixx="1" iyy="1" izz="1"/></inertial>';
const robot = (inner: string): string => `<robot name="r">\n${inner}\n</robot>`;
const times = (count: number, part: (i: number) => string): string =>
  Array.from({ length: count }, (_, i) => part(i)).join('');
const joint = (i: number, parent: string, child: string, origin = ''): string =>
  `<joint name="j${i}" type="continuous">${origin}<parent link="${parent}"/><child link="${child}"/></joint>\n`;

describe('work grows linearly with the file', () => {
  it('many long misspelled names', () => {
    const links = times(1000, (i) => `<link name="${'x'.repeat(240)}${i}"/>\n`);
    const joints = times(1000, (i) => joint(i, 'y'.repeat(240), 'z'.repeat(240)));
    expect(() => loadRobot(robot(links + joints))).toThrow(/U021.*\n[^]*… and 1980 more/);
  });

  it('a star of 20,000 links', () => {
    const arms = times(20_000, (i) => `<link name="l${i}">${inertial}</link>${joint(i, 'hub', `l${i}`)}`);
    expect(loadRobot(robot(`<link name="hub"/>${arms}`), { maxLinks: 20_001 }).model.nv).toBe(20_000);
  });

  it('more elements than any robot has', () => {
    expect(() => loadRobot(robot('<a/>'.repeat(limits.xmlElements)))).toThrow(
      /2:3999997: error\[U014\].*1000000 elements/,
    );
  });

  it('more joints than links may be', () => {
    const joints = times(1001, (i) => joint(i, 'a', 'b'));
    expect(() => loadRobot(robot(`<link name="a"/>\n${joints}`))).toThrow(
      /1003:1: error\[U016\] 1001 joints > limit 1000/,
    );
  });

  it('a megabyte of a kind of warning, and of dashes', () => {
    const text = robot(
      `${'<foo/>\n'.repeat(200_000)}<link name="a"/><!--${'-'.repeat(1e6)}-->${'<!-- -- -->'.repeat(1e5)}`,
    );
    expect(loadRobot(text).findings.map(({ line, standsFor }) => [line, standsFor])).toEqual([
      [2, 200_000],
      [200_002, 100_001],
    ]);
  });

  it('blanks and comments before the declaration', () => {
    const text = `${' '.repeat(1e6)}${'<!-- a -->'.repeat(1e5)}<?xml ${' '.repeat(1e6)}?>${robot('<link name="a"/>')}`;
    expect(loadRobot(text).findings.map(({ code, column }) => [code, column])).toEqual([
      ['U011', 2_000_001],
      ['U011', 2_000_001],
    ]);
  });

  it('quotes and brackets that are not closed', () => {
    for (const part of ['<a b="', '<a b="><a c=\'>', '<![CDATA[', '<?', '<!', '<'])
      expect(() => loadRobot(robot(part.repeat(1e5)))).toThrow(/U01[01]/);
  });

  it('unclosed comments', () => {
    expect(() => loadRobot(robot('<!--'.repeat(1e6)))).toThrow(/U011/);
  });
});

describe('findings are kept in a bounded number of each severity, with their true count', () => {
  const refusal = (text: string): RobotFormatError => {
    try {
      loadRobot(text);
    } catch (error) {
      return error as RobotFormatError;
    }
    throw new Error('not refused');
  };
  const warnings = (count: number): string => times(count, (i) => `<foo${i}/>\n`);
  const wrongLink = '<link name=""/>\n';

  it('a megabyte of warnings', () => {
    const { findings } = loadRobot(robot(warnings(200_000) + '<link name="a"/>'));
    expect(findings.length).toBe(limits.findingsKept + 1);
    expect(findings.map(({ line }) => line).slice(0, 3)).toEqual([2, 3, 4]);
    expect(findings.at(-1)).toMatchObject({ severity: 'warning', standsFor: 200_000 - limits.findingsKept });
    expect(countFindings(findings)).toBe(200_000);
    expect(formatFindings('r.urdf', findings)).toMatch(new RegExp(`… and ${200_000 - limits.findingsListed} more$`));
  });

  it('errors behind any number of warnings are not hidden, and warnings behind errors are counted', () => {
    const { findings, message } = refusal(robot(warnings(5000) + wrongLink.repeat(999) + '<link name="a"/>'));
    const errors = findings.filter(({ severity }) => severity === 'error');
    expect(countFindings(errors)).toBe(999);
    expect(errors[0].line).toBe(5002);
    expect(findings.slice(0, errors.length)).toEqual(errors);
    expect(countFindings(findings) - countFindings(errors)).toBe(5000);
    expect(message).toMatch(/^robot.urdf:5002:7: error/);
    expect(message).toMatch(new RegExp(`… and ${5999 - limits.findingsListed} more$`));
  });

  it('those that are kept stand first in the file, in whatever order they are found', () => {
    const collected = new Findings('r');
    for (let line = 5000; line > 0; line--) collected.error('U001', { line, column: 1 }, '', 'wrong');
    const kept = collected.sorted();
    expect(kept.slice(0, -1).map(({ line }) => line)).toEqual(
      Array.from({ length: limits.findingsKept }, (_, i) => i + 1),
    );
    expect(countFindings(kept)).toBe(5000);
    expect(collected.sorted()).toEqual(kept);
  });

  it('as many as are kept have none that stands for others', () => {
    const collected = new Findings('r');
    for (let line = 1; line <= limits.findingsKept; line++) collected.warning('U001', { line, column: 1 }, '', 'odd');
    expect(collected.sorted().every(({ standsFor }) => standsFor === undefined)).toBe(true);
    expect(collected.hasErrors).toBe(false);
    collected.warning('U001', { line: 1, column: 1 }, '', 'odd');
    expect(collected.sorted().at(-1)).toMatchObject({ standsFor: 1, problem: 'and 1 more warning behind this' });
  });

  it('a link of 200,000 shapes', () => {
    const visual = '<visual><geometry><sphere radius="0.1"/></geometry></visual>';
    const links = `<link name="a"/><link name="b">${inertial}${visual.repeat(200_000)}</link>`;
    expect(loadRobot(robot(links + joint(0, 'a', 'b'))).model.links[1].visuals.length).toBe(200_000);
  });
});

describe('a model has finite numbers or is refused', () => {
  const heavy = '<inertial><mass value="1e308"/><inertia ixx="1" iyy="1" izz="1"/></inertial>';
  const links = (inner: string): string =>
    ['base', 'arm', 'tip'].map((name) => `<link name="${name}">${inner}</link>\n`).join('');

  it('masses that overflow together', () => {
    const welded = joint(0, 'base', 'arm') + joint(1, 'arm', 'tip').replace('continuous', 'fixed');
    expect(() => loadRobot(robot(links(heavy) + welded))).toThrow(
      /3:\d+: error\[U036\] inertia of moving body "arm" overflows/,
    );
  });

  it('angles of many turns, which have a sine, however large: a warning asks whether they are in degrees', () => {
    const text = robot(links(inertial) + joint(0, 'base', 'arm', '<origin rpy="1e300 0 0"/>') + joint(1, 'arm', 'tip'));
    const { model, findings } = loadRobot(text);
    expect(findings.map(({ code, problem }) => [code, problem])).toContainEqual([
      'U034',
      'rpy angle beyond a full turn',
    ]);
    expect(model.joints[0].placement.rotation[4]).toBeCloseTo(Math.cos(1e300), 15);
  });

  it('origins that overflow together', () => {
    const origin = '<origin xyz="1.7e308 0 0"/>';
    const joints = joint(0, 'base', 'arm', origin).replace('continuous', 'fixed') + joint(1, 'arm', 'tip', origin);
    expect(() => loadRobot(robot(links(inertial) + joints))).toThrow(
      /6:1: error\[U036\] pose overflows in <robot name="r">\/<joint name="j1">/,
    );
  });
});

describe('one mistake does not hide others, nor make up new ones', () => {
  const codes = (inner: string): string[] => {
    try {
      return loadRobot(robot(inner)).findings.map(({ code }) => code);
    } catch (error) {
      return (error as RobotFormatError).findings.map(({ code }) => code);
    }
  };
  const link = (name: string, content = inertial): string => `<link name="${name}">${content}</link>\n`;

  it('bodies are judged in spite of two roots, unknown parents and loops', () => {
    const zero = inertial.replaceAll('"1"', '"0"');
    const massless = link('base') + link('arm', zero) + joint(0, 'base', 'arm');
    expect(codes(massless + link('other'))).toEqual(['U029', 'U018']);
    expect(codes(massless + link('other') + joint(1, 'nobody', 'other'))).toEqual(['U029', 'U021']);
    const loop = link('a') + link('b') + joint(1, 'a', 'b') + joint(2, 'b', 'a');
    expect(codes(massless + loop)).toEqual(['U029', 'U019']);
  });

  it('a joint that cannot be read does not make a second root', () => {
    expect(codes(link('base') + link('arm') + joint(0, 'base', 'arm').replace('continuous', 'hinge'))).toEqual([
      'U023',
    ]);
  });

  it('a fixed link that is lost with its joint does not make its body massless', () => {
    const lost = joint(1, 'arm', 'tol').replace('continuous', 'fixed');
    expect(codes(link('base') + link('arm', '') + link('tool') + joint(0, 'base', 'arm') + lost)).toEqual(['U021']);
  });
});

describe('a truncated file names what was open', () => {
  it.each([
    [
      'in an attribute',
      '<robot name="r">\n<link name="x',
      /2:13: error\[U010\] file ended inside <link> opened at line 2/,
    ],
    ['in a tag', '<robot name="r">\n<link ', /2:6: error\[U010\] file ended inside <link> opened at line 2/],
    [
      'in a comment',
      '<robot name="r">\n<!-- x',
      /2:6: error\[U010\] file ended inside <robot name="r"> opened at line 1/,
    ],
    [
      'in a closing tag',
      '<robot name="r">\n<link name="a"></li',
      /2:19: error\[U010\] file ended inside <link name="a"> opened at line 2/,
    ],
  ])('%s', (_name, text, message) => {
    expect(() => loadRobot(text)).toThrow(message);
  });
});

it.each<[string, unknown, RegExp]>([
  ['null', null, /options: found null/],
  ['a number', 5, /options: found number/],
  ['an array', [], /options: found an array/],
  ['weld as a string', { weld: 'j' }, /weld: found string; expected an array of joint names/],
  ['weld with a number', { weld: [3] }, /weld: found an array; expected an array of joint names/],
  ['weld of an unknown joint', { weld: ['toString'] }, /weld: found "toString"/],
  ['file as a number', { file: 5 }, /file: found number/],
  ['repair as a string', { repair: 'yes' }, /repair: found string; expected true or false/],
  ['estimateInertia as a number', { estimateInertia: 1 }, /estimateInertia: found number; expected true or false/],
  ['ignoreZeroEffort as null', { ignoreZeroEffort: null }, /ignoreZeroEffort: found null; expected true or false/],
  ['armature as a number', { armature: 0.1 }, /armature: found number; expected an object.*armature: \{ joint: 0.1 \}/],
  ['armature as a list', { armature: [0.1] }, /armature: found an array/],
  ['a negative armature', { armature: { j: -1 } }, /armature.j: found -1; expected a number >= 0/],
  ['an infinite armature', { armature: { j: Infinity } }, /armature.j: found Infinity/],
  ['an armature as a text', { armature: { j: '1' } }, /armature.j: found "1"/],
  ['armature of an unknown joint', { armature: { toString: 1 } }, /armature: found "toString"; expected a joint/],
  ['frictionVelocity 0', { frictionVelocity: 0 }, /frictionVelocity: found 0; expected a positive number/],
  [
    'a frictionVelocity whose square is 0',
    { frictionVelocity: 1e-170 },
    /frictionVelocity: found 1e-170; expected a positive number from 1e-9 on/,
  ],
  ['frictionVelocity NaN', { frictionVelocity: Number.NaN }, /frictionVelocity: found NaN/],
  ['maxLinks NaN', { maxLinks: Number.NaN }, /maxLinks: found NaN/],
  ['maxLinks a fraction', { maxLinks: 1.5 }, /maxLinks: found 1.5/],
  ['maxLinks negative', { maxLinks: -1 }, /maxLinks: found -1/],
  ['a misspelled option', { wled: [] }, /found "wled".*did you mean "weld"/],
  ['an option named like a method', { toString: 1 }, /found "toString"/],
])('misuse is refused by name: %s', (_name, options, message) => {
  const call = (): unknown => loadRobot(robot('<link name="a"/>'), options as LoadOptions);
  expect(call).toThrow(ArgumentError);
  expect(call).toThrow(message);
});
