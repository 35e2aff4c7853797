/** @file Cost against one quantity: each size is measured side by side with one reference size. */
import { measure } from '../measure.mjs';
import { exponentOf } from '../statistics.mjs';

/**
 * `subjectOf(size)` gives `{ run, work }`; table of the time a unit of work, and of its ratio to that of `reference`.
 * A size that cannot be run is reported with its error.
 */
export async function scaling({ sizes, reference, subjectOf, unit, quantity }, settings) {
  const base = { name: 'reference', ...subjectOf(reference) };
  const measured = [];
  const rows = [];
  for (const size of sizes) {
    try {
      const subject = size === reference ? { ...base, name: 'size' } : { name: 'size', ...subjectOf(size) };
      const m = await measure([subject, base], settings);
      const ratio = m.size.over(m.reference);
      measured.push({ size, ratio, total: (ratio * subject.work) / base.work });
      rows.push([size, m.size.microseconds, m.size.spread, ratio]);
    } catch (error) {
      rows.push([size, `${error.name}: ${error.message.slice(0, 80)}`, '', '']);
    }
  }
  return {
    measured,
    table: { columns: [quantity, `us per ${unit}`, 'spread', `over ${quantity} ${reference}`], rows },
    /** Exponent of the whole cost in the size, for sizes from `least` on. */
    exponent: (least = 0) => {
      const points = measured.filter(({ size }) => size >= least);
      return exponentOf(
        points.map(({ size }) => size),
        points.map(({ total }) => total),
      );
    },
  };
}
