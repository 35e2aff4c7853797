/** @file How people read the costs of a scene: by what shall be small, and when. */
import type { Scene } from '../../../scene/schema.ts';
import { typeOf } from '../../../settings/kinds.ts';
import { residualKinds } from '../../../task/residuals/kinds.ts';

type Cost = Scene['costs'][number];

const isSame = (one: Cost, other: Cost): boolean => JSON.stringify(one.residual) === JSON.stringify(other.residual);

function labelOf(cost: Cost, costs: readonly Cost[]): string {
  const { title } = residualKinds.of(typeOf(cost.residual));
  if (cost.when === 'final') return `${title} at the end`;
  const hasEnd = cost.when === 'running' && costs.some((other) => other.when === 'final' && isSame(cost, other));
  return hasEnd ? `${title} on the way` : title;
}

/** A label for each cost: `Distance on the way`; with the cost's own name where two would be called the same. */
export function costLabels({ costs }: Scene): readonly string[] {
  const labels = costs.map((cost) => labelOf(cost, costs));
  const isOnly = (label: string): boolean => labels.indexOf(label) === labels.lastIndexOf(label);
  return labels.map((label, i) => (isOnly(label) ? label : `${label} (${costs[i].name})`));
}
