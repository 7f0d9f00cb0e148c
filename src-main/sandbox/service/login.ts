import type { Readings } from '../data/readings.ts';
import { type Asker, retryHeader } from './admission.ts';
import { type Answer, jsonAnswer, refusalAnswer } from './answers.ts';
import { parseJson } from './http-body.ts';
import type { RateLimiter } from './limits.ts';
import { isFields, type Refusal, refusal } from './requests.ts';
import { sameSecret, type Tokens } from './tokens.ts';

export interface LoginDeps {
  readonly tokens: Tokens;
  readonly limiter: RateLimiter;
  readonly readings: () => Readings;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly now: () => number;
}

/** The login: one answer for every wrong credential, so that it does not say which part was wrong. */
export function logIn(deps: LoginDeps, request: Asker, text: string, requestId: string): Answer {
  const refuse = (what: Refusal, headers = {}): Answer => refusalAnswer(what, requestId, headers);
  const now = deps.now();
  // Logins are limited by address, and carry no rate headers.
  const pace = deps.limiter.count(`login ${request.address}`, now, deps.readings().limits);
  if (pace?.allowed === false) return refuse(refusal(429, 10429, 'Too many requests'), retryHeader(pace));
  const body = parseJson(text);
  if (!isFields(body)) return refuse(refusal(400, 10101, 'Request body must be a JSON object'));
  const { clientId, clientSecret, userAccessType } = body;
  const isOurs =
    typeof clientId === 'string' &&
    typeof clientSecret === 'string' &&
    userAccessType === 'TOAST_MACHINE_CLIENT' &&
    sameSecret(clientId, deps.clientId) &&
    sameSecret(clientSecret, deps.clientSecret);
  if (!isOurs) {
    deps.tokens.refused();
    return refuse(refusal(401, 10010, 'Invalid client credentials'));
  }
  const { accessToken, expiresInSeconds } = deps.tokens.logIn(now);
  return jsonAnswer(200, {
    '@class': '.SuccessfulResponse',
    token: {
      tokenType: 'Bearer',
      scope: null,
      expiresIn: expiresInSeconds,
      accessToken,
      idToken: null,
      refreshToken: null,
    },
    status: 'SUCCESS',
  });
}
