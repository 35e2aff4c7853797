/** @file Files that people report from their own robots, a row each: values, verdicts, warnings, and every remedy followed. */
import { expect, it } from 'vitest';
import { ArgumentError } from '../../src/errors.ts';
import { independentJoints } from '../../src/robot/independent-joints.ts';
import { type LoadedRobot, loadRobot, type LoadOptions } from '../../src/robot/urdf/load.ts';
import { assemble } from '../../src/scene/assemble.ts';
import { sceneFor } from '../support/scenes.ts';
import { expectClose } from '../support/check.ts';
import {
  accelerationAt,
  biasAt,
  loadFile,
  massAt,
  placeOf,
  refusalOf,
  robotBytes,
  robotFiles,
  saidOf,
} from '../support/robot-files.ts';

const tolerance = 1e-12;
const close = (actual: number[], ...expected: number[]): void => expectClose(actual, expected, tolerance);
const load = (name: string, options: LoadOptions = {}): LoadedRobot => loadFile(`reported/${name}`, options);
const refused = (name: string, options: LoadOptions = {}): string => refusalOf(`reported/${name}`, options);

/** Loads without a word. */
function quiet(name: string, options: LoadOptions = {}): LoadedRobot {
  const loaded = load(name, options);
  expect(saidOf(loaded)).toEqual([]);
  return loaded;
}

/** Loads with warnings, one for each text, and nothing else. */
function warned(name: string, texts: readonly RegExp[], options: LoadOptions = {}): LoadedRobot {
  const loaded = load(name, options);
  const said = saidOf(loaded);
  expect(said.length, said.join('\n')).toBe(texts.length);
  for (const text of texts) expect(said.join('\n')).toMatch(text);
  for (const line of said) expect(line).toMatch(/^warning/);
  return loaded;
}

/** A joint of several coordinates: refused with the remedy to weld it, which leaves M of what still moves. */
function weldable(name: string, joint: string, M: number): void {
  expect(refused(name)).toContain(`--weld ${joint}`);
  const { model } = load(name, { weld: [joint] });
  expect(independentJoints(model).map((one) => one.name)).toEqual(['hinge']);
  close(massAt(model), M);
}

/** An impossible inertia: refused, and with the option that the message names it loads with a positive M. */
function repairable(name: string): void {
  expect(refused(name)).toContain('--repair');
  const { model, repairs } = load(name, { repair: true });
  expect(repairs).toHaveLength(1);
  expect(massAt(model)[0]).toBeGreaterThan(0);
}

/** Loads, with a joint whose limits are absent; welded it cannot move. */
function limitless(name: string, lower: number, upper: number): void {
  const [{ limits }] = warned(name, [/limit/]).model.joints;
  expect(limits).toEqual({ lower, upper, effort: Infinity, velocity: Infinity });
  expect(quiet(name, { weld: ['hinge'] }).model.nv).toBe(0);
}

/** Under the default scene's gains and step, a robot that is pushed comes to rest. */
function settles(text: string): void {
  const { scene } = sceneFor(loadRobot(text).model);
  const push = scene.start.q.map((_, i) => (i % 2 === 0 ? 0.1 : -0.1));
  const experiment = assemble({ ...scene, start: { ...scene.start, v: push } }, text);
  const { v } = experiment.simulate(experiment.initialParameters);
  expect(Math.max(...v.slice(-push.length).map(Math.abs))).toBeLessThan(0.02);
}

const rows: Readonly<Record<string, () => void>> = {
  'r01-mimic-gripper': () => {
    const { model } = quiet('r01-mimic-gripper');
    expect(independentJoints(model).map(({ name }) => name)).toEqual(['shoulder', 'left_slide']);
    const state = { q: [0.3, 0.01], v: [0.5, -0.2], tau: [1, 0.5] };
    close(massAt(model, state), 0.198, 0, 0, 0.6);
    close(biasAt(model, state), -1.855394065502554, 0);
    close(accelerationAt(model, state), 14.421182149002798, 0.8333333333333334);
    close(placeOf(model, 'right', state), 0.11820808266453582, -0.08, 0.38213459565024244);
  },
  'r02-turned-inertial': () => {
    const { model } = quiet('r02-turned-inertial');
    close(massAt(model), 2);
    close(accelerationAt(model, { tau: [1] }), 0.5);
  },
  'r03-fixed-child-turned': () => close(massAt(quiet('r03-fixed-child-turned').model), 1.4),
  'r04-payload-after-last-joint': () => {
    const { model } = quiet('r04-payload-after-last-joint');
    close(biasAt(model), -22.0725);
    close(placeOf(model, 'tool'), 0.75, 0, 0);
  },
  'r05-continuous-velocity-only': () => expect(quiet('r05-continuous-velocity-only').model.nv).toBe(1),
  'r06-limit-without-range': () => void warned('r06-limit-without-range', [/lower and upper.*missing.*0/]),
  'r07-no-axis-no-origin': () => {
    const { model } = quiet('r07-no-axis-no-origin');
    close(massAt(model), 0.1);
    close(biasAt(model), 2.943);
  },
  'r08-fixed-with-leftovers': () => {
    const { model } = load('r08-fixed-with-leftovers');
    expect(model.joints.map(({ name }) => name)).toEqual(['hinge']);
    // arm 0.01 + 0.3^2, finger 0.0001 + 0.2 * 0.4^2
    close(massAt(model), 0.1321);
  },
  'r09-decimal-comma': () => expect(refused('r09-decimal-comma')).toMatch(/\.urdf:5:.*decimal point/),
  'r10-default-namespace': () => void quiet('r10-default-namespace'),
  'r11-floating-root': () => weldable('r11-floating-root', 'world_to_base', 0.1),
  'r12-planar-base': () => weldable('r12-planar-base', 'drive', 0.1),
  // arm 0.01 + 0.3^2, bob 0.001 + 0.5 * (0.6^2 + 0.3^2)
  'r13-ball-joint': () => weldable('r13-ball-joint', 'gimbal', 0.326),
  'r14-odd-names': () => {
    const { model } = quiet('r14-odd-names');
    expect(model.joints.map(({ name }) => name)).toEqual(['1', '2', '10']);
    close(placeOf(model, 'jaw/left.tip'), 0, 0.2, 0.08);
  },
  'r15-ros-extras': () => void quiet('r15-ros-extras'),
  'r16-zero-effort': () => {
    const { model } = warned('r16-zero-effort', [/cannot be driven.*effort 0.*--ignore-zero-effort/]);
    expect(model.joints.map(({ limits }) => limits.effort)).toEqual([0, 0]);
    const free = load('r16-zero-effort', { ignoreZeroEffort: true }).model;
    expect(free.joints.map(({ limits }) => limits.effort)).toEqual([Infinity, Infinity]);
  },
  'r17-massless-between': () => {
    const { model } = load('r17-massless-between');
    close(massAt(model), 10, 0, 0, 0, 10, 0, 0, 0, 0.5);
    close(accelerationAt(model, { tau: [10, 20, 1] }), 1, 2, 2);
  },
  ...Object.fromEntries(
    ['r18a-mesh-parent-folder', 'r18b-mesh-file-url', 'r18c-mesh-absolute', 'r18e-mesh-scale-one-number'].map(
      (name) => [name, () => close(massAt(warned(name, [/mesh|scale/]).model), 0.1)],
    ),
  ),
  'r18d-mesh-package': () => close(massAt(quiet('r18d-mesh-package').model), 0.1),
  'r18f-mesh-mirrored': () => close(massAt(quiet('r18f-mesh-mirrored').model), 0.1),
  'r19-capsule': () => close(massAt(warned('r19-capsule', [/capsule/]).model), 0.1),
  'r20-colour-three-numbers': () =>
    close(massAt(warned('r20-colour-three-numbers', [/rgba|colour|color/, /size/]).model), 0.1),
  'r21-infinite-limits': () => limitless('r21-infinite-limits', -Infinity, Infinity),
  'r22-limit-range-only': () => limitless('r22-limit-range-only', -1.5, 1.5),
  'r23-revolute-no-limit': () => limitless('r23-revolute-no-limit', -Infinity, Infinity),
  'r24-joints-out-of-order': () => {
    const { model } = quiet('r24-joints-out-of-order');
    expect(model.joints.map(({ name }) => name)).toEqual(['a_shoulder', 'c_wrist']);
    expect(model.links.at(-1)!.name).toBe('tip');
    close(placeOf(model, 'tip'), 0.4, 0, 0.3);
  },
  'r25-millimetres': () => expect(saidOf(load('r25-millimetres')).join('\n')).toMatch(/radius of gyration 26 m|mm/),
  'r26-inertia-in-kgmm2': () =>
    expect(saidOf(load('r26-inertia-in-kgmm2')).join('\n')).toMatch(/radius of gyration 36\.7 m.*kg mm\^2/),
  'r27-limits-in-degrees': () => {
    const said = saidOf(load('r27-limits-in-degrees')).join('\n');
    expect(said).toMatch(/rpy.*degrees/);
    expect(said).toMatch(/180.*degrees/);
  },
  'r28a-xml-version-1': () => void warned('r28a-xml-version-1', [/version/]),
  'r28b-line-before-declaration': () => void warned('r28b-line-before-declaration', [/declaration/]),
  'r28c-dashes-in-comment': () => void warned('r28c-dashes-in-comment', [/comment/]),
  'r28d-latin1': () => void warned('r28d-latin1', [/ISO-8859-1|Latin-1/i]),
  'r29a-xacro-in-plugin-text': () => expect(load('r29a-xacro-in-plugin-text').model.nv).toBe(1),
  'r29b-xacro-number': () => expect(refused('r29b-xacro-number')).toMatch(/\.urdf:5:.*xacro/),
  'r30a-triangle': () => repairable('r30a-triangle'),
  'r30b-negative': () => repairable('r30b-negative'),
  'r30c-plate-rounded': () => repairable('r30c-plate-rounded'),
  'r30d-mass-only': () => {
    expect(refused('r30d-mass-only')).toContain('--estimate-inertia');
    const { model, estimates } = load('r30d-mass-only', { estimateInertia: true });
    expect(estimates).toHaveLength(1);
    // a box of 0.5 kg about z: m (x^2 + y^2) / 12
    close(massAt(model), (0.5 * (0.3 ** 2 + 0.05 ** 2)) / 12);
  },
  'r30e-no-inertials': () => {
    const { model } = load('r30e-no-inertials');
    expect(model.hasInertia).toBe(false);
    close(placeOf(model, 'arm'), 0, 0, 0);
    expect(() => accelerationAt(model)).toThrow(ArgumentError);
    expect(() => accelerationAt(model)).toThrow(/estimateInertia/);
    const { model: solid, estimates } = load('r30e-no-inertials', { estimateInertia: true });
    expect([solid.hasInertia, estimates.length]).toEqual([true, 1]);
    const { mass } = solid.bodies[0].inertia;
    expect(mass).toBeGreaterThan(0);
    close(massAt(solid), (mass * (0.3 ** 2 + 0.05 ** 2)) / 12);
  },
  'r30f-point-mass': () => {
    const { model } = load('r30f-point-mass');
    close(massAt(model), 0.25);
    close(biasAt(model, { q: [0.5] }).map(Math.abs), 2.3515822668536157);
  },
  'r31-four-bar': () => expect(refused('r31-four-bar')).toMatch(/"coupler".*"rocker".*"crank"/),
  'r32-long-chain': () => {
    expect(refused('r32-long-chain')).toContain('--max-links');
    expect(load('r32-long-chain', { maxLinks: 1100 }).model.links).toHaveLength(1100);
  },
  'r33-iyx-names': () => expect(refused('r33-iyx-names')).toMatch(/iyx.*"ixy"[^]*izx.*"ixz"[^]*izy.*"iyz"/),
  'r34-second-dynamics': () => expect(refused('r34-second-dynamics')).toMatch(/\.urdf:5:.*dynamics/),
  'r35-mimic-offset-geometry': () => {
    const { model } = quiet('r35-mimic-offset-geometry');
    expect([model.nq, model.nv]).toEqual([1, 1]);
    close(placeOf(model, 'tip'), 0.4, 0, 0.4);
    const state = { q: [0.4], v: [0.7], tau: [2] };
    close(massAt(model, state), 0.2748193606091854);
    close(biasAt(model, state), -4.749893034896433);
    close(accelerationAt(model, state), 24.561199108876863);
    close(placeOf(model, 'tip', state), 0.48590158288733165, 0, 0.14256740824313996);
    // welded it stands at its offset, a quarter turn
    const welded = load('r35-mimic-offset-geometry', { weld: ['follow'] }).model;
    close(placeOf(welded, 'tip'), 0.4, 0, 0.4);
    const [c, s] = [Math.cos(0.4), Math.sin(0.4)];
    close(placeOf(welded, 'tip', { q: [0.4] }), 0.4 * c + 0.4 * s, 0, 0.4 * c - 0.4 * s);
  },
  'r36-reduced-model': () => {
    const whole = quiet('r36-reduced-model').model;
    const reduced = quiet('r36-reduced-model', { weld: ['finger1', 'finger2'] }).model;
    expect([whole.nv, reduced.nv]).toEqual([3, 1]);
    for (const [model, q] of [
      [whole, [0.4, 0, 0]],
      [reduced, [0.4]],
    ] as const) {
      close([massAt(model, { q })[0]], 0.54943);
      close([biasAt(model, { q })[0]], -4.423784580259424);
    }
  },
  'r37-zero-inertia-repair': () => {
    expect(refused('r37-zero-inertia-repair')).toMatch(/joint "?twist/);
    const { model } = load('r37-zero-inertia-repair', { repair: true });
    const [a, b, c, d] = massAt(model);
    expect(a).toBeGreaterThan(0);
    expect(a * d - b * c).toBeGreaterThan(0);
    expect(accelerationAt(model, { tau: [0.1, 0.1] }).every(Number.isFinite)).toBe(true);
  },
  'r38-sixty-joints': () => {
    const { model } = quiet('r38-sixty-joints');
    expect(model.nv).toBe(60);
    expect(accelerationAt(model).every(Number.isFinite)).toBe(true);
  },
  'r39-aligned-axes': () => {
    const text = new TextDecoder().decode(robotBytes('reported/r39-aligned-axes'));
    settles(text);
    // where a light wrist carries a heavy tool, gains of M's diagonal alone are a hundred times too stiff
    const inertial = (mass: number, inertia: number): string =>
      `<mass value="${mass}"/><inertia ixx="${inertia}" iyy="${inertia}" izz="${inertia}"/></inertial>`;
    const tool = text
      .replace(/(<link name="c">.*?)<mass.*?<\/inertial>/, `$1${inertial(0.1, 0.0003)}`)
      .replace(/(<link name="d">.*?)<mass.*?<\/inertial>/, `$1${inertial(2, 0.05)}`);
    settles(tool);
  },
  'r41-second-material': () => close(massAt(warned('r41-second-material', [/material/]).model), 0.05),
  'r42-empty-root-shapes': () => close(massAt(warned('r42-empty-root-shapes', [/radius/]).model), 0.05),
  'r43-xacro-property-left': () => expect(load('r43-xacro-property-left').model.nv).toBe(1),
};

it.each(Object.entries(rows))('%s', (_name, holds) => holds());

it('and no file is left out', () => {
  expect(Object.keys(rows).sort()).toEqual(robotFiles('reported'));
});
