/** @file Results as text for a terminal, and as a page in Markdown with machine and date. */
import { execFileSync } from 'node:child_process';
import { cpus, release, totalmem, type } from 'node:os';

export const machine = () => ({
  cpu: cpus()[0].model.trim(),
  cores: cpus().length,
  memory: `${Math.round(totalmem() / 2 ** 30)} GiB`,
  system: `${type()} ${release()}`,
  node: process.version,
  v8: process.versions.v8,
});

/** Commit of the checkout, or nothing where there is no git. */
export function commit() {
  try {
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8', stdio: 'pipe' }).trim();
  } catch {
    return undefined;
  }
}

/** Three digits; percentages for spreads. */
function cell(value, column) {
  if (typeof value !== 'number') return String(value);
  if (column === 'spread') return `${(100 * value).toFixed(1)} %`;
  if (Number.isInteger(value)) return String(value);
  return value >= 1000 ? value.toFixed(0) : value < 1e-3 ? value.toExponential(1) : value.toPrecision(3);
}

function pad(rows) {
  const widths = rows[0].map((_, i) => Math.max(...rows.map((row) => row[i].length)));
  return rows.map((row) => row.map((text, i) => (i === 0 ? text.padEnd(widths[i]) : text.padStart(widths[i]))));
}

const textRows = ({ columns, rows }) => [columns, ...rows.map((row) => row.map((value, i) => cell(value, columns[i])))];

const target = ({ atLeast, atMost }) =>
  atLeast !== undefined ? `>= ${atLeast}` : atMost !== undefined ? `<= ${atMost}` : '';

function verdict({ value, atLeast, atMost }) {
  if (atLeast === undefined && atMost === undefined) return '';
  return value >= (atLeast ?? -Infinity) && value <= (atMost ?? Infinity) ? 'met' : 'not met';
}

/** All ratios of all cases, with what is aimed at. */
const figureTable = (cases) => ({
  columns: ['ratio', 'measured', 'aim', ''],
  rows: cases.flatMap(({ figures }) =>
    figures.map((figure) => [figure.label, figure.value, target(figure), verdict(figure)]),
  ),
});

export function caseAsText({ title, tables, notes, skipped, failed }) {
  const lines = [title, ''];
  if (skipped) lines.push(`  skipped: ${skipped}`);
  if (failed) lines.push(`  failed: ${failed}`);
  for (const table of tables) lines.push(...pad(textRows(table)).map((row) => `  ${row.join('  ')}`), '');
  return [...lines, ...notes.map((note) => `  ${note}`), ''].join('\n');
}

export const summaryAsText = (cases) =>
  ['Ratios', '', ...pad(textRows(figureTable(cases))).map((row) => `  ${row.join('  ')}`), ''].join('\n');

function markdownTable(table) {
  const [header, ...rows] = textRows(table);
  const line = (row) => `| ${row.map((text) => text.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(header), line(header.map((_, i) => (i === 0 ? '---' : '---:'))), ...rows.map(line)].join('\n');
}

export function asMarkdown({ date, command, machine: host, commit: revision, clock, cases }) {
  const parts = [
    '# Measured',
    `Written by \`${command}\` on ${date}${revision ? `, commit ${revision}` : ''}. Ratios are medians over rounds in which both sides ran side by side; times are ${clock === 'cpu' ? 'on the processor' : 'on the wall'}.`,
    `Machine: ${host.cpu}, ${host.cores} cores, ${host.memory}, ${host.system}, Node ${host.node} (V8 ${host.v8}). One core is used unless said.`,
    markdownTable(figureTable(cases)),
  ];
  for (const { title, tables, notes, skipped, failed } of cases) {
    parts.push(`## ${title}`);
    if (skipped) parts.push(`Skipped: ${skipped}.`);
    if (failed) parts.push(`Failed: ${failed}.`);
    parts.push(...tables.map(markdownTable), ...notes);
  }
  return `${parts.join('\n\n')}\n`;
}
