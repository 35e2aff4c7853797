/** @file Joints that follow others, in scenes: whatever has a number for each joint has one for each that follows none. */
import { describe, expect, it } from 'vitest';
import { pd } from '../../controllers/pd.ts';
import { torqueSpline } from '../../controllers/torque-spline.ts';
import { tensor, zeros } from '../../src/core/population-tensor.ts';
import { independentJoints } from '../../src/robot/independent-joints.ts';
import { loadRobot } from '../../src/robot/urdf/load.ts';
import { assemble } from '../../src/scene/assemble.ts';
import { limitEffort } from '../../src/simulation/plant.ts';
import { jointLimits } from '../../src/task/residuals/joint-limits.ts';
import { jointPosition } from '../../src/task/residuals/joint-position.ts';
import { jointVelocity } from '../../src/task/residuals/joint-velocity.ts';
import { torque } from '../../src/task/residuals/torque.ts';
import { jointNames } from '../../src/viewer/sections/arm/fit-joints.ts';
import { settingsFolders } from '../../src/viewer/sections/arm/settings.ts';
import { workspaceRadius } from '../../src/viewer/world/extent.ts';
import { expectClose, expectEqual } from '../support/check.ts';
import { Random, testCases } from '../support/random.ts';
import { assetText, randomMimicRobot } from '../support/robots.ts';
import { sceneErrorOf, sceneFor, shortened } from '../support/scenes.ts';

const inertial =
  '<inertial><mass value="0.3"/><inertia ixx="1e-3" ixy="0" ixz="0" iyy="1e-3" iyz="0" izz="1e-3"/></inertial>';

/** Two links whose elbow a slide follows, which stands before it in the file. */
const text = assetText('planar-2link').replace(
  '</robot>',
  `<link name="rod">${inertial}</link><joint name="rod_slide" type="prismatic"><parent link="base"/><child link="rod"/><axis xyz="1 0 0"/>
   <limit lower="-9" upper="9" effort="3" velocity="1"/><mimic joint="elbow" multiplier="0.1" offset="0.02"/></joint></robot>`,
);
const { model } = loadRobot(text);
const joints = independentJoints(model);

describe('a robot with a joint that follows', () => {
  it('has two numbers, in the order of the joints that follow none', () => {
    expect(model.joints.length).toBe(3);
    expect(joints.map(({ name }) => name)).toEqual(['shoulder', 'elbow']);
  });

  it('has controllers of two gains and two columns of knots', () => {
    const { logKp, reference } = pd({ kp: [1, 2], kd: 1 }).parameters(model, [0.1, 0.2]);
    expect([logKp.shape, reference.shape]).toEqual([[2], [2]]);
    expect(torqueSpline({ knots: 5 }).parameters(model, [0, 0]).knots.shape).toEqual([5, 2]);
    expect(() => pd({ kp: [1, 2, 3], kd: 1 }).parameters(model, [0, 0])).toThrow('kp: found 3 numbers; expected 2');
  });

  it('has residuals of two entries, and limits of two drives', () => {
    const seen = { q: tensor([4, -5]), v: tensor([1, 2]), tau: tensor([30, 40]), time: tensor(0), link: () => null as never }; // prettier-ignore
    const limits = joints.map((joint) => joint.limits);
    expectClose(
      jointLimits(model).evaluate(seen, {}),
      limits.map(({ lower, upper }, i) => Math.max([4, -5][i] - upper, lower - [4, -5][i])),
      1e-12,
    );
    expectClose(torque(model, true).evaluate(seen, {}), limits.map(({ effort }, i) => [30, 40][i] / effort), 1e-12); // prettier-ignore
    expect(jointVelocity(model).size).toBe(2);
    expect(jointPosition(model, 'home').evaluate(seen, { home: { posture: zeros([2]) } }).shape).toEqual([2]);
    expectEqual(limitEffort(model, tensor([1e9, -1e9])), [limits[0].effort, -limits[1].effort]);
  });

  it('has scenes that start with two numbers, which say so of three', () => {
    const { scene } = sceneFor(model);
    const experiment = assemble(shortened(scene, 0.02), text);
    expect(experiment.warnings).toEqual([]);
    expect(experiment.simulate(experiment.initialParameters).nq).toBe(2);
    const error = sceneErrorOf(() => assemble({ ...scene, start: { q: [0, 0, 0] } }, text));
    expect(error.message).toMatch(
      /\$\.start\.q: found 3 numbers; expected 2 numbers, .*: shoulder, elbow; fix: leave out those/,
    );
    const outside = assemble({ ...shortened(scene, 0.02), start: { q: [0, 1e3] } }, text);
    expect(outside.warnings.join()).toContain('joint "elbow" outside its limits');
  });

  it('has rows of the form for two joints, and the room that its follower takes', () => {
    const { scene } = sceneFor(model);
    const shownOf = {
      scene,
      model,
      measure: null,
      restarts: 1,
      training: null,
      findings: [],
      weldable: jointNames(model),
    };
    const folders = settingsFolders(
      { ...shownOf, target: null, opened: null },
      () => undefined,
      () => undefined,
      () => undefined,
    );
    const shown = JSON.stringify(folders);
    expect(shown.split('elbow').length).toBe(shown.split('shoulder').length);
    expect(shown).toContain('elbow');
    expect(shown).not.toContain('rod_slide');
    const long = loadRobot(text.replace('multiplier="0.1"', 'multiplier="2"')).model;
    expect(workspaceRadius(long)).toBeGreaterThan(workspaceRadius(model));
  });
});

describe('random robots with joints that follow', () => {
  const random = new Random();
  it.each(Array.from({ length: testCases(8) }, () => random.integer(0, 2 ** 31)))(
    'stand in the scene that is made for them, seed %i',
    (seed) => {
      const robot = randomMimicRobot(new Random(seed), 7);
      const { scene, notes } = sceneFor(loadRobot(robot).model);
      const experiment = assemble(shortened(scene, 0.5), robot);
      const { v } = experiment.simulate(experiment.initialParameters);
      const isHeld = !notes.some((note) => note.includes('no posture was found'));
      expect(v.reduce((most, value) => Math.max(most, Math.abs(value)), 0)).toBeLessThan(isHeld ? 1e-6 : 200);
      const { loss, gradient } = experiment.evaluate(experiment.initialParameters);
      expect(Number.isFinite(loss)).toBe(true);
      expect(gradient.every(Number.isFinite)).toBe(true);
    },
  );
});
