/** @file Costates over the time of a rollout: what a push at each joint, or another state, would change of the loss. */
import { jointHue } from '../../figures/joint-hues.ts';
import { norm } from '../../core/member-norms.ts';
import { independentJoints } from '../../robot/independent-joints.ts';
import type { Inspection } from '../../scene/inspection.ts';
import { settingOf } from '../../settings/kinds.ts';
import type { Look } from '../look.ts';
import type { StudiedArm } from '../study.ts';
import type { Drawing, HeatNumbers } from './lab-figure.ts';
import { said, sentences } from './words.ts';

const kinds = {
  tau: {
    id: 'costates',
    title: 'What a push would change',
    subtitle: 'derivative of the loss by a force at each joint; colours logarithmic',
    by: (ms: string) => `a force on each joint over each step of ${ms} ms`,
    unit: 'N m',
    amount: '1 N m over one step',
  },
  v: {
    id: 'costates-v',
    title: 'What another velocity would change',
    subtitle: 'derivative of the loss by the velocity of each joint; colours logarithmic',
    by: () => 'the velocity of each joint after each step',
    unit: 'rad/s',
    amount: '1 rad/s more',
  },
  q: {
    id: 'costates-q',
    title: 'What another position would change',
    subtitle: 'derivative of the loss by the position of each joint; colours logarithmic',
    by: () => 'the position of each joint after each step',
    unit: 'rad',
    amount: '1 rad more',
  },
} as const;

/** Rows of a figure that are joints: their ids are the names that all of the page knows. */
export const jointRows = ({ experiment: { model } }: StudiedArm): HeatNumbers['rows'] => {
  const names = independentJoints(model).map(({ name }) => name);
  return Array.from({ length: model.nv }, (_, k) => ({
    id: names[k] ?? `joint-${k}`,
    label: names[k] ?? `joint ${k + 1}`,
    colour: jointHue(k),
  }));
};

/** What the first method's clipping makes of the gradient that the costates belong to; '' where it leaves it as it is. */
function clipping({ walks: [{ method, title }] }: Look, gradient: Float64Array): string {
  const most = settingOf<number>(method, 'clipNorm');
  const size = norm(gradient);
  if (most === undefined || !(size > most)) return '';
  return `The whole gradient has a norm of ${said(size)} here: ${title} cuts it to ${said(most)}, and so multiplies all of this by ${said(most / size)}.`;
}

/** By force, velocity and position, of the rollout at the lowest point. */
export function costatesOverTime(look: Look, arm: StudiedArm, { costates, gradient }: Inspection): Drawing[] {
  const { dt } = arm.experiment.settings;
  const rows = jointRows(arm);
  const slides = arm.experiment.model.joints.some(({ type }) => type === 'prismatic');
  return (['tau', 'v', 'q'] as const).map((kind) => {
    const { id, title, subtitle, by, unit, amount } = kinds[kind];
    const values = costates[kind];
    const data: HeatNumbers = {
      id,
      title,
      subtitle,
      rows,
      values,
      columns: values.length / rows.length,
      dt,
      unit: slides ? '' : kind === 'tau' ? '1/(N m)' : `1/(${unit})`,
      scale: 'symlog',
    };
    const strongest = values.reduce((best, value, at) => (Math.abs(value) > Math.abs(values[best]) ? at : best), 0);
    const where = `${said(Math.floor(strongest / rows.length) * dt)} s on ${rows[strongest % rows.length].label}`;
    const caption = sentences([
      `Derivative of the loss by ${by(said(1000 * dt))}, at the lowest point (found by ${look.lowest.by}): the costates of the rollout.`,
      kind === 'tau'
        ? `A push matters most at ${where}, where ${amount} would change the loss by ${said(values[strongest])}.`
        : `It matters most at ${where}, where ${amount} would change the loss by ${said(values[strongest])}, as long as the loss is straight so far.`,
      'Where costates grow backwards in time the gradient of early forces is amplified by the arm itself; where they fade, early forces hardly count.',
      clipping(look, gradient),
    ]);
    return { data, caption };
  });
}
