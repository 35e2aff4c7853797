/** @file Which figure of the Lab is shown, and how its surface is drawn. */
import type { Dimension } from '../../../../lab/figures/names.ts';
import { moveAmongTabs } from '../../../panels/tabs.tsx';
import type { Lab } from '../lab.ts';
import { figureTabs } from '../words.ts';

export function FigureTabs({ lab }: { readonly lab: Lab }) {
  const { value: missing } = lab.facts;
  return (
    <div class="segments lab-tabs" role="tablist" aria-label="Figures" onKeyDown={moveAmongTabs}>
      {figureTabs.map(({ name, title, tip }) => (
        <button
          key={name}
          type="button"
          role="tab"
          id={`lab-tab-${name}`}
          aria-selected={lab.figure.value === name}
          aria-controls="lab-figure"
          tabIndex={lab.figure.value === name ? 0 : -1}
          data-tip={missing?.missing[name] ?? tip}
          onClick={() => (lab.figure.value = name)}
        >
          {title}
        </button>
      ))}
    </div>
  );
}

const dimensionWords: readonly { readonly dim: Dimension; readonly title: string; readonly tip: string }[] = [
  { dim: 2, title: 'Map', tip: 'The surface from above: lines of equal loss' },
  { dim: 3, title: 'Surface', tip: 'The surface in space: drag to turn it' },
];

/** How the surface is drawn. */
export function DimensionTabs({ lab }: { readonly lab: Lab }) {
  if (lab.figure.value !== 'surface') return null;
  return (
    <div class="segments lab-tabs lab-dimensions" role="tablist" aria-label="Drawn as" onKeyDown={moveAmongTabs}>
      {dimensionWords.map(({ dim, title, tip }) => (
        <button
          key={dim}
          type="button"
          role="tab"
          id={`lab-dim-${dim}`}
          aria-selected={lab.seen.dimension.value === dim}
          aria-controls="lab-figure"
          tabIndex={lab.seen.dimension.value === dim ? 0 : -1}
          data-tip={tip}
          onClick={() => lab.seen.choose(dim)}
        >
          {title}
        </button>
      ))}
    </div>
  );
}
