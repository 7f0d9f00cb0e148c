import type { CdpSession } from '../chromium/cdp.ts';
import type { Documents } from '../chromium/documents.ts';
import type { DocumentRequest } from '../chromium/page-requests.ts';
import { createEvent } from '../events.ts';
import type { Host } from '../host.ts';
import type { StandInSession } from './session.ts';
import type { StandInWebContents } from './web-contents.ts';

/** Navigations of one page, in Electron's order of events, asking the application before one that the page began. */
export class Navigation {
  readonly #host: Host;
  readonly #contents: StandInWebContents;
  readonly #session: StandInSession;
  readonly #documents: Documents;
  /** Frames whose page asked to go elsewhere and have not gone yet. */
  readonly #asked = new Set<string>();
  readonly #failures = new Map<string, string>();
  #mainId = '';
  #status = 200;
  #committed = false;
  #failedLoad = false;
  #paintedDocument = false;

  constructor(host: Host, contents: StandInWebContents, session: StandInSession, documents: Documents) {
    this.#host = host;
    this.#contents = contents;
    this.#session = session;
    this.#documents = documents;
  }

  /** The next navigation is main's own (`loadURL`, `reload`): the application is not asked. */
  expectOwn(): void {
    this.#asked.delete(this.#mainId);
  }

  watch(cdp: CdpSession, mainId: string): void {
    this.#mainId = mainId;
    cdp.on('Page.frameRequestedNavigation', ({ frameId, url }) => {
      this.#asked.add(frameId);
      if (!/^(https?|about|data|blob|javascript):/.test(url)) void this.#external(url);
    });
    cdp.on('Page.frameNavigated', ({ frame }) => {
      this.#asked.delete(frame.id);
      if (frame.id !== mainId) return;
      // A document that could not be fetched commits Chromium's own error page in its place.
      this.#failedLoad = frame.unreachableUrl !== undefined && frame.unreachableUrl !== '';
      this.#committed = frame.url !== 'about:blank' || this.#committed;
      this.#paintedDocument = false;
      if (this.#failedLoad) return;
      this.#contents.startLoading();
      const url = this.#documents.mainUrl();
      const details = createEvent({ url, httpResponseCode: this.#status, httpStatusText: '' });
      this.#contents.emit('did-frame-navigate', details, url, this.#status, '', true, 1, 1);
      this.#contents.emit('did-navigate', details, url, this.#status, '');
    });
    cdp.on('Page.navigatedWithinDocument', ({ frameId }) => {
      if (frameId !== mainId) return;
      const url = this.#documents.mainUrl();
      this.#contents.emit('did-navigate-in-page', createEvent({ url, isMainFrame: true }), url, true, 1, 1);
    });
    cdp.on('Page.lifecycleEvent', ({ frameId, name }) => {
      if (frameId !== mainId || !this.#committed || this.#failedLoad) return;
      if (name === 'DOMContentLoaded') this.#contents.emit('dom-ready', createEvent({}));
      if (name === 'load') this.#contents.finishLoading();
      if ((name === 'firstPaint' || name === 'firstContentfulPaint') && !this.#paintedDocument) {
        this.#paintedDocument = true;
        this.#contents.emit('ready-to-show');
      }
    });
  }

  /** Whether a document may be fetched. Asks the application when it was the page's wish. */
  allow({ frameId, url }: DocumentRequest): boolean {
    const isMainFrame = frameId === this.#mainId;
    const details = { url, isMainFrame, isSameDocument: false, frame: null, initiator: null };
    if (isMainFrame) {
      this.#status = 200;
      this.#contents.startLoading();
    }
    this.#contents.emit('did-start-navigation', createEvent(details), url, false, isMainFrame, 1, 1);
    if (!this.#asked.has(frameId)) return true;
    const frameEvent = createEvent(details);
    this.#contents.emit('will-frame-navigate', frameEvent);
    const event = createEvent(details);
    if (isMainFrame) this.#contents.emit('will-navigate', event, url, false, true, 1, 1);
    const allowed = !frameEvent.defaultPrevented && !event.defaultPrevented;
    if (!allowed) {
      this.#asked.delete(frameId);
      if (isMainFrame) this.#contents.failLoading('ERR_ABORTED', url, true);
    }
    return allowed;
  }

  answered({ frameId, url }: DocumentRequest, outcome: { status: number } | { error: string }): void {
    const isMainFrame = frameId === this.#mainId;
    if ('status' in outcome) {
      if (isMainFrame) this.#status = outcome.status;
      return;
    }
    if (isMainFrame) this.#failures.set(url, outcome.error);
    this.#contents.failLoading(outcome.error, url, isMainFrame);
  }

  /** A navigation of main's own that the browser refused; one already reported is not reported twice. */
  failed(url: string, error: string): void {
    if (this.#failures.delete(url)) return;
    this.#contents.failLoading(error, url, true);
  }

  async #external(url: string): Promise<void> {
    const scheme = url.slice(0, url.indexOf(':'));
    if (this.#host.schemes.privileges(scheme) !== undefined) {
      this.#host.report.problem(
        'not-modelled',
        `A page going to ${url} by its full address; use a relative one`,
      );
      return;
    }
    const granted = await this.#session.permits(this.#contents, 'openExternal', url, true);
    if (granted) this.#host.report.problem('external-url', `Electron would open another program for ${url}`);
  }
}
