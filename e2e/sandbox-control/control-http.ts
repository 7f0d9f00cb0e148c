import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import { type Answer, jsonAnswer, send } from '../../src-main/sandbox/service/answers.ts';
import { parseJson, readBody } from '../../src-main/sandbox/service/http-body.ts';
import { sameSecret } from '../../src-main/sandbox/service/tokens.ts';
import type { TrainingControl } from './control.ts';
import { faultSchema } from './faults.ts';
import { modesChangeSchema } from './modes.ts';
import { posActionSchema } from './pos-actions.ts';

const noContent: Answer = { status: 204, headers: {}, body: null };
const wrong = (status: number, error: string): Answer => jsonAnswer(status, { error });

/**
 * The control over HTTP, for those who run the Training CRM as a process of its own. Answers are JSON; errors are
 * `{"error": words}`. Only the control token opens it: the service's own tokens do not.
 *
 * GET /control/books · GET /control/requests · GET, POST, DELETE /control/faults · GET, PATCH /control/modes ·
 * POST /control/pos · POST /control/expire-token
 */
export function createControlHttp(control: TrainingControl, controlToken: string) {
  return async (request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> => {
    const body = await readBody(request);
    if (!body.ok) {
      if (body.error === 'too-large')
        send(response, { ...wrong(413, 'The body is too large.'), headers: { Connection: 'close' } });
      return;
    }
    if (!sameSecret(request.headers.authorization ?? '', `Bearer ${controlToken}`))
      return send(response, wrong(401, 'This needs the control token.'));
    send(response, answerOf(control, `${request.method} ${url.pathname}`, body.value));
  };
}

function answerOf(control: TrainingControl, asked: string, text: string): Answer {
  switch (asked) {
    case 'GET /control/books':
      return jsonAnswer(200, control.store());
    case 'GET /control/requests':
      return jsonAnswer(200, control.requests());
    case 'GET /control/faults':
      return jsonAnswer(200, control.faults());
    case 'POST /control/faults':
      return withBody(faultSchema, text, (fault) => jsonAnswer(200, control.fault(fault)));
    case 'DELETE /control/faults':
      control.clearFaults();
      return noContent;
    case 'GET /control/modes':
      return jsonAnswer(200, control.modes());
    case 'PATCH /control/modes':
      return withBody(modesChangeSchema, text, (change) => jsonAnswer(200, control.setModes(change)));
    case 'POST /control/pos':
      return withBody(posActionSchema, text, (action) => {
        const done = control.pos(action);
        return done.ok
          ? jsonAnswer(200, done.value)
          : jsonAnswer(409, { error: done.error.code, ...done.error });
      });
    case 'POST /control/expire-token':
      control.expireToken();
      return noContent;
    default:
      return wrong(404, 'There is no such control.');
  }
}

function withBody<T>(schema: z.ZodType<T>, text: string, use: (value: T) => Answer): Answer {
  const parsed = schema.safeParse(parseJson(text));
  return parsed.success ? use(parsed.data) : wrong(400, z.prettifyError(parsed.error));
}
