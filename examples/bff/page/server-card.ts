import type { BackendView } from '../src/view.js';
import { make, setText } from './dom.js';
import { percent, short } from './format.js';
import { type Identity, identityView } from './identity.js';
import { colorOf } from './palette.js';

const STATES: Readonly<Record<string, string>> = {
  ready: 'ready',
  idle: 'idle',
  connecting: 'connecting',
  transient_failure: 'not reachable',
  unhealthy: 'not serving',
  ejected: 'left out: fails too often',
  gone: 'gone',
};
const BAD = new Set(['transient_failure', 'unhealthy', 'ejected']);

/** One server in the list. */
export interface ServerCard {
  readonly element: HTMLLIElement;
  update(view: BackendView, rate: number, total: number): void;
  identify(identity: Identity | null): void;
}

export function createServerCard(address: string, kill: ((address: string) => void) | undefined): ServerCard {
  const name = make('span', '', address);
  const state = make('span', 'state');
  const bar = make('i');
  const share = make('span', '', '');
  const reason = make('p', 'reason');
  const details = make('details', '', make('summary', '', 'What it may do, where it writes'));
  const body = make('div', '', make('p', 'empty', 'It has not said yet.'));
  details.append(body);

  const summary = make(
    'div',
    'summary',
    make('div', 'name', name, make('span', 'address mono', address)),
    make('span', '', state),
    make('div', 'share', share, make('div', 'bar', bar)),
  );
  const button = make('button', 'kill', 'Kill');
  button.type = 'button';
  button.setAttribute('aria-label', `Kill ${address}`);
  button.addEventListener('click', () => kill?.(address));
  summary.append(kill ? button : make('span'));

  const element = make('li', 'server', summary, reason, details);
  element.style.setProperty('--series', colorOf(address));
  reason.hidden = true;

  return {
    element,
    update: (view, rate, total) => {
      const part = total > 0 ? rate / total : 0;
      setText(state, STATES[view.state] ?? view.state);
      state.className = `state ${view.state === 'ready' ? 'ready' : BAD.has(view.state) ? 'bad' : ''}`;
      setText(share, `${short(rate)} / s · ${percent(part)}${view.keyId === '' ? '' : ` · key ${view.keyId}`}`);
      element.style.setProperty('--share', `${Math.min(100, part * 100)}%`);
      setText(reason, view.reason);
      reason.hidden = view.reason === '';
      element.classList.toggle('gone', view.state === 'gone');
      button.hidden = view.state === 'gone';
    },
    identify: (identity) => {
      if (!identity) return;
      setText(name, identity.pod);
      button.setAttribute('aria-label', `Kill ${identity.pod}`);
      body.replaceChildren(identityView(identity));
    },
  };
}
