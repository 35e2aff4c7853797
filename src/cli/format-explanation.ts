/** @file The explanation of a program as tables. */
import type { ProgramReport, RegionReport } from '../core/backend/explain-program.ts';
import type { Explanation, Limit } from '../learning/explain-experiment.ts';
import { printable } from '../text/printable.ts';
import { formatBytes, formatRate } from '../text/quantities.ts';
import { describeMemory } from '../parallel/memory-plan.ts';
import { table } from './terminal.ts';

/** Lines below each other under a heading, and an empty line. */
const section = (heading: string, rows: readonly (readonly string[])[]): string => `${heading}\n${table(rows)}\n\n`;

const nameOf = ({ steps, isReverse }: RegionReport): string =>
  steps === 1 ? 'once' : `${isReverse ? 'reverse' : 'forward'} x ${steps}`;

const recordWords: Readonly<Record<ProgramReport['records'], string>> = {
  whole: 'whole',
  windows: 'copied near, some steps at a time',
  segments: 'of one segment at a time, made again in the reverse sweep',
};

/** Counts of a kind for every region, the kind with the most first. */
function counts(
  regions: readonly RegionReport[],
  of: (region: RegionReport) => Readonly<Record<string, number>>,
): string[][] {
  const totals = new Map<string, number>();
  for (const region of regions)
    for (const [key, count] of Object.entries(of(region))) totals.set(key, (totals.get(key) ?? 0) + count);
  return [...totals]
    .sort(([, a], [, b]) => b - a)
    .map(([key, total]) => [key, ...regions.map((region) => String(of(region)[key] ?? '')), String(total)]);
}

function formatKernel({
  nodes,
  passes,
  regions,
  lanes,
  records,
  slots,
  memoryBytes,
  functions,
  codeBytes,
}: ProgramReport): string {
  const header = (title: string): string[] => [title, ...regions.map(nameOf), 'in all'];
  const sums = (title: string, of: (region: RegionReport) => number): string[] => {
    const numbers = regions.map(of);
    return [title, ...numbers.map(String), String(numbers.reduce((a, b) => a + b, 0))];
  };
  return [
    section(`Operations of one member, from ${nodes} nodes of the graph; those of a loop counted once`, [
      ...passes.map(({ pass, operations }) => [pass, String(operations)]),
    ]),
    section('Code', [
      header(''),
      sums('operations', ({ operations }) => operations),
      sums('tiles', ({ tiles }) => tiles),
      sums('values loaded into tiles', ({ loads }) => loads),
      sums('constants', ({ constants }) => constants),
      sums('values stored by tiles', ({ stores }) => stores),
    ]),
    section('Operations by instruction', [header(''), ...counts(regions, ({ byInstruction }) => byInstruction)]),
    section('Operations by what they are for', [header(''), ...counts(regions, ({ byNote }) => byNote)]),
    section('Program', [
      ['lanes of a block', String(lanes)],
      ['live values that cross tiles', String(slots)],
      ['memory of a block', formatBytes(memoryBytes)],
      ['records of loops', recordWords[records]],
      ['functions', String(functions)],
      ['code', formatBytes(codeBytes)],
    ]),
  ].join('');
}

function formatLimit({ operationsPerStep, peakOperationsPerSecond, secondsPerStep }: Limit): string {
  const rows = [['operations of a member and step', operationsPerStep.toFixed(0)]];
  if (peakOperationsPerSecond === null || secondsPerStep === null)
    return section('Limit: not measured, as WebAssembly SIMD is not available here', rows);
  return section('Estimated limit on this machine, one core', [
    ...rows,
    [
      'peak rate, measured now (additions and multiplications in registers)',
      formatRate(peakOperationsPerSecond, 'operations'),
    ],
    ['rollout and gradient at that rate', `${(1e6 * secondsPerStep).toFixed(4)} us for a member and step`],
  ]);
}

export function formatExplanation(explanation: Explanation): string {
  const { scene, robot, controller, steps, members, kernels, nodesBetween, memory, limit } = explanation;
  const between = nodesBetween.length > 0 ? `Between kernels: ${nodesBetween.join(', ')}\n\n` : '';
  const count = members === 1 ? 'one member' : `${members} members`;
  return (
    `${printable(scene)}: loss and gradient of ${printable(robot)} under ${controller}, ${steps} steps, ${count}\n\n` +
    `${kernels.map(formatKernel).join('')}${between}${describeMemory(memory)}\n\n${formatLimit(limit)}`.trimEnd() +
    '\n'
  );
}
