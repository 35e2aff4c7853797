/** @file Inertias, lengths and limits in other units are recognized, and those of real robots are not. */
import { describe, expect, it } from 'vitest';
import { loadRobot } from '../../src/robot/urdf/load.ts';
import { assetNames, assetText } from '../support/robots.ts';

const unitWarnings = (text: string): (string | undefined)[] =>
  loadRobot(text)
    .findings.filter(({ code }) => code === 'U034')
    .map(({ problem }) => problem);

/** The moments of a file in a smaller unit. */
const inUnit = (text: string, factor: number): string =>
  text.replace(/\b(i[xyz]{2})="([^"]*)"/g, (_, name: string, value: string) => `${name}="${Number(value) * factor}"`);

const withoutShapes = (text: string): string => text.replace(/<(visual|collision)\b.*?<\/\1>/gs, '');
const withMeshes = (text: string): string =>
  text.replace(/<geometry>.*?<\/geometry>/gs, '<geometry><mesh filename="a.stl"/></geometry>');

describe.each(assetNames)('%s', (name) => {
  it.each([
    ['as it is', assetText(name)],
    ['without shapes', withoutShapes(assetText(name))],
    ['with meshes', withMeshes(assetText(name))],
  ])('%s is in kg, m and rad', (_case, text) => {
    expect(unitWarnings(text)).toEqual([]);
  });

  it.each([
    ['with its own shapes', assetText(name)],
    ['without shapes', withoutShapes(assetText(name))],
    ['with meshes', withMeshes(assetText(name))],
  ])('%s is found to be in kg mm^2 of inertia', (_case, text) => {
    const bodies = loadRobot(text).model.bodies.length;
    const found = unitWarnings(inUnit(text, 1e6));
    expect(found.length).toBeGreaterThanOrEqual(Math.ceil(bodies / 2));
    for (const problem of found) expect(problem).toMatch(/^radius of gyration/);
  });

  it('is found to be in mm', () => {
    const inMillimetres = inUnit(withMeshes(assetText(name)), 1e6).replace(
      /xyz="([^"]*)"/g,
      (whole, values: string, at: number, text: string) =>
        text.slice(0, at).endsWith('<axis ') ? whole : `xyz="${values.trim().split(/\s+/).map((value) => Number(value) * 1000).join(' ')}"`, // prettier-ignore
    );
    expect(unitWarnings(inMillimetres).length).toBeGreaterThan(0);
  });

  // continuous joints have no range, and wheels turn fast
  it('is found to have limits in degrees, where it has any', () => {
    const degrees = assetText(name).replace(/\b(lower|upper|velocity)="([^"]*)"/g, (_, key: string, value: string) => {
      return `${key}="${(Number(value) * 180) / Math.PI}"`;
    });
    expect(unitWarnings(degrees).join('\n')).toMatch(name === 'pendulum' ? /^$/ : /rad\/s|four turns/);
  });
});

it.each([
  ['a blade of a wind turbine', 4.4, 10_000, 30, '0 0 2'],
  ['a boom of carbon tube', 0.5, 1, 2.9, '0 0 0.1'],
  ['an inertia that somebody put in to have one', 1, 1, 1, '0 0 0'],
  ['a small one of that sort', 1, 0.001, 1, '0 0 0'],
])('%s is no mistake', (_name, _length, mass, gyration, origin) => {
  const moment = mass * gyration * gyration;
  const text = `<robot name="r"><link name="base"/><link name="b"><inertial><mass value="${mass}"/><inertia ixx="${moment}" iyy="${moment}" izz="${moment}"/></inertial></link>
    <joint name="j" type="continuous"><origin xyz="${origin}"/><parent link="base"/><child link="b"/></joint></robot>`;
  expect(unitWarnings(text)).toEqual([]);
});

it.each([1000, 10_000, 1e30])('a velocity of %d is a placeholder, and not in degrees per second', (velocity) => {
  expect(unitWarnings(assetText('panda').replace(/velocity="[^"]*"/g, `velocity="${velocity}"`))).toEqual([]);
});

it('a velocity in degrees per second that many joints have is one line', () => {
  const found = unitWarnings(assetText('panda').replace(/velocity="[^"]*"/g, 'velocity="180"'));
  expect(found).toEqual([expect.stringMatching(/^velocity limit of 180 rad\/s \(\d+ times\)$/)]);
});
