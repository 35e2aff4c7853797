/** @file What is learned as an SVG: every number with the bar of its change and the bar of its gradient, as in the panel. */
import type { Palette } from '../../../../figures/colours.ts';
import { headOf } from '../../../../figures/figure-svg.ts';
import { element, svgDocument, textElement } from '../../../../figures/svg.ts';
import { capitalized } from '../../../../text/capitalized.ts';
import type { LearnedGroup, LearnedRow } from './learned.ts';

const [width, rowHeight, head, side] = [560, 18, 40, 12];

/** Where the bars begin, and how long half of one is. */
const [left, half] = [130, 130];

const middle = left + half;

/** From the middle to the right for more, to the left for less. */
function bar(share: number, top: number, height: number, palette: Palette): string {
  const length = half * Math.min(Math.abs(share), 1);
  const x = share < 0 ? middle - length : middle;
  return element('rect', { x, y: top, width: length, height, fill: palette(share < 0 ? '--minus' : '--plus') });
}

const rowOf = ({ label, change, changeShare, pushShare }: LearnedRow, top: number, palette: Palette): string[] => [
  textElement(label, { x: side + 8, y: top + 12, fill: palette('--muted') }),
  bar(changeShare, top + 2, 8, palette),
  bar(pushShare, top + 11, 3, palette),
  textElement(change, { x: width - side, y: top + 12, 'text-anchor': 'end', fill: palette('--text') }),
];

/** `k`: the iteration that is shown. */
export function learnedSvg(groups: readonly LearnedGroup[], k: number, palette: Palette): string {
  const children = headOf(
    'What is learned',
    `iteration ${k} minus start; thin: the push of the gradient`,
    width,
    palette,
  );
  let top = head;
  for (const { title, rows } of groups) {
    children.push(
      textElement(capitalized(title), { x: side, y: top + 13, 'font-weight': 600, fill: palette('--text') }),
    );
    top += rowHeight;
    for (const row of rows) {
      for (const part of rowOf(row, top, palette)) children.push(part);
      top += rowHeight;
    }
  }
  const axis = element('path', { d: `M${middle} ${head}V${top}`, stroke: palette('--line') });
  return svgDocument({
    width,
    height: top + side,
    title: 'What is learned',
    background: palette('--surface'),
    children: [axis, ...children],
  });
}
