import { expect, test } from 'vitest';
import { markdownTable, readEnvironment } from './environment.js';
import { flag, integer, listenAddress, oneOf, optionalText, optionalUrl, requiredText } from './variable.js';

const variables = {
  listen: listenAddress('Where it listens.', '0.0.0.0:50051'),
  drainDelayMs: integer('A wait.', 5000, 0, 60_000),
  greeterTarget: requiredText('Whom to call.'),
  logLevel: oneOf('How much is logged:', 'info', ['debug', 'info']),
  reflection: flag('Whether to show protos.', true),
  signingKeyDir: optionalText('Where the key is.'),
  controlUrl: optionalUrl('Who scales.'),
};
const enough = { GREETER_TARGET: 'dns:///greeter:50051' };

test('reads what is set and falls back for the rest', () => {
  const foreign = {
    LISTENER: '',
    DRAIN: '',
    RAIN_DELAY_MS: '',
    HOME: '/',
    PORT: '1',
    GREETER_PORT: 'tcp://10.0.0.1:1',
    GREETER_SERVICE_HOST: '10.0.0.1',
  };
  expect(readEnvironment(variables, { ...enough, ...foreign, DRAIN_DELAY_MS: ' 10 ', LISTEN: '[::1]:80' })).toEqual({
    listen: { host: '::1', port: 80, text: '[::1]:80' },
    drainDelayMs: 10,
    greeterTarget: 'dns:///greeter:50051',
    logLevel: 'info',
    reflection: true,
    signingKeyDir: undefined,
    controlUrl: undefined,
  });
});

test.each([
  [{}, 'GREETER_TARGET is required: Whom to call.'],
  [{ ...enough, LISTEN: '50051' }, 'LISTEN "50051" is not host:port, such as 0.0.0.0:50051'],
  [{ ...enough, LISTEN: 'localhost:65536' }, 'LISTEN "localhost:65536" is not host:port, such as 0.0.0.0:50051'],
  [{ ...enough, DRAIN_DELAY_MS: '5s' }, 'DRAIN_DELAY_MS "5s" is not a whole number from 0 to 60000'],
  [{ ...enough, DRAIN_DELAY_MS: '' }, 'DRAIN_DELAY_MS "" is not a whole number from 0 to 60000'],
  [{ ...enough, LOG_LEVEL: 'loud' }, 'LOG_LEVEL "loud" is not one of debug, info'],
  [{ ...enough, REFLECTION: 'yes' }, 'REFLECTION "yes" is not one of true, false'],
  [{ ...enough, CONTROL_URL: 'localhost:1' }, 'CONTROL_URL "localhost:1" is not an http:// or https:// address'],
  [{ GREETER_TARGET: ' ' }, 'GREETER_TARGET must not be empty'],
  [{ ...enough, DRAIN_DELAY: '5' }, 'unknown variable DRAIN_DELAY: did you mean DRAIN_DELAY_MS?'],
  [{ ...enough, LSITEN: 'x:1' }, 'unknown variable LSITEN: did you mean LISTEN?'],
  [{ ...enough, GRETER_TARGT: 'x' }, 'unknown variable GRETER_TARGT: did you mean GREETER_TARGET?'],
])('%o is refused', (env, message) => {
  expect(() => readEnvironment(variables, env)).toThrow(message);
});

test('documents itself', () => {
  expect(markdownTable({ drainDelayMs: variables.drainDelayMs, greeterTarget: variables.greeterTarget })).toBe(
    '| variable | default | meaning |\n|---|---|---|\n' +
      '| `DRAIN_DELAY_MS` | `5000` | A wait. |\n| `GREETER_TARGET` | required | Whom to call. |',
  );
});
