/** @file The page's icons, drawn in the text colour; all are decoration, their buttons carry the names. */

const icon = (path: string, filled = false, width = 1.6) => (
  <svg class="icon" viewBox="0 0 20 20" width="20" height="20" aria-hidden="true" focusable="false">
    <path
      d={path}
      fill={filled ? 'currentColor' : 'none'}
      stroke={filled ? 'none' : 'currentColor'}
      stroke-width={width}
      stroke-linecap="round"
      stroke-linejoin="round"
    />
  </svg>
);

export const icons = {
  play: icon('M6 3.8v12.4a.6.6 0 0 0 .92.5l9.6-6.2a.6.6 0 0 0 0-1L6.92 3.3a.6.6 0 0 0-.92.5z', true),
  pause: icon('M5.5 3.5h3v13h-3zM11.5 3.5h3v13h-3z', true),
  stop: icon('M5 5h10v10H5z', true),
  stepBack: icon('M13 5 8 10l5 5'),
  stepOn: icon('M7 5l5 5-5 5'),
  loop: icon('M4 9V8a3 3 0 0 1 3-3h8m0 0-2.5-2.5M15 5l-2.5 2.5M16 11v1a3 3 0 0 1-3 3H5m0 0 2.5 2.5M5 15l2.5-2.5'),
  reset: icon('M4 4v4h4M4.6 12a6 6 0 1 0 .6-5L4 8'),
  frame: icon(
    'M3.5 7V4.5a1 1 0 0 1 1-1H7M13 3.5h2.5a1 1 0 0 1 1 1V7M16.5 13v2.5a1 1 0 0 1-1 1H13M7 16.5H4.5a1 1 0 0 1-1-1V13M10 7.5v5M7.5 10h5',
  ),
  file: icon('M10 13V4m0 0L6.5 7.5M10 4l3.5 3.5M4 12.5v2a1.5 1.5 0 0 0 1.5 1.5h9a1.5 1.5 0 0 0 1.5-1.5v-2'),
  close: icon('M5 5l10 10M15 5 5 15'),
  check: icon('M4 10.5l4 4 8-9'),
  warning: icon('M10 3.5 17.2 16H2.8L10 3.5zM10 8.5v3.5m0 2v.1'),
  help: icon('M7.6 7.6a2.4 2.4 0 1 1 3.6 2.1c-.8.5-1.2.9-1.2 1.9m0 2.6v.1'),
  curves: icon('M3 4v12h14M5.5 6c1.5 6 4 7.5 11 8'),
  settings: icon('M3 6h8m4 0h2M3 14h2m4 0h8M13 4v4M7 12v4'),
  more: icon('M4.5 10h.1M10 10h.1M15.5 10h.1', false, 2.6),
  undo: icon('M7 4 3.5 7.5 7 11M3.5 7.5h8a4.5 4.5 0 0 1 0 9H8'),
  down: icon('M6 8.5l4 4 4-4'),
  skip: icon('M5 5l7 5-7 5V5zM15 5v10'),
  panel: icon('M3 4h14v12H3zM12.5 4v12'),
  arm: icon('M4 16h5M6.5 16v-4l4-6 5 3'),
  notes: icon('M5 3.5h10v13H5zM7.5 7h5M7.5 10h5M7.5 13h3'),
  mark: icon('M3.5 16 8 6l4.5 5L17 3.5'),
};
