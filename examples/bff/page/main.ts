import type { Tick } from '../src/view.js';
import { createCharts } from './charts.js';
import { connectDemoControls, connectLoadControls, type DemoControls } from './controls.js';
import { byId, setText } from './dom.js';
import { createEventLog } from './events.js';
import { createFigures } from './figures.js';
import { History } from './history.js';
import { identityView } from './identity.js';
import { followEvents } from './live.js';
import { followPosture } from './posture.js';
import { Servers } from './servers.js';

const status = byId('status', HTMLParagraphElement);
const banner = byId('problem', HTMLParagraphElement);
const say = createEventLog();
const history = new History();
const servers = new Servers(say);
const drawCharts = createCharts();
const showFigures = createFigures();
const keyOf = new Map<string, string>();
let showLoad: ((rps: number) => void) | undefined;
let demo: DemoControls | undefined;

const askPosture = followPosture(({ self, backends }) => {
  byId('self', HTMLDivElement).replaceChildren(identityView(self));
  for (const { address, identity } of backends) servers.identify(address, identity);
});

followEvents({
  welcome: ({ maxRps, control, intervals }) => {
    if (showLoad) return;
    for (const interval of intervals) history.add(interval);
    showLoad = connectLoadControls(maxRps);
    if (!control) return;
    demo = connectDemoControls();
    servers.allowKill(demo.kill);
  },
  tick: (tick) => {
    history.add(tick);
    showState(tick);
    showFigures(history, tick);
    servers.update(tick.backends, history.recentRates());
    showLoad?.(tick.rps);
    demo?.showReplicas(tick.backends.length);
    noteKeys(tick);
    askPosture(tick.backends.map(({ address, state }) => `${address} ${state}`).join());
    if (document.visibilityState === 'visible') drawCharts(history);
  },
  lost: () => {
    setText(status, 'Disconnected');
    showBanner('The BFF does not answer; the page connects again by itself.');
  },
});

function showState({ problem, backends }: Tick): void {
  const ready = backends.filter(({ state }) => state === 'ready').length;
  setText(status, backends.length === 0 ? 'No servers known' : `${ready} of ${backends.length} servers ready`);
  showBanner(problem ? `The greeter does not answer: ${problem.code}, ${problem.reason}` : '');
}

function showBanner(text: string): void {
  if (text !== '' && banner.textContent !== text) say(text);
  setText(banner, text);
  banner.hidden = text === '';
}

function noteKeys({ backends }: Tick): void {
  for (const { address, keyId } of backends) {
    const before = keyOf.get(address);
    if (keyId !== '' && keyId !== before) {
      keyOf.set(address, keyId);
      if (before !== undefined) say(`${servers.nameOf(address)} signs with key ${keyId}`);
    }
  }
}
