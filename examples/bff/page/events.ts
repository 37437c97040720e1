import { byId, make } from './dom.js';
import { clock } from './format.js';

const MOST = 14;

/** Writes down what happened, the newest first. */
export function createEventLog(): (text: string) => void {
  const list = byId('events', HTMLOListElement);
  return (text) => {
    list.prepend(make('li', '', make('time', '', clock(Date.now())), make('span', '', text)));
    while (list.children.length > MOST) list.lastElementChild?.remove();
  };
}
