/** @file The column beside a note: the implementation that it derives, or the code of its checks. */
import type { CheckResult } from '../checks/calls.ts';
import { resultWords } from '../checks/words.ts';
import type { Code, Note, NoteEntry } from '../note.ts';
import { CodeView } from './code-view.tsx';

export type Side = 'code' | 'checks';

export interface CodeColumnProps {
  readonly note: Note;
  readonly entry: NoteEntry;
  readonly code: Code;
  readonly results: readonly CheckResult[];
  /** Name in the code that is shown. */
  readonly symbol: string;
  readonly onSymbol: (symbol: string) => void;
  /** Changes when the same name is asked for again. */
  readonly asked: unknown;
  readonly side: Side;
  readonly onSide: (side: Side) => void;
}

const sides: readonly (readonly [Side, string])[] = [
  ['code', 'Code'],
  ['checks', 'Checks'],
];

export function CodeColumn(props: CodeColumnProps) {
  const { side, onSide } = props;
  /** There are two: either arrow leads to the other. */
  const onKeyDown = (event: KeyboardEvent & { readonly currentTarget: HTMLElement }): void => {
    if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
    const other = side === 'code' ? 'checks' : 'code';
    event.preventDefault();
    event.stopPropagation();
    onSide(other);
    event.currentTarget.querySelector<HTMLElement>(`#notes-tab-${other}`)?.focus();
  };
  return (
    <>
      <div class="side-tabs" role="tablist" aria-label="Beside the note" onKeyDown={onKeyDown}>
        {sides.map(([name, title]) => (
          <button
            key={name}
            type="button"
            role="tab"
            id={`notes-tab-${name}`}
            aria-selected={side === name}
            tabIndex={side === name ? 0 : -1}
            aria-controls="notes-side"
            onClick={() => onSide(name)}
          >
            {title}
          </button>
        ))}
      </div>
      <div id="notes-side" class="notes-side" role="tabpanel" aria-labelledby={`notes-tab-${side}`}>
        {side === 'code' ? <Implementation {...props} /> : <ChecksCode {...props} />}
      </div>
    </>
  );
}

function Implementation({ entry, code, symbol, onSymbol, asked }: CodeColumnProps) {
  const symbols = entry.symbols.includes(symbol) || symbol === '' ? entry.symbols : [symbol, ...entry.symbols];
  return (
    <>
      <p class="code-path">
        <code>{code.path}</code>
      </p>
      {symbols.length > 1 && (
        <div class="code-symbols" role="group" aria-label="Go to a name in the code">
          {symbols.map((name) => (
            <button key={name} type="button" aria-pressed={name === symbol} onClick={() => onSymbol(name)}>
              {name}
            </button>
          ))}
        </div>
      )}
      <CodeView label={`Code of ${code.path}`} text={code.text} line={code.lines[symbol] ?? null} asked={asked} />
    </>
  );
}

function ChecksCode({ note, results }: CodeColumnProps) {
  return (
    <>
      {note.checks.map(({ id, line, code }) => {
        const result = results.find((candidate) => candidate.line === line);
        return (
          <section class="check-code" key={id} aria-label={`Check at line ${line}`}>
            <p class="code-path">
              <code>
                math_notes/{note.path}:{line}
              </code>
              {result && <small class={result.passed ? 'good' : 'bad'}>{resultWords(result)}</small>}
            </p>
            <CodeView label={`Check at line ${line}`} text={code} first={line} />
          </section>
        );
      })}
    </>
  );
}
