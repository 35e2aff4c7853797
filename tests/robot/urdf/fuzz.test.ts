import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import { RobotFormatError } from '../../../src/errors.ts';
import { loadRobot } from '../../../src/robot/urdf/load.ts';
import { Random, testCases, testSeed } from '../../support/random.ts';
import { assetText, randomRobot } from '../../support/robots.ts';

/** One to three byte-level edits: flip, delete, insert, splice, truncate, duplicate. */
function mutate(random: Random, seed: Uint8Array, other: Uint8Array): Uint8Array {
  let bytes = seed;
  for (let edit = random.integer(1, 3); edit > 0; edit--) {
    const at = random.integer(0, Math.max(0, bytes.length - 1));
    const run = random.integer(1, 40);
    const rest = bytes.subarray(Math.min(bytes.length, at + run));
    const head = bytes.subarray(0, at);
    const join = (...parts: Uint8Array[]): Uint8Array => Buffer.concat(parts);
    bytes = random.pick([
      () => Uint8Array.from(bytes, (byte, i) => (i === at ? byte ^ (1 << random.integer(0, 7)) : byte)),
      () => join(head, rest),
      () =>
        join(
          head,
          Uint8Array.from({ length: run }, () => random.integer(0, 255)),
          bytes.subarray(at),
        ),
      () => join(head, other.subarray(random.integer(0, other.length - 1)).subarray(0, run), bytes.subarray(at)),
      () => head,
      () => join(head, bytes.subarray(at, at + run), bytes.subarray(at)),
      () =>
        join(
          head,
          new TextEncoder().encode(
            random.pick([
              ...['"', '<', '>', '&', '/>', 'nan', '1e999', '-', '<!--', '-->', '--', ']]>', '</robot>', '${x}', '../'],
              ...['<?xml version="1"?>', 'encoding="latin1"', 'encoding="shift_jis"', '<xacro:if/>', '<xacro:arg/>'],
            ]),
          ),
          bytes.subarray(at),
        ),
    ])();
  }
  return bytes;
}

/** All that is read with a warning: an odd and late declaration, dashes, left-over xacro, faulty pictures. */
const warned = `
<!-- --- --><?xml version='1' encoding="ISO-8859-1"?>
<robot name="\u00e4" xmlns:xacro="x"><xacro:property name="p" value="1"/><material name="m"><color rgba="1 1 1"/></material>
<link name="base"><visual><geometry><mesh filename="../a.stl" scale="2"/></geometry><material name="m"/></visual></link>
<link name="arm"><inertial><mass value="1"/><inertia ixx="1" iyy="1" izz="1"/></inertial>
<collision><origin quat_xyzw="0 0 0 1"/><geometry><capsule radius="1"/><box size="1 1 0"/></geometry></collision></link>
<joint name="j" type="continuous"><parent link="base"/><child link="arm"/><origin quat_xyzw="0 0 0.6 0.8"/></joint>
<gazebo><p>$(find x)</p></gazebo></robot>`;

// the flag works on contexts made after it, hence the new one
setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** Whether every number in a plain value is finite. */
const allFinite = (value: unknown): boolean =>
  typeof value === 'number'
    ? Number.isFinite(value)
    : typeof value !== 'object' || value === null || Object.values(value).every(allFinite);

const count = testCases(20_000);

it(`${count} byte-mutated files raise no other error, and the heap does not grow (TEST_SEED=${testSeed})`, () => {
  const random = new Random();
  const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
  const small = [
    assetText('pendulum'),
    assetText('planar-2link'),
    ...Array.from({ length: 6 }, () => randomRobot(random, 3)),
  ]
    .map(encode)
    .concat(Buffer.from(warned, 'latin1'));
  const heaps: number[] = [];
  let accepted = 0;
  for (let i = 0; i < count; i++) {
    const bytes = mutate(random, random.pick(small), random.pick(small));
    try {
      const { model } = loadRobot(bytes);
      const { bodies, links, joints } = model;
      if (!allFinite([bodies, links, joints.map(({ placement, axis }) => [placement, axis])]))
        throw new Error('the model has numbers that are not finite');
      accepted++;
    } catch (error) {
      if (!(error instanceof RobotFormatError))
        throw new Error(`case ${i} of TEST_SEED=${testSeed}: ${String(error)}\n${new TextDecoder().decode(bytes)}`, {
          cause: error,
        });
    }
    if (i % Math.ceil(count / 10) === 0) {
      collectGarbage();
      heaps.push(process.memoryUsage().heapUsed);
    }
  }
  expect(accepted).toBeGreaterThan(0);
  expect(accepted).toBeLessThan(count);
  expect(heaps.at(-1)! - heaps[1]).toBeLessThan(5e6);
});
