import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Controller } from '../../controllers/controller.ts';
import { pdKind } from '../../controllers/pd.ts';
import { torqueSplineKind } from '../../controllers/torque-spline.ts';
import { tensor } from '../../src/core/population-tensor.ts';
import { leavesOf, type Tree } from '../../src/core/tree.ts';
import { massMatrix } from '../../src/dynamics/mass-matrix.ts';
import { SceneError } from '../../src/errors.ts';
import { assemble, reassemble } from '../../src/scene/assemble.ts';
import type { Experiment } from '../../src/scene/experiment.ts';
import { parseScene, readScene } from '../../src/scene/parse.ts';
import { type Scene, sceneJsonSchema } from '../../src/scene/schema.ts';
import type { Touches } from '../../src/settings/fields.ts';
import { withPart, withSetting } from '../../src/settings/set.ts';
import { changeOf } from '../../src/settings/touches.ts';
import { expectClose, expectEqual } from '../support/check.ts';
import { assetText, sceneText } from '../support/robots.ts';
import { assembled, sceneNames, shortened } from '../support/scenes.ts';

const schema = sceneJsonSchema();

/** Every number of a value with its path. */
function* numbersOf(value: unknown, path: readonly PropertyKey[] = []): Generator<[readonly PropertyKey[], number]> {
  if (typeof value === 'number') yield [path, value];
  else if (Array.isArray(value)) for (const [i, part] of value.entries()) yield* numbersOf(part, [...path, i]);
  else if (typeof value === 'object' && value !== null)
    for (const [key, part] of Object.entries(value)) yield* numbersOf(part, [...path, key]);
}

/** What a changed number costs, by the first pattern of its path. */
const costs: readonly (readonly [RegExp, Touches, startsAgain?: boolean])[] = [
  [/^version$/, 'structure'],
  [/^seed$/, 'start'],
  [/^time\./, 'structure'],
  [/^start\./, 'start'],
  [/^goals\./, 'input'],
  [/^costs\.\d+\.weight$/, 'input'],
  [/^costs\.\d+\.residual\.margin$/, 'structure'],
  [/^success\.below$/, 'structure'],
  [/^controller\.(kp|kd|perturbation)/, 'start'],
  [/^controller\.knots$/, 'structure', true],
  [/^method\./, 'input'],
];

describe.each(sceneNames)('any number of %s', (name) => {
  const scene = readScene(sceneText(name));

  it('costs what its field says when it changes, and is the only setting that does', () => {
    for (const [path, value] of numbersOf(scene)) {
      const text = path.join('.');
      const [, touches, startsAgain = false] = costs.find(([pattern]) => pattern.test(text))!;
      const change = changeOf(schema, scene, withPart(scene, path, value + 1));
      expect(change, text).toMatchObject({ touches, startsAgain });
      expect(change.paths.length).toBe(1);
      expect(text.startsWith(change.paths[0])).toBe(true);
    }
  });
});

describe('an experiment after a change of its scene', () => {
  let traces = 0;
  /** A kind whose controllers count how often they act: in traces alone. */
  const counted = (kind: { make: (...given: never[]) => unknown }): void => {
    const { make } = kind;
    vi.spyOn(kind, 'make').mockImplementation((...given) => {
      const controller = make(...given) as Controller;
      const act: Controller['act'] = (...seen) => {
        traces++;
        return controller.act(...seen);
      };
      return { ...controller, act };
    });
  };
  beforeEach(() => {
    counted(pdKind);
    counted(torqueSplineKind);
  });
  afterEach(() => {
    vi.restoreAllMocks();
  });

  const panda = shortened(readScene(sceneText('panda-reach')), 0.03);
  const twoLink = shortened(readScene(sceneText('two-link-reach')), 0.05);
  const with_ = (scene: Scene, ...settings: readonly string[]): Scene =>
    parseScene(settings.reduce((value, setting) => withSetting(schema, value, setting), scene));

  /** Fails unless both say the same, to the bit: of a gradient, a simulation and a population. */
  async function expectSame(found: Experiment, fresh: Experiment): Promise<void> {
    expectEqual(found.initialParameters, fresh.initialParameters);
    const x = fresh.initialParameters.map((value, i) => value + 0.01 * i);
    expect(found.evaluate(x)).toEqual(fresh.evaluate(x));
    expect(found.simulate(x)).toEqual(fresh.simulate(x));
    const [many, others] = [found, fresh].map((experiment) => experiment.population(3));
    expect(many.starts).toEqual(others.starts);
    expect(await many.evaluate(many.starts, {})).toEqual(await others.evaluate(others.starts, {}));
  }

  it.each([
    ['a goal', twoLink, ['goals.point.position=[0.3, 0, 1.4]']],
    ['a weight', twoLink, ['costs.arrive.weight=3', 'costs.effort.weight=0']],
    ['a start', twoLink, ['start.q=[-1, 0.5]', 'start.v=[0.1, 0]']],
    ['a seed and a perturbation', twoLink, ['seed=7', 'controller.perturbation=0.3']],
    ['a method', twoLink, ['method.type=adam', 'method.iterations=3']],
    [
      'gains, and a start that is their set point',
      panda,
      ['controller.kp=50', 'controller.kd=[1,2,3,4,5,6,7]', 'start.q[1]=-0.5'],
    ],
  ] as const)(
    'with %s of its own traces nothing again, and is the one that is assembled anew',
    async (_, scene, settings) => {
      const first = assembled(scene);
      first.evaluate(first.initialParameters);
      first.simulate(first.initialParameters);
      await first.population(3).evaluate(first.population(3).starts, {});
      traces = 0;
      const changed = with_(scene, ...settings);
      const found = reassemble(first, changed);
      found.evaluate(found.initialParameters);
      found.simulate(found.initialParameters);
      await found.population(3).evaluate(found.population(3).starts, {});
      expect(traces).toBe(0);
      expect(found.programs).toBe(first.programs);
      expect(found.scene).toEqual(changed);
      await expectSame(found, assembled(changed));
      expect(traces).toBeGreaterThan(0);
    },
  );

  describe('of armatures and of friction that the scene names', () => {
    const damped = assetText('planar-2link').replaceAll(
      /<dynamics [^>]*>/g,
      '<dynamics damping="0.3" friction="0.2"/>',
    );
    const robot = { file: 'planar-2link.urdf', armature: { elbow: 0.1 }, frictionVelocity: 0.1 };
    const named = parseScene({ ...twoLink, robot });
    const said = (more: object): Scene => parseScene({ ...twoLink, robot: { ...robot, ...more } });

    it.each([
      ['another value', { armature: { elbow: 0.2 } }],
      ['a value of 0', { armature: { elbow: 0 } }],
      ['another width', { frictionVelocity: 0.02 }],
      ['both', { armature: { elbow: 0.3 }, frictionVelocity: 0.3 }],
    ])('%s traces nothing again, and is what is assembled anew', async (_, more) => {
      const first = assemble(named, damped);
      first.evaluate(first.initialParameters);
      traces = 0;
      const found = reassemble(first, said(more));
      expect(found.programs).toBe(first.programs);
      expect(found.evaluate(found.initialParameters)).not.toEqual(first.evaluate(first.initialParameters));
      expect(traces).toBe(0);
      const fresh = assemble(said(more), damped);
      expect(found.model).toEqual(fresh.model);
      await expectSame(found, fresh);
    });

    it('the model has them, and so has its mass matrix', () => {
      const { model } = assemble(named, damped);
      expect(model.joints.map(({ armature }) => armature)).toEqual([0, 0.1]);
      expect(model.frictionVelocity).toBe(0.1);
      const q = tensor([0.1, 0.2]);
      const plain = massMatrix(assembled(twoLink).model, q).toArray();
      expectClose(massMatrix(model, q), plain.with(3, plain[3] + 0.1), 1e-14);
    });

    it('nothing named is a constant: the program is that of a scene without', () => {
      const plain = assemble(twoLink, damped);
      expect(plain.given.scenario.robot).toBeUndefined();
      const { robot: given } = assemble(named, damped).given.scenario;
      expect(leavesOf(given as Tree).map(({ path }) => path)).toEqual(['joints[1].armature', 'frictionVelocity']);
    });

    it.each([
      [{ armature: { shoulder: 0.1 } }],
      [{ armature: {} }],
      [{ frictionVelocity: undefined }],
      [{ weld: ['elbow'] }],
      [{ ignoreZeroEffort: true }],
    ])('%j is another robot', (more) => {
      const first = assemble(named, damped);
      expect(() => reassemble(first, said(more))).toThrow(/^\$\.robot: .*use assemble for another robot/);
    });

    it.each<[object, RegExp]>([
      [{ armature: { elbwo: 0.1 } }, /^\$\.robot\.armature: found "elbwo"; .*did you mean "elbow"\?/],
      [{ weld: ['sholder'] }, /^\$\.robot\.weld: found "sholder"; .*did you mean "shoulder"\?/],
    ])('%j is refused at its path', (more, message) => {
      expect(() => assemble(said(more), damped)).toThrow(SceneError);
      expect(() => assemble(said(more), damped)).toThrow(message);
    });

    it('options of a library user are refused by their own names', () => {
      expect(() => assemble(named, damped, { weld: ['sholder'] })).toThrow(/^weld: found "sholder"/);
      expect(() => assemble(named, damped, { repair: 1 as never })).toThrow(/^repair: found/);
    });
  });

  it('moves the gradient with the goal, member by member', () => {
    const first = assembled(twoLink);
    const before = first.evaluate(first.initialParameters);
    const second = reassemble(first, with_(twoLink, 'goals.point.position.0=0.2'));
    expect(second.evaluate(first.initialParameters).gradient).not.toEqual(before.gradient);
    // and the first is as it was
    expect(first.evaluate(first.initialParameters)).toEqual(before);
  });

  it.each([
    'time.step=0.005',
    'time.horizon=0.08',
    'time.integrator=semi-implicit-euler',
    'costs.arrive.norm={"type": "smooth-abs", "width": 0.1}',
    'costs.arrive.when=both',
    'controller.gravityCompensation=true',
    'controller.knots=6',
    'success.below=0.5',
    'goals.point={"type": "pose", "position": [0.4, 0, 1.5], "orientation": [0, 0, 0, 1]}',
  ])('with %s is traced anew', async (setting) => {
    const first = assembled(twoLink);
    traces = 0;
    const changed = with_(twoLink, setting);
    const found = reassemble(first, changed);
    expect(found.programs).not.toBe(first.programs);
    expect(traces).toBeGreaterThan(0);
    await expectSame(found, assembled(changed));
  });

  it('refuses what does not fit the robot, as assembling does', () => {
    const first = assembled(twoLink);
    expect(() => reassemble(first, { ...twoLink, start: { q: [0] } })).toThrow(SceneError);
    expect(() => reassemble(first, { ...twoLink, goals: {} })).toThrow('$.costs[0].residual.to');
  });

  it.each([{ file: 'planar-2link.urdf', weld: ['elbow'] }, { file: 'planar-2link.urdf', repair: true }, 'panda.urdf'])(
    'refuses another robot than its own: %j',
    (robot) => {
      const first = assembled(twoLink);
      expect(() => reassemble(first, parseScene({ ...twoLink, robot }))).toThrow('$.robot');
    },
  );

  it('takes the same robot said in other words', () => {
    const first = assembled(twoLink);
    const scene = parseScene({ ...twoLink, robot: { file: 'planar-2link.urdf' } });
    expect(reassemble(first, scene).scene).toEqual(scene);
  });
});
