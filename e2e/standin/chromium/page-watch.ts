import { createEvent } from '../events.ts';
import type { Host } from '../host.ts';
import type { StandInWebContents } from '../modules/web-contents.ts';
import type { CdpSession } from './cdp.ts';

/** Records what a page says and does that a kiosk's page must not: errors, dialogs, pop-ups, a crash. */
export function watchPage(
  host: Host,
  contents: StandInWebContents,
  cdp: CdpSession,
  on: {
    readonly onCrash: () => void;
    readonly onTitle: (title: string) => void;
    readonly askToOpen: (url: string, frameName: string, features: string) => void;
  },
): void {
  const { report } = host;
  const say = (level: string, message: string, sourceId = '', lineNumber = 0): void => {
    const details = { level, message, lineNumber, sourceId, frame: null };
    contents.emit('console-message', createEvent(details));
  };

  cdp.on('Runtime.consoleAPICalled', ({ type, args, stackTrace }) => {
    const text = args.map((arg) => String(arg.value ?? arg.description ?? arg.type)).join(' ');
    const at = stackTrace?.callFrames[0];
    if (type === 'error' || type === 'assert') report.problem('console-error', text);
    const level = type === 'assert' ? 'error' : type === 'log' ? 'info' : type;
    say(level, text, at?.url, at?.lineNumber);
  });
  cdp.on('Runtime.exceptionThrown', ({ exceptionDetails }) => {
    const text = exceptionDetails.exception?.description ?? exceptionDetails.text;
    report.problem('page-error', text);
    say('error', `Uncaught ${text}`, exceptionDetails.url, exceptionDetails.lineNumber);
  });
  cdp.on('Log.entryAdded', ({ entry }) => {
    // Violations of the policy are recorded by the page's own event, which says more.
    if (entry.level === 'error' && entry.source !== 'security') {
      report.problem('console-error', `${entry.text} ${host.schemes.shown(entry.url ?? '')}`);
    }
    say(entry.level, entry.text, entry.url, entry.lineNumber);
  });
  cdp.on('Page.javascriptDialogOpening', ({ type, message }) => {
    if (type === 'beforeunload') {
      const event = createEvent({});
      contents.emit('will-prevent-unload', event);
      void cdp.send('Page.handleJavaScriptDialog', { accept: event.defaultPrevented }).catch(() => undefined);
      return;
    }
    report.problem('page-dialog', `${type}: ${message}`);
    void cdp.send('Page.handleJavaScriptDialog', { accept: false }).catch(() => undefined);
  });
  cdp.on('Page.windowOpen', ({ url, windowName, windowFeatures }) => {
    on.askToOpen(host.schemes.shown(url), windowName, windowFeatures.join(','));
  });
  cdp.on('Inspector.targetCrashed', () => {
    on.onCrash();
    report.problem('renderer-gone', 'The page crashed');
    const details = { reason: 'crashed', exitCode: 5 };
    // Posted, as in Electron, so that a reload inside the handler is safe.
    setImmediate(() => contents.emit('render-process-gone', createEvent({}), details));
  });
  cdp.on('Page.downloadWillBegin', ({ url, suggestedFilename }) => {
    const event = createEvent({});
    const item = host.guards.guard(
      {
        getURL: () => host.schemes.shown(url),
        getFilename: () => suggestedFilename,
        cancel: () => undefined,
      },
      'DownloadItem',
    );
    contents.session.emit('will-download', event, item, contents.guarded);
    if (!event.defaultPrevented)
      report.problem('download', `A download of ${host.schemes.shown(url)} was let through`);
  });
  cdp.on('Page.frameStoppedLoading', () => {
    cdp
      .send('Runtime.evaluate', { expression: 'document.title', returnByValue: true })
      .then(({ result }) => on.onTitle(String(result.value ?? '')))
      .catch(() => undefined);
  });
}
