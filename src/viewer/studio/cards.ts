/** @file Which figures lie in the strip: those that were chosen, filled up with the first ones. */

/** Ids of the figures that are shown, each once. `chosen` may name ones that are not there, and any number. */
export function shownCards(chosen: readonly string[], all: readonly string[], count: number): string[] {
  const known = [...new Set(chosen)].filter((id) => all.includes(id));
  const others = all.filter((id) => !known.includes(id));
  return [...known, ...others].slice(0, count);
}

/** The shown figures with another one at a place; where that one is shown already, the two change places. */
export function withCard(shown: readonly string[], place: number, id: string): string[] {
  return shown.map((other, i) => (i === place ? id : other === id ? shown[place] : other));
}
