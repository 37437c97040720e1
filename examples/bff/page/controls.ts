import { ask, reasonOf } from './api.js';
import { byId, setText } from './dom.js';
import { milliseconds } from './format.js';

const SETTLE_MS = 150;

/** The load's slider and buttons; returns what shows the rate in force. */
export function connectLoadControls(maxRps: number): (rps: number) => void {
  byId('load-panel', HTMLElement).hidden = maxRps === 0;
  const slider = byId('rps', HTMLInputElement);
  const shown = byId('rps-shown', HTMLOutputElement);
  const reply = byId('reply', HTMLParagraphElement);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let touchedAt = Number.NEGATIVE_INFINITY;
  slider.max = String(maxRps);

  function show(rps: number): void {
    setText(shown, `${rps} / s`);
    slider.setAttribute('aria-valuetext', `${rps} calls per second`);
  }

  async function set(rps: number): Promise<void> {
    const answer = await ask('/api/load', { rps });
    setText(reply, answer.ok ? '' : reasonOf(answer));
  }

  function move(rps: number): void {
    touchedAt = performance.now();
    show(rps);
    clearTimeout(timer);
    timer = setTimeout(() => void set(rps), SETTLE_MS);
  }

  slider.oninput = () => move(Number(slider.value));
  byId('stop', HTMLButtonElement).onclick = () => {
    slider.value = '0';
    move(0);
  };
  byId('hello', HTMLButtonElement).onclick = async () => {
    const answer = await ask('/api/hello?name=you');
    const { message, pod, durationMs } = answer.body;
    setText(reply, answer.ok ? `“${message}” from ${pod} in ${milliseconds(Number(durationMs))}` : reasonOf(answer));
  };
  return (rps) => {
    // The slider belongs to whoever moves it; another page's change shows once it is let go.
    if (performance.now() - touchedAt < 1500) return;
    if (slider.value !== String(rps)) slider.value = String(rps);
    show(rps);
  };
}

export interface DemoControls {
  kill(address: string): void;
  /** How many servers there are, for who has not typed another number. */
  showReplicas(count: number): void;
}

/** The demo's buttons. */
export function connectDemoControls(): DemoControls {
  byId('control-panel', HTMLElement).hidden = false;
  const reply = byId('control-reply', HTMLParagraphElement);
  const replicas = byId('replicas', HTMLInputElement);

  async function act(action: string, body: object, done: string): Promise<void> {
    const answer = await ask(`/api/control/${action}`, body);
    setText(reply, answer.ok ? done : reasonOf(answer));
  }

  byId('scale', HTMLButtonElement).onclick = () => {
    if (replicas.reportValidity()) {
      void act('scale', { replicas: replicas.valueAsNumber }, `Scaling to ${replicas.value}.`);
    }
  };
  byId('rotate', HTMLButtonElement).onclick = () => void act('rotate', {}, 'The Secret was replaced.');
  let typed = false;
  replicas.oninput = () => {
    typed = true;
  };
  return {
    kill: (address) => void act('kill', { address }, `SIGKILL to ${address}.`),
    showReplicas: (count) => {
      if (!typed) replicas.value = String(count);
    },
  };
}
