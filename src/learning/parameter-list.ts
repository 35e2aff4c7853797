/** @file Every entry of a controller's parameters for people: `stiffness` of a joint, in N m/rad, of which it is the logarithm. */
import type { ControllerParameters, ParameterMeta } from '../../controllers/controller.ts';
import { requireFiniteNumber, requireInstance, requireParts } from '../core/arguments.ts';
import { ParameterLayout, type ParameterSlot } from '../core/parameters.ts';
import { exp } from '../core/scalar/exponential.ts';
import { independentJoints } from '../robot/independent-joints.ts';
import type { Joint } from '../robot/model.ts';
import type { RolloutSettings } from '../rollout/settings.ts';
import { inWords } from './parameter-names.ts';

/** One entry of the flat parameters. */
export interface ParameterEntry {
  /** Position in the flat parameters. */
  readonly index: number;
  /** Where it is in the tree: `logKp[3]`. */
  readonly path: string;
  /** "stiffness", "torque knot 3": numbered from 1. */
  readonly label: string;
  /** Name of the joint that it belongs to; null where it is no joint's. */
  readonly joint: string | null;
  /** SI unit of the value, '' where none is known. */
  readonly unit: string;
  /** Whether the entry is the value, or its logarithm; see parameterValue. */
  readonly scale: 'linear' | 'log';
}

/** What nobody has said anything of. */
const undescribed = (path: string): ParameterMeta => ({
  label: inWords(path),
  unit: { turning: '', sliding: '' },
  scale: 'linear',
});

/** Entries of one tensor; where its last axis is that of the joints, the axes before it are numbered. */
function entriesOf(
  { shape, offset, size }: ParameterSlot,
  layout: ParameterLayout<ControllerParameters>,
  meta: ParameterMeta,
  joints: readonly Joint[],
): ParameterEntry[] {
  const isByJoint = shape.at(-1) === joints.length;
  const columns = isByJoint ? joints.length : 1;
  const numbered = size > columns;
  return Array.from({ length: size }, (_, i) => {
    const joint = isByJoint ? joints[i % columns] : undefined;
    return {
      index: offset + i,
      path: layout.nameOf(offset + i),
      label: numbered ? `${meta.label} ${Math.floor(i / columns) + 1}` : meta.label,
      joint: joint?.name ?? null,
      unit: joint?.type === 'prismatic' ? meta.unit.sliding : meta.unit.turning,
      scale: meta.scale,
    };
  });
}

/**
 * All entries of an experiment's parameters in their order, as the controller describes them. Throws an ArgumentError where it is
 * no experiment.
 */
export function parameterList(experiment: {
  readonly layout: ParameterLayout<ControllerParameters>;
  readonly settings: RolloutSettings;
}): ParameterEntry[] {
  requireParts(
    'experiment',
    experiment,
    { layout: 'an object', settings: 'an object' },
    'give what assemble(…) returns',
  );
  const { layout, settings } = experiment;
  requireInstance('experiment.layout', layout, ParameterLayout);
  requireParts('experiment.settings', settings, { model: 'an object', controller: 'an object' });
  const joints = independentJoints(settings.model);
  const { described = {} } = settings.controller;
  return layout.slots.flatMap((slot) => {
    const meta = Object.hasOwn(described, slot.path) ? described[slot.path] : undescribed(slot.path);
    return entriesOf(slot, layout, meta, joints);
  });
}

/** What an entry of the flat parameters stands for, in the unit of its description: of a logarithm, the number itself. */
export function parameterValue(entry: Pick<ParameterEntry, 'scale'>, x: number): number {
  requireParts('entry', entry, { scale: 'a text' }, 'give one of parameterList(…)');
  requireFiniteNumber('x', x);
  return entry.scale === 'log' ? exp.value(x, 0, 0) : x;
}
