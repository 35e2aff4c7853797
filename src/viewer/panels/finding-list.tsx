/** @file Findings about a robot file, the way a compiler lists them: line and column first. */
import type { RobotFinding } from '../../errors.ts';
import { oneLine, printable } from '../../text/printable.ts';
import { withoutOptions } from '../studio/failure-words.ts';

function Finding({ file, finding }: { readonly file: string; readonly finding: RobotFinding }) {
  const { severity, code, line, column, element, problem, found, expected, remedy } = finding;
  return (
    <li class={`finding ${severity}`}>
      <p class="finding-head">
        <code class="place">{`${printable(file)}:${line}:${column}`}</code>
        <span class="severity">{severity}</span>
        <code class="code">{code}</code>
      </p>
      <p class="finding-problem">{printable(problem)}</p>
      <dl>
        {element && (
          <>
            <dt>in</dt>
            <dd>
              <code>{printable(element)}</code>
            </dd>
          </>
        )}
        {found !== undefined && (
          <>
            <dt>found</dt>
            <dd>
              <code>{printable(found)}</code>
            </dd>
          </>
        )}
        {expected !== undefined && (
          <>
            <dt>expected</dt>
            <dd>{printable(expected)}</dd>
          </>
        )}
        {remedy !== undefined && (
          <>
            <dt>fix</dt>
            <dd>{withoutOptions(oneLine(remedy))}</dd>
          </>
        )}
      </dl>
    </li>
  );
}

export function FindingList({ file, findings }: { readonly file: string; readonly findings: readonly RobotFinding[] }) {
  return (
    <ol class="findings">
      {findings.map((finding, i) => (
        <Finding key={i} file={file} finding={finding} />
      ))}
    </ol>
  );
}
