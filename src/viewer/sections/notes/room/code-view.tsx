/** @file Code with numbers of its lines, scrolled to one of them. */
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { codeLines } from '../code-tokens.ts';

export interface CodeViewProps {
  readonly label: string;
  readonly text: string;
  /** Number of its first line. */
  readonly first?: number;
  /** A line that is marked, and in sight when it or the text changes. */
  readonly line?: number | null;
  /** Changes when the line is asked for again. */
  readonly asked?: unknown;
}

export function CodeView({ label, text, first = 1, line = null, asked = null }: CodeViewProps) {
  const lines = useMemo(() => codeLines(text.replace(/\n$/, '')), [text]);
  const view = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = view.current!;
    const marked = element.querySelector<HTMLElement>('[data-marked]');
    element.scrollTop = marked ? marked.offsetTop - element.clientHeight / 5 : 0;
    element.scrollLeft = 0;
  }, [text, line, asked]);
  return (
    <div class="code-view" ref={view} role="region" tabIndex={0} aria-label={label}>
      <pre>
        {lines.map((tokens, i) => (
          <div class="code-line" key={i} data-marked={first + i === line ? '' : undefined}>
            <span class="line-number" aria-hidden="true">
              {first + i}
            </span>
            <code>
              {tokens.map(([kind, part], k) =>
                kind === 'plain' ? (
                  part
                ) : (
                  <span class={`is-${kind}`} key={k}>
                    {part}
                  </span>
                ),
              )}
              {'\n'}
            </code>
          </div>
        ))}
      </pre>
    </div>
  );
}
