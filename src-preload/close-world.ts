/**
 * Runs in the page's own world before any of its scripts, and takes away what a kiosk's page has no use for: what opens a
 * socket, asks a name server, opens a dialog of the system, starts another program's window or makes a fresh world in
 * which all of that would be there again (frames, workers). The policy, the session's proxy and its request filter stand
 * behind it; WebRTC, `dns-prefetch` and file inputs are what those do not see.
 *
 * Self-contained: its source is what runs. It keeps the platform's own functions, because a page may replace them.
 */
export function closeWorld(): void {
  type Method = (this: unknown, ...args: unknown[]) => unknown;
  const {
    apply,
    getOwnPropertyDescriptor: descriptor,
    ownKeys,
    defineProperty: define,
    deleteProperty,
  } = Reflect;
  const lower = String.prototype.toLowerCase;
  const test = RegExp.prototype.exec;
  const text = String;
  const matches = (pattern: RegExp, value: string): boolean => apply(test, pattern, [value]) !== null;

  /** Removes an object's own properties of these names. */
  const remove = (owner: object | undefined, gone: (name: string) => boolean): void => {
    if (owner === undefined) return;
    for (const key of ownKeys(owner)) if (typeof key === 'string' && gone(key)) deleteProperty(owner, key);
  };
  const proto = (name: string): object | undefined => {
    const type: unknown = Reflect.get(globalThis, name);
    return typeof type === 'function' ? (Reflect.get(type, 'prototype') as object) : undefined;
  };
  /** Puts a function around one of an object's own methods or setters. */
  const wrap = (
    owner: object | undefined,
    name: string,
    kind: 'value' | 'set',
    make: (old: Method) => Method,
  ) => {
    const old = owner && descriptor(owner, name);
    const method: unknown = old?.[kind];
    if (owner && old && typeof method === 'function') {
      define(owner, name, { ...old, [kind]: make(method as Method) });
    }
  };

  const sockets =
    /^(webkit)?(RTC|WebSocket|WebTransport|EventSource|XMLHttpRequest|TCP|UDP|TLS|fetch|Presentation|RemotePlayback|Push|BackgroundFetch|Speech|MediaDevices|Bluetooth|USB|HID|Serial|MIDI|NDEF|SharedStorage|Navigat(ion|e)Preload)/;
  const dialogs =
    /^(show\w+|FileSystem\w*|EyeDropper|Payment\w*|\w*Credential\w*|Notification|open|print|alert|confirm|prompt|requestFileSystem|webkitRequestFileSystem|webkitResolveLocalFileSystemURL|launchQueue)$/;
  const worlds =
    /^(Worker|SharedWorker|ServiceWorker\w*|\w*Worklet\w*|XSLTProcessor|DOMParser|customElements|Fence|HTMLFencedFrameElement|documentPictureInPicture|Translator|LanguageDetector|LanguageModel|Summarizer|Writer|Rewriter|Proofreader)$/;
  remove(globalThis, (name) => matches(sockets, name) || matches(dialogs, name) || matches(worlds, name));

  // Of the navigator a page needs what it is drawn by, and nothing that does anything.
  const facts =
    /^(constructor|userAgent|userAgentData|platform|vendor|vendorSub|product|productSub|app\w+|language|languages|onLine|maxTouchPoints|hardwareConcurrency|deviceMemory|webdriver|cookieEnabled|connection|userActivation)$/;
  remove(proto('Navigator'), (name) => !matches(facts, name));

  // No element of these kinds can be made: a frame's first document is a world without this.
  const frames = /^(.*:)?(i?frame|frameset|object|embed|applet|fencedframe|portal|webview|script)$/s;
  const refuseFrames =
    (at: number) =>
    (old: Method): Method =>
      function (...args) {
        const name = text(args[at]);
        if (matches(frames, apply(lower, name, []))) throw new TypeError('This page makes no such element');
        args[at] = name;
        return apply(old, this, args);
      };
  wrap(proto('Document'), 'createElement', 'value', refuseFrames(0));
  wrap(proto('Document'), 'createElementNS', 'value', refuseFrames(1));
  const markup =
    /^(setHTML\w*|parseHTML\w*|execCommand|write|writeln|open|createAttribute\w*|requestStorageAccess\w*)$/;
  for (const owner of ['Document', 'Element', 'ShadowRoot'])
    remove(proto(owner), (name) => matches(markup, name));
  remove(Reflect.get(globalThis, 'Document'), (name) => matches(markup, name));
  remove(proto('DOMImplementation'), (name) => matches(/^create(HTML)?Document$/, name));
  remove(proto('Range'), (name) => name === 'createContextualFragment');
  remove(proto('HTMLInputElement'), (name) => name === 'showPicker' || name === 'webkitdirectory');

  // A link may be a style sheet or a module; `dns-prefetch` and `preconnect` reach the network past every filter.
  // An input may be anything but a way to choose a file.
  const nameOf = descriptor(Element.prototype, 'localName')?.get as Method;
  const isElement = (value: unknown): boolean => {
    try {
      return typeof apply(nameOf, value, []) === 'string';
    } catch {
      return false;
    }
  };
  const refused = (element: unknown, attribute: string, value: string): boolean => {
    const kind = isElement(element) ? text(apply(nameOf, element, [])) : '';
    const set: string = apply(lower, value, []);
    if (kind === 'link' && attribute === 'rel') return !matches(/^(stylesheet|modulepreload|preload)$/, set);
    return kind === 'input' && attribute === 'type' && set === 'file';
  };
  const guardAttribute =
    (at: number) =>
    (old: Method): Method =>
      function (...args) {
        const name = text(args[at]);
        const value = text(args[at + 1]);
        if (refused(this, apply(lower, name, []) as string, value)) return undefined;
        args[at] = name;
        args[at + 1] = value;
        return apply(old, this, args);
      };
  const guardProperty =
    (attribute: string) =>
    (old: Method): Method =>
      function (given) {
        const value = text(given);
        return refused(this, attribute, value) ? undefined : apply(old, this, [value]);
      };
  wrap(proto('Element'), 'setAttribute', 'value', guardAttribute(0));
  wrap(proto('Element'), 'setAttributeNS', 'value', guardAttribute(1));
  wrap(proto('HTMLLinkElement'), 'rel', 'set', guardProperty('rel'));
  wrap(proto('HTMLInputElement'), 'type', 'set', guardProperty('type'));
  remove(proto('HTMLLinkElement'), (name) => name === 'relList');
  // The other ways to write an attribute are no one's.
  remove(proto('Element'), (name) => matches(/^[sg]etAttributeNode(NS)?$/, name));
  remove(proto('NamedNodeMap'), (name) => matches(/^setNamedItem(NS)?$/, name));
  wrap(Attr.prototype, 'value', 'set', () => () => undefined);
  const typeOf = descriptor(Node.prototype, 'nodeType')?.get as Method;
  const notOfAttributes = (old: Method): Method =>
    function (value) {
      return apply(typeOf, this, []) === 2 ? undefined : apply(old, this, [value]);
    };
  wrap(Node.prototype, 'nodeValue', 'set', notOfAttributes);
  wrap(Node.prototype, 'textContent', 'set', notOfAttributes);
}
