/** @file The numbers of a plot as a table, on request: for screen readers, and for those who want to copy them. */
import { useState } from 'preact/hooks';

export interface TableContent {
  readonly heads: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** Most rows of a table. */
const mostRows = 60;

/** At most so many of `count` indices, evenly, the last one among them. */
export function someOf(count: number, most = mostRows): number[] {
  if (count <= most) return Array.from({ length: count }, (_, index) => index);
  return Array.from({ length: most }, (_, row) => Math.round((row * (count - 1)) / (most - 1)));
}

/** Shown when its summary has the focus or the pointer is over the figure; filled only while it is open. */
export function NumbersTable({ title, content }: { readonly title: string; readonly content: () => TableContent }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <details class="plot-table" open={isOpen} onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary aria-label={`Numbers of ${title}`}>{isOpen ? 'Close' : 'Numbers'}</summary>
      {isOpen && <Rows {...content()} title={title} />}
    </details>
  );
}

function Rows({ heads, rows, title }: TableContent & { readonly title: string }) {
  return (
    <div class="plot-table-rows" tabIndex={0} role="region" aria-label={title}>
      <table>
        <thead>
          <tr>
            {heads.map((head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row[0]}>
              {row.map((cell, column) => (
                <td key={heads[column]}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
