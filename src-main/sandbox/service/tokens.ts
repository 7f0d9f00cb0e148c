import { createHmac, timingSafeEqual } from 'node:crypto';

/** How long a token lives, and how near its end a login hands out another instead of the same again. */
const TOKEN_LIFE = 86_400_000;
const RENEWABLE = 60_000;
const HOUR = 3_600_000;

/** Logins as the vendor counts them: it asks for no more than two in an hour. */
export interface LoginCount {
  readonly total: number;
  readonly refused: number;
  readonly lastHour: number;
  readonly moreThanTwoInAnHour: boolean;
}

/**
 * The one token there is at a time. As the vendor documents it, logging in again gives the same token with what is
 * left of its life; a new one comes only in its last minute, or after it.
 */
export interface Tokens {
  readonly logIn: (now: number) => { readonly accessToken: string; readonly expiresInSeconds: number };
  readonly refused: () => void;
  readonly isValid: (token: string, now: number) => boolean;
  readonly expire: () => void;
  readonly count: (now: number) => LoginCount;
}

/** `secret` signs the tokens; `serial` gives each its own id. */
export function createTokens(secret: string, clientId: string, serial: () => string): Tokens {
  let live: readonly { readonly token: string; readonly expiresAt: number }[] = [];
  let total = 0;
  let refused = 0;
  let crowded = false;
  let recent: readonly number[] = [];
  const issue = (now: number): { token: string; expiresAt: number } => {
    const expiresAt = now + TOKEN_LIFE;
    const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
    const body = `${part({ alg: 'HS256', typ: 'JWT' })}.${part({
      iss: 'training',
      sub: clientId,
      jti: serial(),
      scope: 'crm',
      iat: Math.floor(now / 1000),
      exp: Math.floor(expiresAt / 1000),
    })}`;
    return { token: `${body}.${createHmac('sha256', secret).update(body).digest('base64url')}`, expiresAt };
  };
  const withinHour = (now: number): readonly number[] => recent.filter((at) => at > now - HOUR);
  return {
    logIn: (now) => {
      total += 1;
      recent = [...withinHour(now), now];
      crowded ||= recent.length > 2;
      const last = live.at(-1);
      const current = last !== undefined && last.expiresAt - now > RENEWABLE ? last : issue(now);
      // An old token stays good for its last minute beside the new one.
      live = [...live.filter((each) => each !== current && each.expiresAt > now), current];
      return {
        accessToken: current.token,
        expiresInSeconds: Math.floor((current.expiresAt - now) / 1000),
      };
    },
    refused: () => {
      refused += 1;
    },
    isValid: (token, now) => live.some((each) => each.token === token && each.expiresAt > now),
    expire: () => {
      live = [];
    },
    count: (now) => ({
      total,
      refused,
      lastHour: withinHour(now).length,
      moreThanTwoInAnHour: crowded,
    }),
  };
}

/** Whether two secrets are the same, in a time that does not tell how much of them is. */
export function sameSecret(given: string, expected: string): boolean {
  const digest = (text: string): Buffer => createHmac('sha256', 'compare').update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}
