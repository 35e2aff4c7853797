/** @file Joints that are lit in the 3-D view and everywhere else: what the pointer meets there is hovered and pinned for all. */
import { effect } from '@preact/signals';
import { independentJoints } from '../../../robot/independent-joints.ts';
import type { RobotModel } from '../../../robot/model.ts';
import { idOf, pinAfter } from '../../studio/store/selection.ts';
import type { Store } from '../../studio/store/store.ts';
import type { World } from '../../world/world.ts';

/** `modelOf`: the robot that is seen; null where there is none. Returns what ends it. */
export function linkJoints(
  world: World,
  { selection }: Pick<Store, 'selection'>,
  modelOf: () => RobotModel | null,
): (() => void)[] {
  const jointOf = (id: string | null) => {
    const model = modelOf();
    const isJoint = model !== null && independentJoints(model).some(({ name }) => name === id);
    return id !== null && isJoint ? ({ kind: 'joint', id } as const) : null;
  };
  return [
    world.onHover((joint) => (selection.hover.value = jointOf(joint))),
    world.onPick((joint) => (selection.pin.value = pinAfter(selection.pin.value, jointOf(joint)))),
    effect(() =>
      world.setHighlight({ hover: idOf(selection.hover.value, 'joint'), pin: idOf(selection.pin.value, 'joint') }),
    ),
  ];
}
