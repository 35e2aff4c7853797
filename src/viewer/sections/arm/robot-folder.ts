/** @file The form's folder of the robot: what a scene can say of it besides its file. */
import type { RobotFinding } from '../../../errors.ts';
import { independentJoints } from '../../../robot/independent-joints.ts';
import type { RobotModel } from '../../../robot/model.ts';
import type { RobotSettings } from '../../../robot/robot-fields.ts';
import { robotOf } from '../../../scene/robot.ts';
import type { Scene } from '../../../scene/schema.ts';
import type { Setup } from '../../studio/store/experiment.ts';
import type { FormFolder, FormRow } from '../../panels/settings-form.ts';
import { flagLabels } from '../../studio/remedies.ts';

/** What the folder is of. */
export interface ShownRobot {
  readonly scene: Scene;
  readonly model: RobotModel;
  readonly findings: readonly RobotFinding[];
  /** Joints that can be welded, and those that are. */
  readonly weldable: readonly string[];
  /** The scene as it was opened. */
  readonly opened: Pick<Setup, 'scene'> | null;
}

/** Called with what a person wants to be said of the robot. */
export type OnRobot = (other: Partial<RobotSettings>) => void;

type Flag = keyof typeof flagLabels;

/** Steps of numbers that are mostly small: of an armature, and of the width of friction. */
const smallStep = 0.001;

export function robotFolder(shown: ShownRobot, change: OnRobot): FormFolder {
  const { scene, model, weldable } = shown;
  const { armature, weld, frictionVelocity } = robotOf(scene);
  const opened = robotOf(shown.opened?.scene ?? scene);
  /** What a row calls to be as it was opened; nothing where it is. */
  const resetTo = (isSame: boolean, other: Partial<RobotSettings>): Pick<FormRow, 'reset'> =>
    isSame ? {} : { reset: () => change(other) };
  const welded = (label: string, isWelded: boolean): Partial<RobotSettings> => ({
    weld: [...weld.filter((name) => name !== label), ...(isWelded ? [label] : [])],
  });
  const rotorAsOpened = (name: string): Partial<RobotSettings> => {
    const others = Object.entries(armature).filter(([joint]) => joint !== name);
    const before = opened.armature[name];
    return { armature: Object.fromEntries(before === undefined ? others : [...others, [name, before]]) };
  };
  const joints = independentJoints(model);
  return {
    title: 'Robot',
    isClosed: true,
    rows: [
      ...flagsOf(shown).map((flag) => ({
        ...flagRow(flag, scene, change),
        ...resetTo(opened[flag] === robotOf(scene)[flag], { [flag]: opened[flag] }),
      })),
      ...frictionRows(shown, change).map((row) => ({
        ...row,
        ...resetTo(opened.frictionVelocity === frictionVelocity, { frictionVelocity: opened.frictionVelocity }),
      })),
    ],
    folders: [
      {
        title: 'Welded joints',
        isClosed: true,
        rows: weldable.map((label) => ({
          label,
          value: weld.includes(label),
          change: (isWelded) => change(welded(label, isWelded === true)),
          ...resetTo(opened.weld.includes(label) === weld.includes(label), welded(label, opened.weld.includes(label))),
        })),
      },
      {
        title: 'Armature (kg m²)',
        isClosed: true,
        rows: joints.map(({ name, armature: value }) => ({
          label: name,
          value,
          least: 0,
          step: smallStep,
          change: (wanted) => change({ armature: { ...armature, [name]: Number(wanted) } }),
          ...resetTo(opened.armature[name] === armature[name], rotorAsOpened(name)),
        })),
      },
    ],
  };
}

/** Those that are set, and those that would change something. */
function flagsOf({ scene, model, findings }: ShownRobot): Flag[] {
  const said = robotOf(scene);
  const isOffered = (flag: Flag): boolean => findings.some(({ offers = [] }) => offers.some((offer) => offer[flag]));
  const hasMassless = model.bodies.some(({ inertia }) => inertia.mass === 0);
  return (Object.keys(flagLabels) as Flag[]).filter(
    (flag) => said[flag] || isOffered(flag) || (flag === 'estimateInertia' && hasMassless),
  );
}

const flagRow = (flag: Flag, scene: Scene, change: OnRobot): FormRow => ({
  label: flagLabels[flag],
  value: robotOf(scene)[flag],
  change: (isOn) => change({ [flag]: isOn === true }),
});

/** Where there is friction. */
function frictionRows({ model }: ShownRobot, change: OnRobot): FormRow[] {
  if (!model.joints.some(({ friction }) => friction > 0)) return [];
  return [
    {
      label: 'Friction width (rad/s)',
      value: model.frictionVelocity,
      least: smallStep,
      step: smallStep,
      change: (width) => change({ frictionVelocity: Number(width) }),
    },
  ];
}
