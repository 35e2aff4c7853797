/** @file Which flows stand beside the methods: the gradient flow itself, and the one that a method with steps follows. */
import type { Drawing } from '../../../lab/figures/lab-figure.ts';

/** One of them, as the address says it. */
export type FlowName = 'exact' | 'modified';

export const flowWords: readonly { readonly name: FlowName; readonly title: string; readonly tip: string }[] = [
  { name: 'exact', title: 'Gradient flow', tip: 'dx/dt = −∇L, which steps of no length would follow' },
  {
    name: 'modified',
    title: 'Modified flow',
    tip: 'What steps of a finite length follow: of descent −∇(L + η/4 |∇L|²), of momentum a flow of second order',
  },
];

export const flowNames: readonly FlowName[] = flowWords.map(({ name }) => name);

/** Whose flow a curve is, or is measured from; null for a curve of a method itself. */
function flowOf(id: string): FlowName | null {
  if (id === 'modified' || id.startsWith('own-')) return 'modified';
  return id === 'flow' || id.startsWith('flow-') ? 'exact' : null;
}

/** The flows that a figure has curves of. */
export function flowsIn({ data }: Drawing): readonly FlowName[] {
  const found = 'curves' in data ? data.curves.map(({ id }) => flowOf(id)) : [];
  return flowNames.filter((name) => found.includes(name));
}

/** A figure of flows with the curves of these alone; whole where nothing would be left. */
export function withFlows(drawing: Drawing, flows: readonly FlowName[]): Drawing {
  const { data } = drawing;
  if (!('curves' in data)) return drawing;
  const curves = data.curves.filter(({ id }) => {
    const flow = flowOf(id);
    return flow === null || flows.includes(flow);
  });
  return curves.length === 0 || curves.length === data.curves.length
    ? drawing
    : { ...drawing, data: { ...data, curves } };
}
