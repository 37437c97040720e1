// Calls the BFF at a steady rate and says who answered. Lines: `POD name ms` and `KEY id pod ms` when a pod answers
// for the first time or with another key, and at the end `RESULT json`. Times in ms since 1970.
const { BFF, RPS, DURATION_S } = process.env;
const result = { calls: 0, failed: 0, reasons: [], pods: {} };
const keys = new Map();

async function call() {
  result.calls++;
  try {
    const response = await fetch(`${BFF}/api/hello?name=load`, { signal: AbortSignal.timeout(5000) });
    const body = await response.json();
    if (!response.ok) throw new Error(`${response.status} ${body.detail}`);
    note(body);
  } catch (error) {
    result.failed++;
    const reason = error.cause ? `${error.message}: ${error.cause.message}` : error.message;
    if (result.reasons.length < 5) result.reasons.push(reason);
  }
}

function note({ pod, keyId }) {
  if (!(pod in result.pods)) console.log(`POD ${pod} ${Date.now()}`);
  result.pods[pod] = (result.pods[pod] ?? 0) + 1;
  if (keys.get(pod) === keyId) return;
  keys.set(pod, keyId);
  console.log(`KEY ${keyId || 'none'} ${pod} ${Date.now()}`);
}

const started = performance.now();
const running = new Set();
while (performance.now() - started < Number(DURATION_S) * 1000) {
  const due = ((performance.now() - started) / 1000) * Number(RPS);
  while (result.calls < due) {
    const one = call().finally(() => running.delete(one));
    running.add(one);
  }
  await new Promise((resolve) => setTimeout(resolve, 5));
}
await Promise.all(running);
console.log(`RESULT ${JSON.stringify(result)}`);
