/** @file Many rollouts of what is estimated, and their report card. */
import { useMemo, useState } from 'preact/hooks';
import { tickText } from '../../../../figures/axis.ts';
import { reportLanes } from '../../../../senses/figures/report.ts';
import { StackFigure } from '../../../plots/stack-figure.tsx';
import type { Judged } from '../calls.ts';
import { runCounts, usualRuns } from '../judging.ts';
import type { Senses } from '../senses.ts';

function Card({ judged: { report, outcome }, isOutdated }: { readonly judged: Judged; readonly isOutdated: boolean }) {
  const lanes = useMemo(() => reportLanes(report), [report]);
  const { consistency, findings, errors, runs } = report;
  return (
    <div class="senses-report" data-outdated={isOutdated}>
      {isOutdated && <p class="remark">Of what was estimated before the last change.</p>}
      <p class="senses-verdict" data-bad={!consistency?.isConsistent} role="status">
        {consistency?.isConsistent
          ? `Consistent: ${consistency.tests.length} tests of ${runs} rollouts are passed.`
          : `Not consistent, by ${runs} rollouts:`}
      </p>
      {findings.length > 0 && (
        <ul>
          {findings.map((words) => (
            <li key={words}>{words}</li>
          ))}
        </ul>
      )}
      <p>{`Task: ${outcome}.`}</p>
      {lanes && (
        <div class="senses-report-lanes" style={{ height: `${92 + 96 * lanes.panels.length}px` }}>
          <StackFigure data={lanes} />
        </div>
      )}
      <table>
        <thead>
          <tr>
            <td />
            <th scope="col" data-tip="Root of the mean square over rollouts and ticks">
              error
            </th>
            <th scope="col" data-tip="By the least that any filter could have: the posterior Cramér-Rao bound">
              × bound
            </th>
          </tr>
        </thead>
        <tbody>
          {errors.map(({ label, unit, error, overBound }) => (
            <tr key={label}>
              <th scope="row">{label}</th>
              <td>{`${tickText(error)} ${unit}`}</td>
              <td>{Number.isFinite(overBound) ? overBound.toFixed(2) : 'unknown'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

export function ManyRollouts({ senses }: { readonly senses: Senses }) {
  const { judging } = senses;
  const [count, setCount] = useState<number>(senses.runs.value ?? usualRuns);
  const counts = [...new Set([...runCounts, count])].sort((a, b) => a - b);
  const { value: judged } = judging.judged;
  return (
    <section class="lab-group">
      <h3>Many rollouts</h3>
      <div class="lab-buttons">
        <select
          class="senses-count"
          aria-label="Rollouts"
          value={String(count)}
          onChange={({ currentTarget }) => setCount(Number(currentTarget.value))}
        >
          {counts.map((each) => (
            <option key={each} value={String(each)}>
              {each} rollouts
            </option>
          ))}
        </select>
        <button
          type="button"
          class="secondary"
          disabled={judging.underWay.value !== null}
          onClick={() => judging.run(count)}
        >
          Monte-Carlo
        </button>
      </div>
      {judged ? (
        <Card judged={judged.value} isOutdated={judged.isOutdated} />
      ) : (
        <p class="remark">
          Whether the filter doubts as much as it errs, by rollouts with other noise and other starts.
        </p>
      )}
    </section>
  );
}
