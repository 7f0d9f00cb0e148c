import type { Fetch } from '../../ports.ts';

/** One request as it left: to which host, and all its bytes. */
export interface SentRequest {
  readonly host: string;
  readonly path: string;
  readonly bytes: string;
}

/**
 * A service at every address, which lets everyone in, has no guests, and writes down what it is sent. The oracle of
 * tests that ask where a secret went.
 */
export function recordingFetch(): { readonly fetch: Fetch; readonly sent: () => readonly SentRequest[] } {
  const sent: SentRequest[] = [];
  const fetch: Fetch = async (input, init) => {
    const request = new Request(input, init);
    const { host, pathname, search } = new URL(request.url);
    const headers = [...request.headers].map((pair) => pair.join(': ')).join('\n');
    sent.push({ host, path: pathname, bytes: `${search}\n${headers}\n${await request.text()}` });
    const body = pathname.endsWith('/login')
      ? {
          '@class': '.SuccessfulResponse',
          token: { tokenType: 'Bearer', scope: null, expiresIn: 86_400, accessToken: 'a.b.c' },
          status: 'SUCCESS',
        }
      : [];
    return new Response(JSON.stringify(body), { headers: { 'content-type': 'application/json' } });
  };
  return { fetch, sent: () => sent };
}
