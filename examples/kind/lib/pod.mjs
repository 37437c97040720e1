// Prints the manifest of a hardened pod that runs a script in the image of the Deployment on standard input:
// node pod.mjs NAME COMPONENT RELEASE SCRIPT [VARIABLE=value...]
import { readFileSync } from 'node:fs';

const [name, component, release, script, ...variables] = process.argv.slice(2);
const { spec } = JSON.parse(readFileSync(0, 'utf8')).spec.template;
const [app] = spec.containers;
const metadata = { name, labels: { 'app.kubernetes.io/name': component } };
// Only the release's own test pods are let through its network policies.
if (component === 'test') metadata.labels['app.kubernetes.io/instance'] = release;

const pod = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata,
  spec: {
    restartPolicy: 'Never',
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    terminationGracePeriodSeconds: 1,
    securityContext: spec.securityContext,
    imagePullSecrets: spec.imagePullSecrets,
    containers: [
      {
        name: 'app',
        image: app.image,
        imagePullPolicy: app.imagePullPolicy,
        // The image's entry point is node.
        args: ['--input-type=module', '--eval', readFileSync(script, 'utf8')],
        env: variables.map((each) => {
          const at = each.indexOf('=');
          return { name: each.slice(0, at), value: each.slice(at + 1) };
        }),
        securityContext: app.securityContext,
        resources: { requests: { cpu: '50m', memory: '64Mi' }, limits: { memory: '256Mi' } },
      },
    ],
  },
};
console.log(JSON.stringify(pod));
