/** @file What stands at a figure's head: the way to its note, and the menu that takes it away as a file. */
import { saveFile } from '../../../../platform/web/save-file.ts';
import { drawingOf, type Drawing, figureFile, type FigureFileKind } from '../../../plots/export/figure-file.ts';
import type { FigureData } from '../../../../figures/figure-data.ts';
import type { HeatmapData } from '../../../../figures/heat-data.ts';
import { icons } from '../../../panels/icons.tsx';
import { Popover } from '../../../panels/popover.tsx';
import { useStudio } from '../../../studio/studio.ts';
import { NoteLink } from '../../notes/note-link.tsx';
import type { Subject } from '../../notes/note-of.ts';
import { fileNameOf } from './file-name.ts';

const kinds: readonly FigureFileKind[] = ['svg', 'png'];

interface FigureMenuProps {
  /** Of the file, between scene and iteration. */
  readonly name: string;
  readonly draw: Drawing;
}

export function FigureMenu({ name, draw }: FigureMenuProps) {
  const { store } = useStudio();
  const save = async (kind: FigureFileKind): Promise<void> => {
    try {
      saveFile(fileNameOf(store, name, kind), await figureFile(draw, kind));
    } catch (error) {
      store.messages.notice.value = error instanceof Error ? error.message : String(error);
    }
  };
  return (
    <Popover
      id={`export-${name}`}
      class="quiet figure-menu"
      role="menu"
      title="Save this figure"
      label={`Save the figure ${name}`}
      tip="Save this figure as SVG or PNG"
      align="end"
      button={icons.more}
    >
      {kinds.map((kind) => (
        <button key={kind} type="button" role="menuitem" tabIndex={-1} onClick={() => void save(kind)}>
          Save as {kind.toUpperCase()}
        </button>
      ))}
    </Popover>
  );
}

interface FigureActionsProps {
  readonly data: FigureData | HeatmapData;
  /** What its note is about. */
  readonly about: Subject;
}

export const FigureActions = ({ data, about }: FigureActionsProps) => (
  <>
    <NoteLink of={about} label={data.title} />
    <FigureMenu
      name={'rows' in data ? (data.xName === 'iteration' ? 'layers' : 'gradient') : data.id}
      draw={drawingOf(data)}
    />
  </>
);
