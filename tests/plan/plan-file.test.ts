/** @file Plans as controller files: they act the same where they are opened, and are refused where they would not. */
import { describe, expect, it } from 'vitest';
import type { FollowedPlan } from '../../controllers/plan-following.ts';
import { tensor } from '../../src/core/population-tensor.ts';
import { AdjointError } from '../../src/errors.ts';
import { readSafetensors, writeSafetensors } from '../../src/formats/safetensors.ts';
import { followedPlan } from '../../src/plan/followed-plan.ts';
import { openPlan, type PlanFileFacts, writePlan } from '../../src/plan/plan-file.ts';
import { loadRobot } from '../../src/robot/urdf/load.ts';
import { expectEqual } from '../support/check.ts';
import { reachPlan } from '../support/plans.ts';
import { assetModel, assetText } from '../support/robots.ts';

const model = assetModel('planar-2link');
const plan = followedPlan(
  model,
  reachPlan(model, { link: 'tip', from: [0.4, 0.6], to: [0.5, 0, 0.3], knots: 20, period: 0.02 }),
);
const facts: PlanFileFacts = { robotChecksum: '01234567', sceneChecksum: '89abcdef', seed: 3, controlPeriod: 0.005 };
const bytes = writePlan(model, plan, facts);

/** What refuses it, in its words. */
function refusal(attempt: () => unknown): string {
  try {
    attempt();
  } catch (error) {
    expect(error).toBeInstanceOf(AdjointError);
    return (error as Error).message;
  }
  throw new Error('accepted');
}

/** The file with one number of a tensor changed. */
function changed(name: string, index: number, by: number): Uint8Array {
  const { tensors, metadata } = readSafetensors(bytes);
  const others = tensors.map((stored) => {
    const data = Float64Array.from(stored.data);
    if (stored.name === name) data[index] += by;
    return { ...stored, data };
  });
  return writeSafetensors(others, metadata);
}

describe('the controller file of a plan', () => {
  it('has x, u, K and time by their names, and the facts', () => {
    const { tensors, metadata } = readSafetensors(bytes);
    expect(Object.fromEntries(tensors.map(({ name, shape }) => [name, shape]))).toMatchObject({
      'plan.x': [21, 4],
      'plan.u': [20, 2],
      'plan.K': [20, 2, 4],
      'plan.time': [21],
    });
    expect(metadata).toMatchObject({ robot_checksum: '01234567', seed: '3', control_period: '0.005' });
    expect(JSON.parse(metadata.joint_names)).toEqual(['shoulder', 'elbow']);
  });

  it.each([true, false])('comes back as it was, with feedback %s', (feedback) => {
    const opened = openPlan(writePlan(model, plan, { ...facts, feedback }), model, '01234567');
    for (const part of ['x', 'u', 'K', 'time'] as const) expectEqual(opened.plan[part].data, plan[part].data);
    expect(opened.feedback).toBe(feedback);
    expect(opened.differences).toEqual([]);
    expect(opened.file.facts.horizon).toBeCloseTo(0.4, 12);
    // some of the moments lie beyond the end
    expect(Math.max(...opened.file.replay.observation)).toBeGreaterThan(0.4);
  });

  it('says where the robot’s file is another', () => {
    expect(openPlan(bytes, model, 'fedcba98').differences).toEqual(['another robot file']);
  });

  it('is refused by another robot', () => {
    expect(refusal(() => openPlan(bytes, assetModel('ur5e')))).toMatch(/joint names.*shoulder, elbow/);
    const heavier = loadRobot(assetText('planar-2link').replace(/<mass value="[^"]*"/, '<mass value="9"')).model;
    expect(refusal(() => openPlan(bytes, heavier))).toMatch(/replay\.action.*row 4\d/);
  });

  it.each([
    ['plan.u', 5],
    ['plan.K', 40],
    ['plan.x', 30],
    ['plan.time', 7],
  ])('is refused where a number of %s is another', (name, index) => {
    expect(refusal(() => openPlan(changed(name, index, 1e-3), model))).toMatch(/replay\.action/);
  });

  it('is refused where times do not grow, a tensor is missing, or it is no plan', () => {
    expect(refusal(() => openPlan(changed('plan.time', 7, 1), model))).toMatch(/plan\.time.*grow/);
    const { tensors, metadata } = readSafetensors(bytes);
    const without = tensors.filter(({ name }) => name !== 'plan.K');
    expect(refusal(() => openPlan(writeSafetensors(without, metadata), model))).toMatch(/plan\.K.*nothing/);
    const other = writeSafetensors(tensors, { ...metadata, controller: '"pd"' });
    expect(refusal(() => openPlan(other, model))).toMatch(/controller: found pd/);
    const strange: FollowedPlan = { ...plan, time: tensor([0, 1]) };
    expect(refusal(() => writePlan(model, strange, facts))).toMatch(/plan\.x/);
  });
});
