/** @file Files that a person drops on the page. */

export interface FileDropEvents {
  /** Files hover over the page, or do so no more. */
  readonly onHover: (isOver: boolean) => void;
  readonly onFiles: (files: readonly File[]) => void;
}

const carriesFiles = ({ dataTransfer }: DragEvent): boolean => dataTransfer?.types.includes('Files') ?? false;

/** Takes every file that is dropped anywhere on the page. */
export function acceptFileDrops(target: EventTarget, { onHover, onFiles }: FileDropEvents): void {
  // dragenter and dragleave come for every element on the way; only their balance says whether the page was left.
  let depth = 0;
  const listen = (type: string, handle: (event: DragEvent) => void): void =>
    target.addEventListener(type, (event) => {
      if (!carriesFiles(event as DragEvent)) return;
      event.preventDefault();
      handle(event as DragEvent);
    });
  listen('dragenter', () => {
    depth++;
    onHover(true);
  });
  listen('dragleave', () => {
    depth = Math.max(0, depth - 1);
    if (depth === 0) onHover(false);
  });
  listen('dragover', () => undefined);
  listen('drop', (event) => {
    depth = 0;
    onHover(false);
    onFiles([...(event.dataTransfer?.files ?? [])]);
  });
}
