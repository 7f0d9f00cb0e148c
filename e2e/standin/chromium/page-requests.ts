import type { Host } from '../host.ts';
import type { StandInSession } from '../modules/session.ts';
import type { CdpSession } from './cdp.ts';

export interface DocumentRequest {
  readonly frameId: string;
  /** As the application knows it. */
  readonly url: string;
}

export interface RequestOwner {
  readonly host: Host;
  readonly session: StandInSession;
  readonly cdp: CdpSession;
  /** Asked before a document is fetched; false stops the navigation, leaving the page where it is. */
  readonly allowDocument: (request: DocumentRequest) => Promise<boolean>;
  /** What came of a document's request, before it commits. */
  readonly documentAnswered: (
    request: DocumentRequest,
    outcome: { status: number } | { error: string },
  ) => void;
}

/** Browser requests that are made by no page: they only ever fail, and are no one's fault. */
const ownTraffic = /\/favicon\.ico$/;

/** Every request of a page stops here: ours go to the application's protocol handler, all others fail and are recorded. */
export async function answerRequests(owner: RequestOwner): Promise<void> {
  const { host, session, cdp } = owner;

  cdp.on('Fetch.requestPaused', (paused) => {
    const { requestId, request, resourceType, frameId } = paused;
    const refuse = (
      errorReason: 'Failed' | 'Aborted' | 'AccessDenied' | 'BlockedByClient',
    ): Promise<unknown> => cdp.send('Fetch.failRequest', { requestId, errorReason }).catch(() => undefined);

    const answer = async (): Promise<void> => {
      const fragment = request.urlFragment ?? '';
      const url = host.schemes.toApp(request.url);
      const isDocument = resourceType === 'Document';
      const document: DocumentRequest = { frameId, url: (url ?? request.url) + fragment };
      if (isDocument && !(await owner.allowDocument(document))) {
        await refuse('Aborted');
        return;
      }
      if (url === null && host.devServer !== null && request.url.startsWith(`${host.devServer}/`)) {
        if (isDocument) owner.documentAnswered(document, { status: 200 });
        await cdp.send('Fetch.continueRequest', { requestId }).catch(() => undefined);
        return;
      }
      if (url === null) {
        if (!ownTraffic.test(request.url)) {
          host.report.problem('network-request', `${request.method} ${request.url} (${resourceType})`);
        }
        if (isDocument) owner.documentAnswered(document, { error: 'ERR_INTERNET_DISCONNECTED' });
        await refuse('Failed');
        return;
      }
      const details = { url, method: request.method, resourceType: kindOf(resourceType, isDocument) };
      if (await session.requests.cancels(details)) {
        if (isDocument) owner.documentAnswered(document, { error: 'ERR_BLOCKED_BY_CLIENT' });
        await refuse('BlockedByClient');
        return;
      }
      const scheme = url.slice(0, url.indexOf(':'));
      const isFetch = resourceType === 'Fetch' || resourceType === 'XHR';
      if (isFetch && host.schemes.privileges(scheme)?.supportFetchAPI !== true) {
        await refuse('AccessDenied');
        return;
      }
      const outcome = await session.rawProtocol.run(url, initOf(request));
      if (outcome.kind === 'failed') {
        if (isDocument) owner.documentAnswered(document, { error: outcome.error });
        await refuse('Failed');
        return;
      }
      if (isDocument) owner.documentAnswered(document, { status: outcome.status });
      const location = (name: string, value: string): string =>
        name === 'location' ? host.schemes.toBrowser(new URL(value, url).href) : value;
      await cdp
        .send('Fetch.fulfillRequest', {
          requestId,
          responseCode: outcome.status,
          responseHeaders: outcome.headers.map(([name, value]) => ({ name, value: location(name, value) })),
          body: outcome.body.toString('base64'),
        })
        .catch(() => undefined);
    };
    void answer();
  });
  await cdp.send('Fetch.enable', { patterns: [{ urlPattern: '*' }] });
}

function kindOf(resourceType: string, isDocument: boolean): string {
  if (isDocument) return 'mainFrame';
  if (resourceType === 'Fetch' || resourceType === 'XHR') return 'xhr';
  return resourceType.charAt(0).toLowerCase() + resourceType.slice(1);
}

/** The request the handler sees: Node's, without the browser's `Origin: null` and the address it was mapped to. */
function initOf(request: { method: string; headers: object; postData?: string }): RequestInit {
  const own = Object.entries(request.headers).filter(
    ([name, value]) =>
      !['origin', 'referer', 'host'].includes(name.toLowerCase()) && typeof value === 'string',
  );
  const body = request.postData === undefined ? {} : { body: request.postData };
  return { method: request.method, headers: Object.fromEntries(own), ...body };
}
