/// <reference lib="dom" />
/// <reference lib="dom.iterable" />

/** The element with this id. @throws Error when the page has none of that kind */
export function byId<T extends HTMLElement>(id: string, kind: new () => T): T {
  const found = document.getElementById(id);
  if (!(found instanceof kind)) throw new Error(`no #${id}`);
  return found;
}

/** A new element; text is always text, never markup. */
export function make<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  className = '',
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  if (className !== '') element.className = className;
  element.append(...children);
  return element;
}

/** Writes only what changed, so that nothing is announced or selected anew twice a second. */
export function setText(node: Node, text: string): void {
  if (node.textContent !== text) node.textContent = text;
}
