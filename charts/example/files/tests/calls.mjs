// Every call through the BFF succeeds, and more than one pod answers where there is more than one.
const { BFF, CALLS } = process.env;

async function json(path) {
  const response = await fetch(BFF + path, { signal: AbortSignal.timeout(5000) });
  const body = await response.json();
  if (!response.ok) throw new Error(`${path}: ${response.status} ${body.detail ?? body.reason}`);
  return body;
}

const calls = new Map();
for (let call = 0; call < Number(CALLS); call++) {
  const { pod } = await json('/api/hello?name=helm');
  calls.set(pod, (calls.get(pod) ?? 0) + 1);
}
const { backends } = await json('/api/backends');
console.log(`${CALLS} calls:`, Object.fromEntries(calls), `${backends.length} backends`);
if (backends.length > 1 && calls.size === 1) {
  throw new Error(`one pod of ${backends.length} took every call: the calls are not balanced`);
}
