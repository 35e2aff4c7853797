/** @file What the room shows before a note is chosen. */
import { RunChecks, type RunChecksProps } from './run-checks.tsx';
import { entries } from '../library.ts';
import { groups } from './contents-panel.tsx';

export function Overview(props: RunChecksProps) {
  return (
    <article class="note-text overview">
      <div class="note-measure">
        <h1>Math notes</h1>
        <p>
          {entries.length} notes derive the mathematics of the simulator, a note for each file. Beside every equation
          stands the code that computes it, and each note ends in a program that compares the two at random points. The
          programs run here, in this page.
        </p>
        <RunChecks {...props} />
        <ul class="overview-groups">
          {groups.map(({ folder, entries: ofGroup }) => (
            <li key={folder}>
              <h2>{folder.replaceAll('/', ' / ')}</h2>
              <p>
                {ofGroup.map(({ path, title }) => (
                  <button key={path} type="button" class="to-note" onClick={() => props.onOpen(path)}>
                    {title}
                  </button>
                ))}
              </p>
            </li>
          ))}
        </ul>
      </div>
    </article>
  );
}
