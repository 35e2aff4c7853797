/** @file Cause: drives at their limits for much of the rollout: a clipped force passes no derivative. */
import { settingOf, typeOf } from '../../../settings/kinds.ts';
import { formatNumber } from '../../../text/quantities.ts';
import { jointsNamed } from '../../../text/quoted.ts';
import type { DriveUse, Evidence } from '../evidence.ts';
import { claimed, type Finding, type Remedy } from '../finding.ts';
import { progressOf } from '../progress.ts';
import type { Cause } from './cause.ts';

/** Part of the steps in which a drive may give all that it has. */
const threshold = 0.5;
/** Part of the loss that a short run takes at least where weak drives are enough. */
const leastGain = 0.01;

/** Gains so many times lower: what asks a force for a velocity by the root, so that the damping ratio stays. */
function lowerGains({ controller }: Evidence['scene'], factor: number): string[] {
  const scaled = (name: 'kp' | 'kd', by: number): string[] => {
    const gains = settingOf<number | readonly number[]>(controller, name);
    if (gains === undefined) return [];
    const lower = (gain: number): number => Number((gain / by).toPrecision(3));
    return [`controller.${name}=${JSON.stringify(typeof gains === 'number' ? lower(gains) : gains.map(lower))}`];
  };
  return [...scaled('kp', factor), ...scaled('kd', Math.sqrt(factor))];
}

function remediesOf({ scene }: Evidence, worst: DriveUse): Remedy[] {
  if (worst.effort === 0)
    return [
      { sentence: 'limits of 0, which stand for none, taken as absent', settings: ['robot.ignoreZeroEffort=true'] },
    ];
  const { controller } = scene;
  const perturbed = (settingOf<number>(controller, 'perturbation') ?? 0) > 0;
  const lightened = settingOf<boolean>(controller, 'gravityCompensation') === false && worst.gravity < 1;
  const holding = lightened ? ['controller.gravityCompensation=true'] : [];
  const spare = Math.max(0.2, 1 - worst.gravity);
  const least = Math.max(2, Math.ceil(worst.asked / spare));
  const ease = [least, 4 * least, 16 * least].map((factor) => ({ factor, settings: lowerGains(scene, factor) }));
  return [
    ...(perturbed ? [{ sentence: 'a start without noise', settings: ['controller.perturbation=0'] }] : []),
    ...ease
      .filter(({ settings }) => settings.length > 0)
      .map(({ factor, settings }) => ({
        sentence: `gains of ${typeOf(controller)} that are ${factor} times lower`,
        settings: [...holding, ...settings],
      })),
  ];
}

/** Drives that cannot hold the robot where it begins, of which a short run makes nothing: one that swings up is to be let. */
function tooWeak(evidence: Evidence): Finding | null {
  const weak = evidence.drives.filter(({ gravity }) => gravity > 1).toSorted((a, b) => b.gravity - a.gravity);
  if (weak.length === 0 || progressOf(evidence.run) > leastGain) return null;
  const [{ joint, gravity }] = weak;
  const [times, has] = [formatNumber(gravity), weak.length === 1 ? 'it has' : 'they have'];
  return claimed('torque-limits', 'stops', { name: 'force of gravity over the effort limit', value: gravity }, 1, {
    sentence:
      `The drives of ${jointsNamed(weak.map((one) => one.joint))} cannot hold the robot where it begins: gravity takes more than ${has}, ` +
      `at "${joint}" ${times} times as much. What they give hardly moves it, so the loss stays as it is.`,
    remedies: [],
  });
}

export const torqueLimits: Cause = {
  name: 'torque-limits',
  title: 'Torque limits',
  explains: ['exploding-adjoints', 'non-smooth', 'step-size', 'flat-direction', 'no-path', 'noise-floor'],
  judge: (evidence) => {
    const { drives, steps } = evidence;
    const worst = drives.toSorted((a, b) => b.share - a.share)[0];
    if (!worst || !(worst.share > threshold)) return tooWeak(evidence);
    const names = drives.filter(({ share }) => share > threshold).map(({ joint }) => joint);
    const asked =
      worst.asked > 1
        ? `; at the start the controller asks "${worst.joint}" for ${formatNumber(worst.asked)} times what it has`
        : '';
    return claimed(
      'torque-limits',
      worst.share === 1 ? 'stops' : 'hinders',
      { name: 'part of the steps at the limit', value: worst.share },
      threshold,
      {
        sentence:
          `The drives of ${jointsNamed(names)} are at their effort limits in ${Math.round(worst.share * steps)} of ${steps} steps, ` +
          `and a clipped force has no gradient${asked}.`,
        remedies: remediesOf(evidence, worst),
      },
    );
  },
};
