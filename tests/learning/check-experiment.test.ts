import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Controller } from '../../controllers/controller.ts';
import { pdKind } from '../../controllers/pd.ts';
import { withAdjoint } from '../../src/core/derivative/with-adjoint.ts';
import { sub } from '../../src/core/ops/arithmetic.ts';
import { mul, neg } from '../../src/core/ops/elementwise.ts';
import { full, type PopulationTensor, tensor, zeros } from '../../src/core/population-tensor.ts';
import { checkExperiment } from '../../src/learning/check-experiment.ts';
import type { Checkable, CheckPart } from '../../src/learning/check-parts.ts';
import { nextTurn } from '../../src/optimize/next-turn.ts';
import { assemble } from '../../src/scene/assemble.ts';
import type { Experiment } from '../../src/scene/experiment.ts';
import { parseScene, readScene } from '../../src/scene/parse.ts';
import { sceneText } from '../support/robots.ts';
import { assembled, experimentOf, sceneNames, shortened } from '../support/scenes.ts';
import { smallArm, smallScene } from '../support/small-arm.ts';

const said = ({ parts }: { readonly parts: readonly CheckPart[] }): string =>
  parts
    .filter(({ ok }) => !ok)
    .map(({ compared, error, tolerance, where }) => `${compared}: ${error} > ${tolerance}, ${where}`)
    .join('\n');

describe('the check of a right gradient', () => {
  it.each(sceneNames)('agrees to nine digits for %s', async (name) => {
    const experiment = experimentOf(name);
    const parts: CheckPart[] = [];
    const found = await checkExperiment(experiment, { onPart: (part) => parts.push(part) });
    expect(said(found)).toBe('');
    expect(found.ok).toBe(true);
    expect(found.digits).toBeGreaterThanOrEqual(8);
    expect(found.parts).toEqual(parts);
    expect([...new Set(parts.map((part) => part.name))]).toEqual([
      'connected',
      'finite',
      'growth',
      'forward',
      'direction',
      'costates',
    ]);
    // costates by forces, configuration, velocity and the one goal
    expect(parts.filter((part) => part.name === 'costates')).toHaveLength(4);
    for (const part of parts.filter(({ name }) => name === 'forward')) expect(part.tolerance).toBeLessThan(1e-9);
    for (const part of parts.filter(({ digits }) => digits !== null)) expect(part.tolerance).toBeLessThan(1e-6);
    expect(structuredClone(found)).toEqual(found);
  });

  it('is the same for the same seed, and of other directions for another', async () => {
    const experiment = experimentOf('two-link-reach', 0.1);
    const [first, again, other] = [
      await checkExperiment(experiment, { seed: 3 }),
      await checkExperiment(experiment, { seed: 3 }),
      await checkExperiment(experiment, { seed: 4 }),
    ];
    expect(again).toEqual(first);
    expect(other.parts.map(({ error }) => error)).not.toEqual(first.parts.map(({ error }) => error));
  });
});

type Gains = { readonly stiffness: PopulationTensor; readonly point: PopulationTensor };
type Feedback = { readonly stiffness: PopulationTensor; readonly off: PopulationTensor };
type Rule = (x: Feedback, bar: PopulationTensor) => Feedback;

const right: Rule = ({ stiffness, off }, bar) => ({ stiffness: mul(off, bar), off: mul(stiffness, bar) });

/** A controller whose feedback has a derivative by hand. */
const toy = (rule: Rule, jvp?: (x: Feedback, dot: Feedback) => PopulationTensor): Controller => {
  const feedback = withAdjoint('toy feedback', ({ stiffness, off }: Feedback) => mul(stiffness, off), {
    vjp: (x, _y, bar: PopulationTensor) => rule(x, bar),
    ...(jvp && { jvp: (x, _y, dot) => jvp(x, dot) }),
  });
  const controller: Controller<Gains> = {
    name: 'toy',
    parameters: ({ nv }) => ({
      stiffness: full([nv], 8),
      point: tensor(Array.from({ length: nv }, (_, i) => 0.6 - i)),
    }),
    act: ({ stiffness, point }, memory, { q, v }) => ({
      tau: sub(feedback({ stiffness, off: sub(point, q) }), mul(0.4, v)),
      memory,
    }),
  };
  return controller as unknown as Controller;
};

describe('the check of a wrong gradient', () => {
  afterEach(() => {
    vi.restoreAllMocks();
  });

  const experimentWith = (controller: Controller): Experiment => {
    vi.spyOn(pdKind, 'make').mockReturnValue(controller as never);
    const scene = smallScene() as { time: object };
    return assemble(parseScene({ ...scene, time: { ...scene.time, horizon: 0.1 } }), smallArm());
  };

  const mutants: Readonly<Record<string, Rule>> = {
    'the sign of a term': (x, bar) => ({ ...right(x, bar), off: neg(mul(x.stiffness, bar)) }),
    'a factor of 1.01': (x, bar) => ({ ...right(x, bar), stiffness: mul(1.01, mul(x.off, bar)) }),
    'a term that is missing': (x, bar) => ({ ...right(x, bar), off: zeros(bar.shape) }),
    'one joint': (x, bar) => ({ ...right(x, bar), stiffness: mul(tensor([1, 1.001]), mul(x.off, bar)) }),
  };

  it('agrees with the rule that is right', async () => {
    expect(said(await checkExperiment(experimentWith(toy(right))))).toBe('');
  });

  it.each(Object.keys(mutants))('finds %s, and the operation', async (name) => {
    const found = await checkExperiment(experimentWith(toy(mutants[name])));
    expect(found.ok).toBe(false);
    expect(found.digits).toBeLessThan(5);
    const failed = found.parts.filter(({ ok }) => !ok);
    for (const { where } of failed) expect(where).toContain('the derivative of "toy feedback" in controller toy, at ');
    expect(failed.map((part) => part.name)).toEqual(expect.arrayContaining(['forward', 'direction']));
  });

  it('names the parameters that are wrong, and no others', async () => {
    const found = await checkExperiment(experimentWith(toy(mutants['one joint'])));
    const places = found.parts.filter((part) => part.name === 'forward').map(({ where }) => where);
    for (const place of places) expect(place).toMatch(/^stiffness of joint "elbow"; the derivative of "toy feedback"/);
    // what acts on the states is right
    expect(found.parts.filter((part) => part.name === 'costates').every(({ ok }) => ok)).toBe(true);
  });

  it('names the joints whose costates are wrong', async () => {
    const found = await checkExperiment(experimentWith(toy(mutants['the sign of a term'])), { seed: 2 });
    const [{ where }] = found.parts.filter((part) => part.name === 'costates' && !part.ok);
    expect(where).toMatch(/joint "(shoulder|elbow)"/);
  });

  it('finds a wrong forward rule, which differences do not see', async () => {
    const wrong = toy(right, ({ stiffness, off }, dot) => sub(mul(stiffness, dot.off), mul(off, dot.stiffness)));
    const found = await checkExperiment(experimentWith(wrong));
    const failed = found.parts.filter(({ ok }) => !ok);
    expect(new Set(failed.map((part) => part.name))).toEqual(new Set(['forward']));
    expect(failed[0].where).toContain('toy feedback');
  });

  it('finds a derivative that both modes take wrongly: of a loss that is not the one that is said', async () => {
    const experiment = experimentOf('two-link-reach', 0.1);
    const spoilt: Checkable = {
      layout: experiment.layout,
      problem: experiment.problem,
      initialParameters: experiment.initialParameters,
      disconnected: [],
      describe: (entries) => experiment.describe(entries),
      inspect: (x) => {
        const found = experiment.inspect(x);
        return { ...found, gradient: found.gradient.map((entry, i) => (i === 3 ? 1.02 * entry : entry)) };
      },
    };
    const found = await checkExperiment(spoilt);
    const failed = found.parts.filter(({ ok }) => !ok);
    expect(new Set(failed.map((part) => part.name))).toEqual(new Set(['forward', 'direction']));
    for (const { where } of failed) expect(where).toBe('1 of 10 knots of joint "elbow"');
  });

  it('finds a parameter that no path joins to the loss', async () => {
    const { act, ...controller } = toy(right);
    const loose = {
      ...controller,
      parameters: (...given: Parameters<Controller['parameters']>) => ({
        ...controller.parameters(...given),
        loose: zeros([2]),
      }),
      act,
    };
    const found = await checkExperiment(experimentWith(loose));
    expect(found.parts[0]).toMatchObject({ name: 'connected', ok: false, where: 'no path from loose' });
    expect(found.parts.slice(1).every(({ ok }) => ok)).toBe(true);
    expect(found.ok).toBe(false);
  });
});

describe('the check of a rollout that has gone astray', () => {
  it('says from when on it is not finite, and compares nothing', async () => {
    const experiment = assemble(parseScene(smallScene()), smallArm({ effort: [1e300, 1e300] }));
    const parameters = experiment.initialParameters.map((value, i) => (i === 2 || i === 3 ? 20 : value));
    const found = await checkExperiment(experiment, { parameters });
    expect(found).toMatchObject({ ok: false, digits: 0 });
    expect(found.parts.at(-1)).toMatchObject({ name: 'finite', ok: false });
    expect(found.parts.at(-1)!.where).toMatch(/^the motion, from \d\.\d\d s on$/);
  });

  it('says that a horizon leaves no digits', async () => {
    // stiffnesses that the steps are too long for, held by the drives' limits
    const panda = shortened(readScene(sceneText('panda-reach')), 0.5);
    const found = await checkExperiment(
      assembled({ ...panda, controller: { ...(panda.controller as object), kp: 4000, kd: 60 } } as never),
    );
    expect(found.parts.at(-1)).toMatchObject({ name: 'growth', ok: false });
  });
});

describe('a check in the background', () => {
  it('lets the event loop turn between its parts', async () => {
    const experiment = experimentOf('two-link-reach', 0.1);
    let [parts, turns] = [0, 0];
    const check = checkExperiment(experiment, { onPart: () => parts++ });
    const seen = new Set<number>();
    const watch = async (): Promise<void> => {
      while (parts < 12) {
        seen.add(parts);
        turns++;
        await nextTurn();
      }
    };
    await Promise.all([check, watch()]);
    expect(turns).toBeGreaterThan(4);
    expect(seen.size).toBeGreaterThan(3);
  });

  it('ends at a signal with its reason', async () => {
    const experiment = experimentOf('two-link-reach', 0.1);
    const controller = new AbortController();
    const parts: CheckPart[] = [];
    const check = checkExperiment(experiment, {
      signal: controller.signal,
      onPart: (part) => {
        parts.push(part);
        controller.abort(new Error('enough'));
      },
    });
    await expect(check).rejects.toThrow('enough');
    expect(parts).toHaveLength(1);
    await expect(checkExperiment(experiment, { signal: AbortSignal.abort(new Error('before')) })).rejects.toThrow(
      'before',
    );
  });

  it.each<[unknown, object | undefined, RegExp]>([
    [undefined, undefined, /^experiment/],
    [{}, undefined, /^experiment\.layout/],
    [experimentOf('two-link-reach', 0.05), { parameters: [1] }, /^parameters/],
    [experimentOf('two-link-reach', 0.05), { seed: -1 }, /^seed/],
    [experimentOf('two-link-reach', 0.05), { onPart: 1 }, /^onPart/],
    [experimentOf('two-link-reach', 0.05), { signal: {} }, /^signal/],
    [experimentOf('two-link-reach', 0.05), { seeds: 1 }, /^checkExperiment: options/],
  ])('refuses what it is not for: %#', async (experiment, options, message) => {
    await expect(checkExperiment(experiment as never, options)).rejects.toThrow(message);
  });
});
