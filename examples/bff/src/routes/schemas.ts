/** JSON schemas: they check requests, speed up replies and are the OpenAPI description. */
const text = { type: 'string' } as const;
const number = { type: 'number' } as const;

function object(properties: Record<string, object>, description?: string): object {
  return { type: 'object', required: Object.keys(properties), properties, ...(description ? { description } : {}) };
}

function nullable(schema: object): object {
  return { anyOf: [schema, { type: 'null' }] };
}

function list(items: object): object {
  return { type: 'array', items };
}

const problemSchema = object(
  { type: text, title: text, status: { type: 'integer' }, detail: text, code: text },
  'What went wrong (RFC 9457); `code` is the gRPC status.',
);

/** The replies that every call to the greeter may cause. */
export const callProblems = {
  400: { ...problemSchema, description: 'The request is malformed.' },
  503: { ...problemSchema, description: 'No greeter could be reached; `detail` says why.' },
  504: { ...problemSchema, description: 'The greeter did not answer in time.' },
};

export const helloSchema = object(
  { message: text, pod: text, address: text, keyId: text, signature: text, durationMs: number },
  'The greeting, who said it, and with which key it is signed.',
);

const backendSchema = object({ address: text, state: text, reason: text, keyId: text });
export const backendsSchema = object({
  backends: list(backendSchema),
  problem: nullable(object({ code: text, reason: text })),
});

const capabilitySet = object({ mask: text, names: list(text) });
const whoAmISchema = object({
  pod: text,
  address: text,
  uid: { type: 'integer' },
  gid: { type: 'integer' },
  capabilities: nullable(
    object({
      effective: capabilitySet,
      permitted: capabilitySet,
      inheritable: capabilitySet,
      bounding: capabilitySet,
      ambient: capabilitySet,
    }),
  ),
  writableDirectory: nullable(
    object({
      path: text,
      source: text,
      memoryBacked: { type: 'boolean' },
      attempts: list(
        object({ path: text, source: text, ok: { type: 'boolean' }, code: text, message: text, remedy: text }),
      ),
      warnings: list(text),
    }),
  ),
  keyId: text,
  posture: nullable(
    object({
      restricted: text,
      baseline: text,
      rules: list(object({ name: text, verdict: text, evidence: text })),
    }),
  ),
  startedAtMs: { type: 'integer' },
});

export const postureSchema = object({
  self: whoAmISchema,
  backends: list({
    type: 'object',
    required: ['address', 'problem'],
    properties: {
      address: text,
      identity: nullable(whoAmISchema),
      problem: nullable(object({ code: text, reason: text })),
    },
  }),
});

export const loadSchema = object({ rps: { type: 'integer' }, maxRps: { type: 'integer' } });

export const readinessSchema = object({ ready: { type: 'boolean' }, reason: text });
