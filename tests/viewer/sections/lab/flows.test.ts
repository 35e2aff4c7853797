/** @file The flows that stand beside the methods can be chosen: every curve of the figure belongs to a method or to one of them. */
import { describe, expect, it } from 'vitest';
import type { ChartData } from '../../../../src/figures/chart/chart-data.ts';
import type { Drawing } from '../../../../src/lab/figures/lab-figure.ts';
import { flowNames, flowsIn, withFlows } from '../../../../src/viewer/sections/lab/flows.ts';
import { drawn, looked } from '../../../support/studies.ts';

const labels = ({ data }: Drawing): string[] => (data as ChartData).curves.map(({ label }) => label);

describe('chosen flows', () => {
  it('leave the methods, and the curves of the flows that are chosen', async () => {
    const drawings = await drawn(await looked({ iterations: 5 }), 'flow');
    const [losses, distances, orders] = drawings;
    expect(labels(withFlows(losses, ['modified']))).toEqual(['Gradient descent, step 0.3']);
    expect(labels(withFlows(losses, ['exact']))).toEqual(['Gradient descent, step 0.3', 'gradient flow']);
    expect(labels(withFlows(distances, ['exact']))).toEqual(['Gradient descent, step 0.3']);
    expect(labels(withFlows(distances, ['modified']))).toEqual(['Gradient descent, to its own flow']);
    expect(labels(withFlows(orders, ['exact']))).toContain('to the gradient flow');
    expect(labels(withFlows(orders, ['exact']))).not.toContain('to the modified flow');
    expect(drawings.map(flowsIn)).toEqual([['exact'], flowNames, flowNames]);
    for (const drawing of drawings) expect(withFlows(drawing, flowNames)).toBe(drawing);
  });

  it('leave a figure whole that would be empty, and one that has no curves', async () => {
    const [, distances] = await drawn(await looked({ iterations: 5 }), 'flow');
    expect(withFlows(distances, [])).toBe(distances);
    const [surface] = await drawn(await looked(), 'surface');
    expect(withFlows(surface, ['exact'])).toBe(surface);
  });
});
