/** @file A controller, a residual, a goal and a method of the tests' own, and registries with one line more for them. */
import type { Controller } from '../../controllers/controller.ts';
import { sub } from '../../src/core/ops/arithmetic.ts';
import { at, reshape } from '../../src/core/ops/indexing.ts';
import { type PopulationTensor, tensor } from '../../src/core/population-tensor.ts';
import { gradientDescent } from '../../src/optimize/gradient-descent.ts';
import type { UpdateRule } from '../../src/optimize/update-rule.ts';
import type { RobotModel } from '../../src/robot/model.ts';
import { field, finite, positive } from '../../src/settings/fields.ts';
import { type Kind, kind, Kinds } from '../../src/settings/kinds.ts';
import { goalPart } from '../../src/robot/goal.ts';
import type { Residual } from '../../src/task/residual.ts';

type Any = Kind<never, never, unknown>;

function constantKind(): Any {
  const settings = {
    force: field(finite, { title: 'Force', description: 'to start from', touches: 'start', usual: 0.5 }),
  };
  const make = ({ force }: { readonly force: number }): Controller<{ readonly tau: PopulationTensor }> => ({
    name: 'constant',
    parameters: ({ nv }) => ({ tau: tensor(new Array<number>(nv).fill(force)) }),
    act: ({ tau }, memory) => ({ tau, memory }),
  });
  return kind({ type: 'constant', title: 'Constant', settings, make }) as unknown as Any;
}

function levelKind(): Any {
  const settings = {
    z: field(finite, { title: 'Level', description: 'height in the world', unit: 'm', touches: 'input' }),
  };
  return kind({ type: 'level', title: 'Level', settings, make: ({ z }) => ({ level: tensor(z) }) }) as unknown as Any;
}

function heightKind(): Any {
  const settings = {
    above: field(positive, { title: 'Above', description: 'how far above the goal', unit: 'm', touches: 'structure' }),
  };
  const make = ({ above }: { readonly above: number }, { model }: { readonly model: RobotModel }): Residual => {
    const link = model.links.at(-1)!.name;
    return {
      name: 'height',
      size: 1,
      unit: 'm',
      links: [link],
      evaluate: (seen, goals) =>
        reshape(sub(sub(at(seen.link(link).translation, 2), goalPart(goals, 'line', 'level', [])), above), [1]),
      read: (entries) => at(entries, 0),
    };
  };
  return kind({ type: 'height', title: 'Height', settings, make }) as unknown as Any;
}

function halvingKind(): Any {
  const settings = {
    rate: field(positive, { title: 'Rate', description: 'of the first step', touches: 'input', usual: 0.1 }),
  };
  const make = ({ rate }: { readonly rate: number }): UpdateRule => ({
    ...gradientDescent({ learningRate: rate }),
    name: 'halving',
    update: (x, gradient, state, iteration) =>
      gradientDescent({ learningRate: rate / 2 ** iteration }).update(x, gradient, state as never, iteration),
  });
  return kind({ type: 'halving', title: 'Halving', settings, make }) as unknown as Any;
}

const toys: Readonly<Record<string, () => Any>> = {
  controllerKinds: constantKind,
  residualKinds: heightKind,
  goalKinds: levelKind,
  methodKinds: halvingKind,
};

/** The module of a registry with the tests' own kind in it. */
export const withToys = (real: unknown): object =>
  Object.fromEntries(
    Object.entries(real as Record<string, Kinds<unknown, unknown>>).map(([name, known]) => [
      name,
      Object.hasOwn(toys, name) ? new Kinds(known.name, [...known.all, toys[name]()] as never, known.common) : known,
    ]),
  );
