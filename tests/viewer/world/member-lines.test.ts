/** @file Restarts' paths: neighbours are joined, paths are not, and the buffer is kept. */
import { describe, expect, it } from 'vitest';
import { MemberLines, segmentsOf } from '../../../src/viewer/world/member-lines.ts';
import { themes } from '../../../src/viewer/world/theme.ts';

describe('segmentsOf', () => {
  it('joins the points of each path, and no path to the next', () => {
    expect([...segmentsOf(2, 3)]).toEqual([0, 1, 1, 2, 3, 4, 4, 5]);
    expect([...segmentsOf(3, 1)]).toEqual([]);
  });
});

describe('MemberLines', () => {
  it('writes new points into the buffer that it has, and hides itself without any', () => {
    const lines = new MemberLines(themes.light);
    expect(lines.object.visible).toBe(false);
    lines.show(
      Float32Array.from({ length: 18 }, (_, i) => i),
      3,
    );
    const attribute = lines.object.geometry.getAttribute('position');
    lines.show(new Float32Array(18).fill(7), 3);
    expect(lines.object.geometry.getAttribute('position')).toBe(attribute);
    expect([...attribute.array]).toEqual(new Array(18).fill(7));
    lines.show(new Float32Array(18), 2);
    expect(lines.object.geometry.getIndex()!.count).toBe(6);
    lines.show(new Float32Array(), 0);
    expect(lines.object.visible).toBe(false);
  });
});
