/** @file The heatmap of the push that would lower the loss, at every joint and instant, as data. */
import { independentJoints } from '../../../../robot/independent-joints.ts';
import type { RobotModel } from '../../../../robot/model.ts';
import { formatNumber } from '../../../../text/quantities.ts';
import type { HeatmapData } from '../../../../figures/heat-data.ts';
import type { CostateKind } from '../../../studio/store/shown.ts';
import type { Look } from '../calls.ts';
import { jointColours } from '../joint-colours.ts';
import { jointLabels } from '../joint-labels.ts';
import { pushesOf, symbolOf, unitOf, type WithCostates } from '../push.ts';

/** The heatmap of a look, as data. */
export function pushHeatmap(
  look: WithCostates & { readonly motion: Pick<Look['motion'], 'dt'> },
  model: RobotModel,
  kind: CostateKind,
  subtitle: string,
): HeatmapData {
  const colours = jointColours(model);
  const labels = jointLabels(model);
  const values = pushesOf(look, kind);
  const unit = `per ${unitOf(kind, model)}`;
  return {
    title: `${symbolOf(kind)}, joint × time`,
    subtitle,
    rows: independentJoints(model).map(({ name }) => ({
      id: name,
      label: labels.get(name) ?? name,
      colour: colours[name],
    })),
    values,
    columns: values.length / model.nv,
    dt: look.motion.dt,
    unit,
    scale: 'symlog',
    format: (value) => `${formatNumber(value)} ${unit}`,
  };
}
