/** @file Runs inside of the page: what a person sees wrongly laid out, as sentences. Text is measured line by line, as it is painted. */
globalThis.layoutFaults = (() => {
  /** px that rounding may take. */
  const slack = 1.5;

  /** What lies over other things on purpose: what it covers is not read at that moment. */
  const overlays = '[popover]:popover-open, dialog[open], .tour, .app[data-layout=drawer] > .side, .sheet';

  /** Where dots say that there is more, and a tip or an opened list says the rest. */
  const shortened = '.scene-title, .card-chooser, [data-shortened]';

  /** A drawing is a surface: what is named on it lies over it. */
  const controls =
    'button, input, select, summary, a[href], [role=slider]:not(.plot-host), [role=tab], [role=menuitem]';

  const units =
    /\d[\s\u00a0\u202f]+(?:mm|cm|µm|nm|m|km|s|ms|µs|min|N|N m|kg|kB|MB|GB|Hz|rad|deg|J|W|gradients\/s|%)(?![\p{L}\d])/gu;

  const nameOf = (element) => {
    const words = (element.getAttribute('aria-label') ?? element.textContent).trim().replace(/\s+/g, ' ').slice(0, 40);
    const kind = element.getAttribute('class');
    return `${element.localName}${kind ? `.${kind.split(/\s+/).join('.')}` : ''} "${words}"`;
  };

  /** For screen readers alone: a pixel that is clipped away. */
  const isUnseen = (element) => {
    for (let at = element; at; at = at.parentElement)
      if (getComputedStyle(at).clipPath.startsWith('inset')) return true;
    return false;
  };

  const isShown = (element) =>
    element.checkVisibility({ opacityProperty: true, visibilityProperty: true, contentVisibilityAuto: true }) &&
    !isUnseen(element);

  const both = (a, b) => ({
    left: Math.max(a.left, b.left),
    top: Math.max(a.top, b.top),
    right: Math.min(a.right, b.right),
    bottom: Math.min(a.bottom, b.bottom),
  });

  const isEmpty = ({ left, top, right, bottom }, least = 0) => right - left <= least || bottom - top <= least;

  const everywhere = { left: -Infinity, top: -Infinity, right: Infinity, bottom: Infinity };

  /** Boxes that cut what is in them: those that can be scrolled, and those that cannot. */
  function cutsOf(element) {
    const cuts = { scrolled: everywhere, fixed: everywhere };
    for (let at = element; at && at !== document.documentElement; at = at.parentElement) {
      const { overflowX, overflowY, position } = getComputedStyle(at);
      const box = at.getBoundingClientRect();
      const wide = { ...everywhere, left: box.left, right: box.right };
      const high = { ...everywhere, top: box.top, bottom: box.bottom };
      for (const [overflow, side] of [
        [overflowX, wide],
        [overflowY, high],
      ]) {
        if (/auto|scroll/.test(overflow)) {
          cuts.scrolled = both(cuts.scrolled, side);
          // what may be scrolled into sight is not cut by what lies further out
          if (side === wide && at.scrollWidth > at.clientWidth) cuts.isWide = true;
          if (side === high && at.scrollHeight > at.clientHeight) cuts.isHigh = true;
        } else if (/hidden|clip/.test(overflow)) {
          const isWide = side === wide;
          if (isWide ? cuts.isWide : cuts.isHigh) cuts.scrolled = both(cuts.scrolled, side);
          else cuts.fixed = both(cuts.fixed, side);
        }
      }
      if (position === 'fixed') break;
    }
    return cuts;
  }

  const layerOf = (element) => element.closest(overlays);

  /** Lines of a text node as they are painted. */
  function linesOf(text) {
    const range = document.createRange();
    range.selectNodeContents(text);
    return [...range.getClientRects()].filter((box) => !isEmpty(box));
  }

  function textItems() {
    const items = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let text = walker.nextNode(); text; text = walker.nextNode()) {
      const element = text.parentElement;
      if (!text.data.trim() || !isShown(element) || element.closest('script, noscript, option, math, .katex')) continue;
      for (const box of linesOf(text)) items.push({ element, box, isText: true });
    }
    return items;
  }

  const controlItems = () =>
    [...document.querySelectorAll(controls)]
      .filter((element) => isShown(element))
      .map((element) => ({ element, box: element.getBoundingClientRect(), isText: false }));

  /** Seen parts of all items; reported at once where something that cannot be moved cuts them. */
  function seenItems(faults) {
    return [...textItems(), ...controlItems()].flatMap((item) => {
      const { element, box, isText } = item;
      const cuts = cutsOf(element.parentElement);
      const free = both(box, cuts.scrolled);
      if (isEmpty(free, slack)) return [];
      const seen = both(free, isText ? both(cuts.fixed, cutsOf(element).fixed) : cuts.fixed);
      const isDotted = element.closest(shortened) !== null;
      const isCut =
        seen.right < free.right - slack ||
        seen.left > free.left + slack ||
        seen.bottom < free.bottom - 3 ||
        seen.top > free.top + 3;
      if (isCut && !isDotted) faults.push(`cut: ${nameOf(element)}`);
      return isEmpty(seen, slack) ? [] : [{ ...item, seen, layer: layerOf(element) }];
    });
  }

  function outside({ element, seen }, faults) {
    const page = document.scrollingElement;
    const bottom = Math.max(innerHeight, page.scrollHeight - page.scrollTop);
    if (
      seen.left < -slack ||
      seen.right > innerWidth + slack ||
      seen.top < -slack - page.scrollTop ||
      seen.bottom > bottom + slack
    )
      faults.push(`outside: ${nameOf(element)}`);
  }

  /** Fields and lists show their value whole. */
  function cutValue({ element }, faults) {
    const style = getComputedStyle(element);
    const room = element.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
    const words = element.localName === 'select' ? element.selectedOptions[0]?.text : element.value;
    const isTyped = element.localName === 'input' && /text|number|search|^$/.test(element.type);
    if ((!isTyped && element.localName !== 'select') || !words || element.matches(shortened)) return;
    const context = new OffscreenCanvas(1, 1).getContext('2d');
    context.font = style.font;
    if (context.measureText(words).width > room + slack) faults.push(`cut: value "${words}" of ${nameOf(element)}`);
  }

  /** A line may reach into the line above by what no letter of it uses. */
  const inked = ({ seen, isText }) =>
    isText
      ? {
          ...seen,
          top: seen.top + 0.2 * (seen.bottom - seen.top),
          bottom: seen.bottom - 0.15 * (seen.bottom - seen.top),
        }
      : seen;

  const belongTogether = (a, b) => a.element.contains(b.element) || b.element.contains(a.element);

  /** Overlays cover others; what is under one is not looked at. */
  function overlaps(items, faults) {
    const open = [...document.querySelectorAll(overlays)]
      .filter(isShown)
      .map((element) => ({ element, box: element.getBoundingClientRect() }));
    const isCovered = ({ seen, layer, element }) =>
      open.some(
        ({ element: over, box }) => over !== layer && !over.contains(element) && !isEmpty(both(seen, box), slack),
      );
    const uncovered = items.filter((item) => !isCovered(item));
    uncovered.forEach((one, i) => {
      for (const other of uncovered.slice(i + 1)) {
        if (belongTogether(one, other) || (one.isText && other.isText && one.element === other.element)) continue;
        if (!isEmpty(both(inked(one), inked(other)), slack))
          faults.push(`overlap: ${[nameOf(one.element), nameOf(other.element)].sort().join(' and ')}`);
      }
    });
  }

  const isBlock = (element) => !/^inline|^contents/.test(getComputedStyle(element).display);

  /** Text of a block with the place of every character. */
  function charactersOf(block) {
    const places = [];
    let words = '';
    const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
    for (let text = walker.nextNode(); text; text = walker.nextNode()) {
      let owner = text.parentElement;
      while (!isBlock(owner)) owner = owner.parentElement;
      if (owner !== block) continue;
      for (let i = 0; i < text.data.length; i++) places.push([text, i]);
      words += text.data;
    }
    return { words, places };
  }

  /** Numbers that stand at the end of a line, and their unit on the next. */
  function partedUnits(faults) {
    const lineAt = ([text, i]) => {
      const range = document.createRange();
      range.setStart(text, i);
      range.setEnd(text, i + 1);
      return range.getBoundingClientRect();
    };
    const blocks = new Set(
      textItems().map(({ element }) => {
        let block = element;
        while (!isBlock(block)) block = block.parentElement;
        return block;
      }),
    );
    for (const block of blocks) {
      const { words, places } = charactersOf(block);
      for (const found of words.matchAll(units)) {
        const number = lineAt(places[found.index]);
        const unit = lineAt(places[found.index + found[0].length - 1]);
        if (number.height && unit.height && unit.top > number.bottom - 2)
          faults.push(`parted: "${found[0].trim()}" in ${nameOf(block)}`);
      }
    }
  }

  return () => {
    const faults = [];
    if (document.documentElement.scrollWidth > innerWidth)
      faults.push(`wide: the page is ${document.documentElement.scrollWidth} px wide`);
    for (const { element, box } of controlItems())
      if (element.role === 'slider' && isEmpty(box, 20)) faults.push(`flat: ${nameOf(element)}`);
    const items = seenItems(faults);
    for (const item of items) {
      outside(item, faults);
      cutValue(item, faults);
    }
    overlaps(items, faults);
    partedUnits(faults);
    return [...new Set(faults)];
  };
})();
