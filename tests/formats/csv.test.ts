/** @file Tables as CSV and back: every bit, names of any kind, and what is no table refused with its row. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ArgumentError } from '../../src/errors.ts';
import { type CsvColumn, type CsvTable, decodeCsv, encodeCsv } from '../../src/formats/csv.ts';
import { testSeed } from '../support/random.ts';

describe('csv', () => {
  it('has a row of names, then rows of numbers, as RFC 4180 says', () => {
    const table: CsvTable = {
      columns: [
        { name: 'time [s]', values: [0, 0.1, 1e-9] },
        { name: 'a "b", c', values: [null, NaN, -0] },
        { name: 'x', values: [Infinity, -Infinity, 0.1 + 0.2] },
      ],
    };
    const text = 'time [s],"a ""b"", c",x\r\n0,,inf\r\n0.1,nan,-inf\r\n1e-9,-0,0.30000000000000004\r\n';
    expect(encodeCsv(table)).toBe(text);
    expect(decodeCsv(text)).toEqual(table);
  });

  it('comes back with every bit and every name', () => {
    const columns = fc.integer({ min: 0, max: 5 }).chain((rows) => {
      const values = fc.array(fc.option(fc.double()), { minLength: rows, maxLength: rows });
      return fc.array(fc.record({ name: fc.string(), values }), { minLength: 2, maxLength: 4 });
    });
    fc.assert(
      fc.property(columns, (given) => {
        expect(decodeCsv(encodeCsv({ columns: given })).columns).toEqual(given);
      }),
      { seed: testSeed, numRuns: 200 },
    );
  });

  it('is read with ends of lines of any system, a mark at its begin, and empty lines at its end', () => {
    const columns = [
      { name: 'a', values: [1, 3] },
      { name: 'b', values: [2, null] },
    ];
    for (const text of ['a,b\n1,2\n3,', '\ufeffa,b\r\n1,2\r\n3,\r\n', 'a,b\n1, 2\n+3e0,\n\n\n'])
      expect(decodeCsv(text)).toEqual({ columns });
  });

  it.each<[unknown, string]>([
    ['', 'csv: found an empty text; expected a row of names'],
    ['a,b\n1', 'csv, row 2: found 1 cells; expected 2'],
    ['a\n1\n1,2', 'csv, row 3: found 2 cells; expected 1'],
    ['a\n1\n0x10', 'csv, row 3: found "0x10"; expected a number'],
    ['a\n1,5'.replace(',', ' '), 'csv, row 2: found "1 5"'],
    ['a\n1e', 'csv, row 2: found "1e"'],
    ['a\ntrue', 'csv, row 2: found "true"'],
    ['a\n"1', 'csv, row 2: found a quote that is not closed'],
    ['a\n"1"2', 'csv, row 2: found a quote that is not closed, text behind one'],
    [`a\n${'1'.repeat(20_000)}`, 'csv, row 2: found a quote that is not closed'],
    [`a\n"${'""'.repeat(1e6)}"`, 'csv, row 2: found a quote that is not closed'],
    [3, 'csv: found 3; expected a text'],
  ])('%j is refused', (text, says) => {
    expect(() => decodeCsv(text as string)).toThrow(ArgumentError);
    expect(() => decodeCsv(text as string)).toThrow(says);
  });

  it.each<[unknown, string]>([
    [null, 'columns: found undefined'],
    [{ columns: [] }, 'columns: found an empty list'],
    [{ columns: [null] }, 'columns[0].name: found undefined'],
    [{ columns: [{ name: 'a', values: ['1'] }] }, 'columns[0].values: found a list of 1; expected a list of numbers'],
    [{ columns: [{ name: 'a', values: [1] }, { name: 'b', values: [] }] }, 'columns[1].values: found 0 values; expected 1'], // prettier-ignore
  ])('%j is not written', (table, says) => {
    expect(() => encodeCsv(table as CsvTable)).toThrow(says);
  });

  it('takes a column of any length', () => {
    const values = Array.from({ length: 200_000 }, (_, i) => i / 3);
    const columns: CsvColumn[] = [{ name: 'a', values }];
    expect(decodeCsv(encodeCsv({ columns })).columns[0].values).toEqual(values);
  });
});
