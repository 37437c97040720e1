// No process of this release breaks a rule of Pod Security "restricted", and all run as the nobody of the image.
import { readFileSync } from 'node:fs';

const { BFF } = process.env;
const problems = [];

function judge(name, { uid, capabilities, posture }) {
  if (uid === 0) problems.push(`${name} runs as root`);
  if (!/^0+$/.test(capabilities.effective.mask)) problems.push(`${name} has capabilities ${capabilities.effective.names}`);
  for (const rule of posture.rules) {
    if (rule.verdict === 'violates') problems.push(`${name} violates ${rule.name}: ${rule.evidence}`);
  }
}

const response = await fetch(`${BFF}/api/posture`, { signal: AbortSignal.timeout(5000) });
const { self, backends } = await response.json();
judge(self.pod, self);
for (const { address, identity, problem } of backends) {
  if (identity) judge(identity.pod, identity);
  else problems.push(`${address} does not answer: ${problem.reason}`);
}
// The last mount at / is the one in force; its sixth field has the options (proc_pid_mountinfo(5)).
const mounts = readFileSync('/proc/self/mountinfo', 'utf8').split('\n').map((line) => line.split(' '));
const options = mounts.findLast(([, , , , mountPoint]) => mountPoint === '/')[5];
if (!options.split(',').includes('ro')) problems.push(`the root file system of this pod is writable: ${options}`);
console.log(`${backends.length + 1} processes judged, ${problems.length} problems`);
if (problems.length > 0) throw new Error(problems.join('\n'));
