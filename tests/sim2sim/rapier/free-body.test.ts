/** @file A body in free flight, with the mass that Rapier is given of it, against Euler's equations of a rigid body. */
import { describe, expect, it } from 'vitest';
import type { LinkInertia, Matrix3, Vector3 } from '../../../src/robot/model.ts';
import { dot, product, rotate, rotationFromRollPitchYaw, transposed } from '../../../src/robot/pose.ts';
import { addBody, xyz } from '../../../src/sim2sim/rapier/joint.ts';
import { loadRapier } from '../../../src/sim2sim/rapier/load.ts';
import { turned } from '../../../src/sim2sim/rotations.ts';

const diagonal = ([a, b, c]: Vector3): Matrix3 => [a, 0, 0, 0, b, 0, 0, 0, c];

/** A body of 3 kg whose principal axes are turned in its own by `axes`. */
const bodyOf = (moments: Vector3, axes: Matrix3): LinkInertia => ({
  mass: 3,
  centerOfMass: [0.1, -0.2, 0.3],
  inertia: product(product(axes, diagonal(moments)), transposed(axes)),
});

interface Flight {
  readonly turn: (vector: Vector3) => Vector3;
  readonly angular: Vector3;
  readonly position: Vector3;
}

/** A body that starts with its frame along the world's, spun, at rest in its centre of mass, 1 s later. */
async function fly(inertia: LinkInertia, spin: Vector3, gravity: Vector3): Promise<Flight> {
  const rapier = await loadRapier();
  const world = new rapier.World(xyz(gravity));
  world.timestep = 1e-3;
  world.numSolverIterations = 16;
  const body = addBody(rapier, world, inertia);
  body.setAngvel(xyz(spin), true);
  for (let i = 0; i < 1000; i++) world.step();
  const [rotation, { x, y, z }, at] = [body.rotation(), body.angvel(), body.worldCom()];
  const flight: Flight = {
    turn: (vector) => turned(rotation, vector),
    angular: [x, y, z],
    position: [at.x, at.y, at.z],
  };
  world.free();
  return flight;
}

describe('a free body in Rapier', () => {
  const axes = rotationFromRollPitchYaw([0.4, -0.7, 1.1]);

  it('precesses as a symmetric top does, about its momentum, and falls', async () => {
    const [across, along] = [0.05, 0.08];
    const spin = rotate(axes, [2, 0, 5]);
    const { turn, position } = await fly(bodyOf([across, across, along], axes), spin, [0, 0, -9.81]);
    const momentum = rotate(axes, [across * 2, 0, along * 5]);
    const size = Math.sqrt(dot(momentum, momentum));
    // the axis turns about the momentum by |L| / across a second
    const about = momentum.map((part) => part / size) as unknown as Vector3;
    const start = rotate(axes, [0, 0, 1]);
    const [c, s] = [Math.cos(size / across), Math.sin(size / across)];
    const side: Vector3 = [
      about[1] * start[2] - about[2] * start[1],
      about[2] * start[0] - about[0] * start[2],
      about[0] * start[1] - about[1] * start[0],
    ];
    const expected = start.map((x, i) => c * x + s * side[i] + (1 - c) * dot(about, start) * about[i]);
    turn(start).forEach((x, i) => {
      expect(Math.abs(x - expected[i])).toBeLessThan(5e-3);
    });
    expect(Math.abs(position[2] - (0.3 - 9.81 / 2))).toBeLessThan(1e-3);
  });

  it('keeps momentum and energy where no two moments are equal', async () => {
    const moments: Vector3 = [0.03, 0.05, 0.07];
    const inertia = bodyOf(moments, axes);
    const spin: Vector3 = [3, -2, 4];
    const { turn, angular } = await fly(inertia, spin, [0, 0, 0]);
    const columns = (
      [
        [1, 0, 0],
        [0, 1, 0],
        [0, 0, 1],
      ] as const
    ).map(turn);
    const rotation = [0, 1, 2].flatMap((row) => columns.map((column) => column[row])) as unknown as Matrix3;
    const now = product(product(rotation, inertia.inertia), transposed(rotation));
    const [before, after] = [rotate(inertia.inertia, spin), rotate(now, angular)];
    const size = Math.sqrt(dot(before, before));
    before.forEach((part, i) => {
      expect(Math.abs(after[i] - part)).toBeLessThan(5e-3 * size);
    });
    const energy = dot(before, spin);
    expect(Math.abs(dot(after, angular) - energy)).toBeLessThan(5e-3 * energy);
  });
});
