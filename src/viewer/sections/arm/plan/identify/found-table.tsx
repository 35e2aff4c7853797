/** @file What was identified, as a table: before, estimate and interval of each number, or why it is not determined. */
import type { IdentifiedRow } from '../../../../../identify/judgement.ts';
import { formatNumber } from '../../../../../text/quantities.ts';
import { icons } from '../../../../panels/icons.tsx';

const withUnit = (value: number, unit: string): string => `${formatNumber(value)} ${unit}`.trim();

/** How much an interval spans beside its estimate. */
function halfOf({ low, high, estimate, unit }: IdentifiedRow): string {
  const half = Math.max(high - estimate, estimate - low);
  return Number.isFinite(half) ? `± ${withUnit(half, unit)}` : '';
}

function Row({ row }: { readonly row: IdentifiedRow }) {
  const { name, unit, before, estimate, isDetermined, why } = row;
  return (
    <tr data-determined={isDetermined}>
      <th scope="row">
        {isDetermined ? icons.check : icons.warning}
        <span>{name}</span>
      </th>
      <td>{withUnit(before, unit)}</td>
      {isDetermined ? (
        <td>
          <b>{withUnit(estimate, unit)}</b> <small>{halfOf(row)}</small>
        </td>
      ) : (
        <td class="identify-why">{why}</td>
      )}
    </tr>
  );
}

interface FoundTableProps {
  readonly title: string;
  readonly rows: readonly IdentifiedRow[];
}

export const FoundTable = ({ title, rows }: FoundTableProps) => (
  <table class="identify-table">
    <caption>{title}</caption>
    <thead>
      <tr>
        <th scope="col">number</th>
        <th scope="col">before</th>
        <th scope="col" data-tip="With the interval that holds it with 95 % confidence">
          estimate
        </th>
      </tr>
    </thead>
    <tbody>
      {rows.map((row) => (
        <Row key={row.name} row={row} />
      ))}
    </tbody>
  </table>
);
