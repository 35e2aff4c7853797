/** @file What stands at a figure's head: the way to its note, and the menu that takes it away as a file. */
import { saveFile } from '../../../../platform/web/save-file.ts';
import {
  drawingOf,
  type Drawing,
  figureFile,
  type FigureFileKind,
  type Table,
  tableFile,
} from '../../../plots/export/figure-file.ts';
import { type AnyFigure, isPlane, tableOf } from '../../../../figures/figure-kinds.ts';
import { icons } from '../../../panels/icons.tsx';
import { Popover } from '../../../panels/popover.tsx';
import { useStudio } from '../../../studio/studio.ts';
import { NoteLink } from '../../notes/note-link.tsx';
import type { Subject } from '../../notes/note-of.ts';
import { fileNameOf } from './file-name.ts';

interface FigureMenuProps {
  /** Of the file, between scene and iteration. */
  readonly name: string;
  readonly draw: Drawing;
  /** Its numbers, where they have a file. */
  readonly table?: Table;
}

export function FigureMenu({ name, draw, table }: FigureMenuProps) {
  const { store } = useStudio();
  const save = async (kind: FigureFileKind): Promise<void> => {
    try {
      const file = kind === 'csv' ? tableFile(table!) : await figureFile(draw, kind);
      saveFile(fileNameOf(store, name, kind), file);
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
      tip={`Save this figure as SVG${table ? ', PNG or CSV' : ' or PNG'}`}
      align="end"
      button={icons.more}
    >
      {(['svg', 'png', ...(table ? (['csv'] as const) : [])] as const).map((kind) => (
        <button key={kind} type="button" role="menuitem" tabIndex={-1} onClick={() => void save(kind)}>
          Save as {kind.toUpperCase()}
        </button>
      ))}
    </Popover>
  );
}

interface FigureActionsProps {
  readonly data: AnyFigure;
  /** What its note is about. */
  readonly about: Subject;
}

export const FigureActions = ({ data, about }: FigureActionsProps) => (
  <>
    <NoteLink of={about} label={data.title} />
    <FigureMenu
      name={'rows' in data ? (data.xName === 'iteration' ? 'layers' : 'gradient') : data.id}
      draw={drawingOf(data)}
      {...(isPlane(data) && { table: () => tableOf(data) })}
    />
  </>
);
