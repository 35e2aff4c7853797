/** @file What a row of the settings is about: the note that derives it, and what is lit together with it everywhere. */
import type { Scene } from '../../../scene/schema.ts';
import { typeOf } from '../../../settings/kinds.ts';
import type { FormRow } from '../../panels/settings-form.ts';

/** Parts of a row that lead elsewhere. */
export type RowLinks = Pick<FormRow, 'about' | 'selected'>;

/** Rows of a cost: its weight stands for the whole term, and leads to what it weighs. */
function ofCost(scene: Scene, [, index, key]: readonly PropertyKey[]): RowLinks {
  const cost = scene.costs[Number(index)];
  const about = key === 'norm' ? ({ kind: 'norm', id: typeOf(cost.norm) } as const) : residualOf(cost);
  return { about, selected: { kind: 'term', id: cost.name } };
}

const residualOf = ({ residual }: Scene['costs'][number]) => ({ kind: 'residual', id: typeOf(residual) }) as const;

/** `path`: of the row in the scene; `joints`: names of those that lists have a number of. */
export function rowLinks(scene: Scene, path: readonly PropertyKey[], joints: readonly string[]): RowLinks {
  const [part, key] = path;
  const last = path.at(-1);
  if (part === 'costs' && path.length > 1) return ofCost(scene, path);
  const isController = part === 'controller';
  if (isController || part === 'method') {
    const chosen = { kind: part, id: typeOf(scene[part]) } as const;
    const isOfJoint = typeof last === 'number' && joints[last] !== undefined;
    // which controller there is stands in no row of its own: its first ones lead there
    const leads = isController ? !isOfJoint || last === 0 : path.length === 1;
    return {
      selected: isOfJoint ? { kind: 'joint', id: joints[last] } : chosen,
      ...(leads && { about: chosen }),
    };
  }
  if (typeof last === 'number' && joints[last] !== undefined && part !== 'goals')
    return { selected: { kind: 'joint', id: joints[last] } };
  if (part !== 'time' || key !== 'integrator') return {};
  const chosen = { kind: 'integrator', id: typeOf(scene.time.integrator) } as const;
  return { about: chosen, selected: chosen };
}
