/** @file Tables of numbers as CSV (RFC 4180): a row of names, then rows of numbers, of which a cell without a value is empty. */
import { ArgumentError, limits } from '../errors.ts';
import { described } from '../text/described.ts';
import { printable } from '../text/printable.ts';

/** A table of numbers, column by column. */
export interface CsvTable {
  readonly columns: readonly CsvColumn[];
}

/** A column under its name; null where a row has no value of it. */
export interface CsvColumn {
  readonly name: string;
  readonly values: readonly (number | null)[];
}

const needsQuotes = /[",\r\n]/;

const quotedCell = (text: string): string => (needsQuotes.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** What NumPy and pandas read; every bit comes back. */
function cellOf(value: number | null): string {
  if (value === null) return '';
  if (Number.isFinite(value)) return Object.is(value, -0) ? '-0' : String(value);
  return Number.isNaN(value) ? 'nan' : value > 0 ? 'inf' : '-inf';
}

/** The text of a table. Throws an ArgumentError where it is none. */
export function encodeCsv(table: CsvTable): string {
  const { columns } = Object(table) as Partial<CsvTable>;
  if (!Array.isArray(columns) || columns.length === 0)
    throw new ArgumentError('columns', described(columns), 'a list of at least one column');
  const rows = requireColumns(columns as CsvColumn[]);
  const lines = [columns.map(({ name }: CsvColumn) => quotedCell(name)).join(',')];
  for (let row = 0; row < rows; row++)
    lines.push(columns.map(({ values }: CsvColumn) => cellOf(values[row])).join(','));
  return lines.map((line) => `${line}\r\n`).join('');
}

/** Refuses columns that make no table; how many rows it has. */
function requireColumns(columns: readonly CsvColumn[]): number {
  const rows = (Object(columns[0]) as Partial<CsvColumn>).values?.length;
  columns.forEach((column, i) => {
    const { name, values } = Object(column) as Partial<CsvColumn>;
    if (typeof name !== 'string') throw new ArgumentError(`columns[${i}].name`, described(name), 'a text');
    if (!Array.isArray(values) || !values.every((value) => value === null || typeof value === 'number'))
      throw new ArgumentError(`columns[${i}].values`, described(values), 'a list of numbers or null');
    if (values.length !== rows)
      throw new ArgumentError(`columns[${i}].values`, `${values.length} values`, `${rows}, as in the first column`);
  });
  return rows!;
}

/** A cell, of bounded length, with the comma or the end of the line behind it. */
const cell = /(?:"((?:[^"]|""){0,10000})"|([^",\r\n]{0,10000}))(,|\r\n|\n|$)/y;

const number = /^[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?$/;

const words: Readonly<Record<string, number>> = { nan: NaN, inf: Infinity, '+inf': Infinity, '-inf': -Infinity };

/** The table of a text; `file` names it in errors. Throws an ArgumentError that says the line of what is none. */
export function decodeCsv(text: string, file = 'csv'): CsvTable {
  if (typeof text !== 'string') throw new ArgumentError('csv', described(text), 'a text');
  if (text.length > limits.tableBytes)
    throw new ArgumentError(file, `${text.length} characters`, `at most ${limits.tableBytes}`);
  const [names = [], ...rows] = linesOf(text.replace(/^\ufeff/, ''), file);
  if (names.length === 0) throw new ArgumentError(file, 'an empty text', 'a row of names, then rows of numbers');
  rows.forEach(({ length }, i) => {
    if (length !== names.length)
      throw new ArgumentError(`${file}, row ${i + 2}`, `${length} cells`, `${names.length}, as in the first row`);
  });
  const values = (column: number): (number | null)[] =>
    rows.map((row, i) => valueOf(row[column], `${file}, row ${i + 2}`));
  return { columns: names.map((name, column) => ({ name, values: values(column) })) };
}

function valueOf(text: string, row: string): number | null {
  const said = text.trim();
  if (said === '') return null;
  if (number.test(said)) return Number(said);
  const word = said.toLowerCase();
  if (Object.hasOwn(words, word)) return words[word];
  throw new ArgumentError(row, `"${printable(said)}"`, 'a number, or nothing');
}

/** Cells of each row; empty lines at the end are none. */
function linesOf(text: string, file: string): string[][] {
  const lines: string[][] = [];
  let line: string[] = [];
  cell.lastIndex = 0;
  while (cell.lastIndex < text.length || line.length > 0) {
    const match = cell.exec(text);
    if (!match)
      throw new ArgumentError(
        `${file}, row ${lines.length + 1}`,
        'a quote that is not closed, text behind one, or a cell without end',
        'cells',
      );
    const [, quoted, plain, end] = match;
    line.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end === ',') continue;
    lines.push(line);
    line = [];
  }
  while (lines.length > 1 && lines.at(-1)!.length === 1 && lines.at(-1)![0] === '') lines.pop();
  return lines;
}
