import type { FastifyError, FastifyInstance, FastifyReply } from 'fastify';
import { CallFailedError } from './caller.js';
import { type Problem, problem, problemOf } from './http-status.js';

const RETRY_AFTER_S = '1';

/** Turns whatever goes wrong into one form: problem+json with a fitting status and a reason. */
export function answerErrors(app: FastifyInstance): void {
  app.setErrorHandler<FastifyError | CallFailedError>(async (error, request, reply) => {
    const answer = answerFor(error);
    // Failed calls are in the log of calls.
    if (!(error instanceof CallFailedError) && answer.status >= 500)
      request.log.error({ err: error }, 'request failed');
    return sendProblem(reply, answer);
  });
  app.setNotFoundHandler(async (request, reply) =>
    sendProblem(reply, problem(404, 'NOT_FOUND', `no ${request.method} ${request.url.slice(0, 200)} here`)),
  );
}

function answerFor(error: FastifyError | CallFailedError): Problem {
  if (error instanceof CallFailedError) return problemOf(error);
  const { statusCode } = error;
  if (statusCode !== undefined && statusCode < 500) return problem(statusCode, 'INVALID_ARGUMENT', error.message);
  return problem(500, 'INTERNAL', 'an unexpected error; the log has it');
}

async function sendProblem(reply: FastifyReply, body: Problem): Promise<FastifyReply> {
  if (body.status === 503) void reply.header('retry-after', RETRY_AFTER_S);
  return reply.code(body.status).type('application/problem+json').send(body);
}
