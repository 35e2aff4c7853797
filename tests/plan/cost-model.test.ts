import { expect, it } from 'vitest';
import { grad } from '../../src/core/derivative/functions.ts';
import { concat, slice } from '../../src/core/ops/indexing.ts';
import type { PopulationTensor } from '../../src/core/population-tensor.ts';
import { tensor } from '../../src/core/population-tensor.ts';
import { costModel } from '../../src/plan/cost-model.ts';
import { forcesOfAll } from '../../src/plan/driven-joints.ts';
import { membersOfRows, rowOf, writeRows } from '../../src/plan/rows.ts';
import { halfPlaces, lowerHalf, symmetricOf } from '../../src/plan/symmetric.ts';
import { robotParameters } from '../../src/robot/parameters.ts';
import { seenOf } from '../../src/rollout/seen.ts';
import { oneMinusCos } from '../../src/task/norms/one-minus-cos.ts';
import { quadratic } from '../../src/task/norms/quadratic.ts';
import type { Residual } from '../../src/task/residual.ts';
import { jointPosition } from '../../src/task/residuals/joint-position.ts';
import { jointVelocity } from '../../src/task/residuals/joint-velocity.ts';
import { linkOrientation } from '../../src/task/residuals/link-orientation.ts';
import { linkPosition } from '../../src/task/residuals/link-position.ts';
import { torque } from '../../src/task/residuals/torque.ts';
import { costOf, type Term } from '../../src/task/task.ts';
import { countOperations } from '../support/count-operations.ts';
import { everyGoal, farthest, jacobianAt, parted } from '../support/planning.ts';
import { Random } from '../support/random.ts';
import { assetModel } from '../support/robots.ts';
import { lastLink } from '../support/rollouts.ts';

const term = (residual: Residual, norm: Term['norm'] = quadratic): Term => ({
  name: 'it',
  residual,
  norm,
  weight: 1,
  when: 'running',
});

/** A moment of a robot, the model of a term there, and the term's exact cost of (q, v, u). */
function around(name: string) {
  const random = new Random();
  const model = assetModel(name);
  const goals = everyGoal(random, model);
  const robot = robotParameters(model);
  const at = random.list(3 * model.nv, -1, 1);
  const { state, u } = parted(tensor(at), model);
  const modelOf = (of: Term) => costModel([of], [tensor(2)], { model, state, u, time: tensor(0), robot, goals });
  const exact = (of: Term) => (x: PopulationTensor) => {
    const moved = parted(x, model);
    return costOf(of, tensor(2), seenOf(model, moved.state, forcesOfAll(model, moved.u), tensor(0), robot), goals);
  };
  return { model, goals, at, modelOf, exact };
}

it('is exact to second order for quadratic norms of residuals that are linear', () => {
  const { model, at, modelOf, exact } = around('panda');
  for (const residual of [jointVelocity(model), torque(model), torque(model, true), jointPosition(model, 'there')]) {
    const { x, u, xx, ux, uu } = modelOf(term(residual));
    const cost = exact(term(residual));
    expect(farthest(concat([x, u]).toArray(), jacobianAt(cost, at).flat())).toBeLessThan(1e-13);
    const hessian = jacobianAt(grad(cost), at);
    const n = 2 * model.nv;
    const block = (rows: [number, number], columns: [number, number]): number[] =>
      hessian.slice(...rows).flatMap((row) => row.slice(...columns));
    expect(farthest(xx.toArray(), block([0, n], [0, n])), residual.name).toBeLessThan(1e-13);
    expect(farthest(ux.toArray(), block([n, 3 * model.nv], [0, n])), residual.name).toBeLessThan(1e-13);
    expect(farthest(uu.toArray(), block([n, 3 * model.nv], [n, 3 * model.nv])), residual.name).toBeLessThan(1e-13);
  }
});

it('knows links that a residual reads without naming them, as those it names', () => {
  const { model, modelOf } = around('panda');
  const { links, ...unnamed } = linkPosition(lastLink(model), 'there');
  expect(links).toEqual([lastLink(model)]);
  const [named, other] = [modelOf(term({ ...unnamed, links: links! })), modelOf(term(unnamed))];
  for (const part of ['cost', 'x', 'xx'] as const)
    expect(farthest(other[part].toArray(), named[part].toArray())).toBeLessThan(1e-13);
});

it('is linear in 1 - cos of an angle whose chord is not known', () => {
  const { model, at, modelOf, exact } = around('planar-2link');
  const { chord, ...bare } = linkOrientation(lastLink(model), 'there');
  expect(chord).toBeDefined();
  const { x, xx } = modelOf(term(bare, oneMinusCos));
  expect(farthest(x.toArray(), jacobianAt(exact(term(bare, oneMinusCos)), at)[0].slice(0, 4))).toBeLessThan(1e-13);
  expect(xx.toArray().every((value) => value === 0)).toBe(true);
});

it('costs nothing where a residual does not look', () => {
  const model = assetModel('panda');
  const robot = robotParameters(model);
  const z = tensor(new Float64Array(7));
  const goals = { there: { position: tensor([0.4, 0.3, 0.5]) } };
  const operations = (residual: Residual): number =>
    countOperations(
      (
        q: PopulationTensor,
        v: PopulationTensor,
        u: PopulationTensor,
        known: typeof goals,
        weight: PopulationTensor,
      ) => {
        const all = costModel([term(residual)], [weight], { model, state: { q, v }, u, time: z, robot, goals: known });
        return { ...all, xx: lowerHalf(all.xx), uu: lowerHalf(all.uu) };
      },
      z,
      z,
      z,
      goals,
      tensor(1),
    );
  expect(operations(jointVelocity(model))).toBeLessThan(45);
  expect(operations(torque(model))).toBeLessThan(45);
  expect(operations(linkPosition(lastLink(model), 'there'))).toBeLessThan(450);
});

it('turns members into rows and back, halves of symmetric matrices into whole ones', () => {
  const random = new Random();
  const symmetric = [4, 1, 2, 1, 5, 3, 2, 3, 6];
  const matrices = Float64Array.from({ length: 11 * 9 }, (_, i) => symmetric[i % 9] * (1 + Math.floor(i / 9)));
  const members = membersOfRows([matrices.subarray(0, 27), matrices.subarray(27)], [3, 3]);
  expect(members.population).toBe(11);
  expect([...rowOf(members, 4)]).toEqual([...matrices.subarray(36, 45)]);
  const rows = new Float64Array(matrices.length);
  writeRows(members, rows);
  expect(rows).toEqual(matrices);
  writeRows(lowerHalf(members), rows.fill(0), halfPlaces(3));
  expect(rows).toEqual(matrices);
  expect(symmetricOf(lowerHalf(members), 3).data).toEqual(members.data);
  const shared = tensor(random.list(2));
  const three = new Float64Array(6);
  writeRows(shared, three);
  expect([...three]).toEqual([...shared.toArray(), ...shared.toArray(), ...shared.toArray()]);
  expect([...slice(shared, [1], [2]).toArray()]).toEqual([...rowOf(shared, 5).slice(1)]);
});
