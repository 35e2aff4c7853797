/** @file The menu of a figure's head: takes it away as a file, drawn in light colours for white paper. */
import { figureSvg } from '../../../plots/export/figure-svg.ts';
import { heatmapSvg } from '../../../plots/export/heatmap-svg.ts';
import { lightPalette } from '../../../plots/export/light-palette.ts';
import { pngOf } from '../../../plots/export/png.ts';
import type { FigureData } from '../../../plots/figure-data.ts';
import type { HeatmapData } from '../../../plots/heat-data.ts';
import { icons } from '../../../panels/icons.tsx';
import { Popover } from '../../../panels/popover.tsx';
import { useStudio } from '../../../studio/studio.ts';
import { saveFile } from './save-file.ts';

interface ExportProps {
  /** Of the file, without its ending. */
  readonly name: string;
  readonly draw: () => string;
}

function ExportMenu({ name, draw }: ExportProps) {
  const { experiment, messages, shown } = useStudio().store;
  const fileName = (ending: string): string =>
    [experiment.scene.value?.name ?? 'scene', name, `k${shown.look.value?.k ?? 0}`].join('-') + `.${ending}`;
  const saveSvg = (): void => saveFile(fileName('svg'), new Blob([draw()], { type: 'image/svg+xml' }));
  const savePng = async (): Promise<void> => {
    try {
      saveFile(fileName('png'), await pngOf(draw()));
    } catch (error) {
      messages.notice.value = error instanceof Error ? error.message : String(error);
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
      <button type="button" role="menuitem" tabIndex={-1} onClick={saveSvg}>
        Save as SVG
      </button>
      <button type="button" role="menuitem" tabIndex={-1} onClick={() => void savePng()}>
        Save as PNG
      </button>
    </Popover>
  );
}

export const FigureExport = ({ data }: { readonly data: FigureData }) => (
  <ExportMenu name={data.id} draw={() => figureSvg(data, { palette: lightPalette() })} />
);

export const HeatmapExport = ({ data }: { readonly data: HeatmapData }) => (
  <ExportMenu name="gradient" draw={() => heatmapSvg(data, { palette: lightPalette() })} />
);
