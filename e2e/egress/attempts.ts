/** Where listeners wait for what leaves the page, as text that the attempts below carry. */
export interface Places {
  /** host:port of a TCP listener, and of a UDP one. */
  readonly tcp: string;
  readonly udp: string;
  /** Ends every name that only the page asks for. */
  readonly zone: string;
}

/**
 * What a page that was taken over would try, each as the text of an expression: every way of a browser's page to open a
 * socket, ask a name server or make a world in which that can be done.
 */
export function attempts({ tcp, udp, zone }: Places): readonly (readonly [string, string])[] {
  const element = (make: string): string => `(() => { ${make} })()`;
  const link = (rel: string, href: string): string =>
    element(
      `const l = document.createElement('link'); l.rel = '${rel}'; l.href = '${href}'; document.head.append(l);`,
    );
  const rtc = (maker: string): string =>
    `(async () => { const Peer = ${maker}; const pc = new Peer({ iceServers: [{ urls: 'stun:${udp}' }, { urls: 'turn:${udp}?transport=udp', username: 'u', credential: 'x' }, { urls: 'turn:${tcp}?transport=tcp', username: 'u', credential: 'x' }, { urls: 'stun:stun.${zone}:3478' }] }); (globalThis.peers ??= []).push(pc); pc.createDataChannel('x'); await pc.setLocalDescription(await pc.createOffer()); await new Promise((r) => setTimeout(r, 1500)); })()`;
  const url = `http://${tcp}/`;
  const styled = (declarations: string): string =>
    element(
      `const d = document.createElement('div'); d.textContent = 'x'; d.style.cssText = '${declarations}'; document.body.append(d);`,
    );
  const sheet = (rules: string): string =>
    element(
      `const s = new CSSStyleSheet(); s.replaceSync(${JSON.stringify(rules)}); document.adoptedStyleSheets.push(s);`,
    );
  const node = (name: string, make: string): string =>
    element(`const n = document.createElement('${name}'); ${make} document.body.append(n);`);
  const svg = (tree: string): string =>
    element(
      `const s = (name, has, ...inside) => { const e = document.createElementNS('http://www.w3.org/2000/svg', name); for (const key in has) e.setAttribute(key, has[key]); e.append(...inside); return e; }; document.body.append(s('svg', {}, ${tree}));`,
    );
  return [
    ['WebRTC', rtc('RTCPeerConnection')],
    ['WebRTC by its old name', rtc('webkitRTCPeerConnection')],
    [
      'WebRTC of a fresh frame',
      element(
        `const f = document.createElement('iframe'); document.body.append(f); return ${rtc('f.contentWindow.RTCPeerConnection')};`,
      ),
    ],
    [
      'WebRTC of a frame by another name',
      element(
        `const f = document.createElementNS('http://www.w3.org/1999/xhtml', 'x:iframe'); document.body.append(f); return ${rtc('window[0].RTCPeerConnection')};`,
      ),
    ],
    [
      'WebRTC of a frame from markup',
      element(
        `const d = document.createElement('div'); d.innerHTML = '<iframe></iframe>'; document.body.append(d); return ${rtc('window[0].RTCPeerConnection')};`,
      ),
    ],
    [
      'WebRTC of a frame from parsed markup',
      element(
        `const d = new DOMParser().parseFromString('<iframe></iframe>', 'text/html'); document.body.append(document.adoptNode(d.body.firstChild)); return ${rtc('window[0].RTCPeerConnection')};`,
      ),
    ],
    [
      'WebRTC of a frame from unsafe markup',
      element(
        `document.body.setHTMLUnsafe('<iframe></iframe>'); return ${rtc('window[0].RTCPeerConnection')};`,
      ),
    ],
    [
      'WebRTC of a custom frame',
      element(
        `class F extends HTMLIFrameElement {}; customElements.define('f-f', F, { extends: 'iframe' }); document.body.append(new F()); return ${rtc('window[0].RTCPeerConnection')};`,
      ),
    ],
    [
      'WebRTC of a style sheet’s frame',
      element(
        `const x = new XSLTProcessor(); x.importStylesheet(new Document()); return ${rtc('window[0].RTCPeerConnection')};`,
      ),
    ],
    [
      'WebRTC of a window',
      element(`const w = window.open('about:blank'); return ${rtc('w.RTCPeerConnection')};`),
    ],
    ['dns-prefetch', link('dns-prefetch', `//prefetch.${zone}`)],
    [
      'dns-prefetch by attribute',
      element(
        `const l = document.createElement('link'); l.setAttribute('REL', 'dns-prefetch'); l.setAttribute('href', '//attribute.${zone}'); document.head.append(l);`,
      ),
    ],
    [
      'dns-prefetch by namespace',
      element(
        `const l = document.createElement('link'); l.setAttributeNS(null, 'rel', 'dns-prefetch'); l.setAttribute('href', '//namespace.${zone}'); document.head.append(l);`,
      ),
    ],
    [
      'dns-prefetch by token',
      element(
        `const l = document.createElement('link'); l.href = '//token.${zone}'; l.relList.add('dns-prefetch'); document.head.append(l);`,
      ),
    ],
    [
      'dns-prefetch by the page’s own style sheet',
      element(
        `const l = document.querySelector('link[rel=stylesheet]').cloneNode(); l.href = '//cloned.${zone}'; l.attributes.rel.value = 'dns-prefetch'; l.attributes.rel.nodeValue = 'dns-prefetch'; l.attributes.rel.textContent = 'dns-prefetch'; document.head.append(l);`,
      ),
    ],
    [
      'dns-prefetch by an attribute’s node',
      element(
        `const l = document.createElement('link'); l.href = '//node.${zone}'; const a = document.createAttribute('rel'); a.value = 'dns-prefetch'; l.setAttributeNode(a); document.head.append(l);`,
      ),
    ],
    [
      'dns-prefetch of a sanitized link',
      element(
        `document.body.setHTML('<link rel="dns-prefetch" href="//sanitized.${zone}">', { sanitizer: new Sanitizer({ elements: ['link'], attributes: ['rel', 'href'] }) });`,
      ),
    ],
    [
      'dns-prefetch of anchors',
      element(
        `const m = document.createElement('meta'); m.httpEquiv = 'x-dns-prefetch-control'; m.content = 'on'; document.head.append(m); const a = document.createElement('a'); a.href = 'http://anchor.${zone}/'; a.textContent = 'x'; document.body.append(a);`,
      ),
    ],
    ['preconnect', link('preconnect', url)],
    ['preconnect to a name', link('preconnect', `https://preconnect.${zone}/`)],
    ['prefetch', link('prefetch', `${url}prefetch`)],
    ['prerender', link('prerender', `${url}prerender`)],
    [
      'preload',
      element(
        `const l = document.createElement('link'); l.rel = 'preload'; l.as = 'image'; l.href = '${url}preload'; document.head.append(l);`,
      ),
    ],
    ['style sheet', link('stylesheet', `${url}style.css`)],
    ['module', link('modulepreload', `${url}module.js`)],
    ['import', `import('${url}import.js')`],
    [
      'script',
      element(
        `const s = document.createElement('script'); s.src = '${url}script.js'; document.body.append(s);`,
      ),
    ],
    [
      'speculation rules',
      element(
        `const s = document.createElement('script'); s.type = 'speculationrules'; s.textContent = '{"prefetch":[{"source":"list","urls":["${url}rules"]}]}'; document.body.append(s);`,
      ),
    ],
    ['fetch', `fetch('${url}fetch', { mode: 'no-cors' })`],
    ['fetch later', `fetchLater('${url}later', { activateAfter: 0 })`],
    ['XMLHttpRequest', element(`const x = new XMLHttpRequest(); x.open('GET', '${url}xhr'); x.send();`)],
    ['beacon', `navigator.sendBeacon('${url}beacon', 'x')`],
    ['event source', `new EventSource('${url}events')`],
    ['WebSocket', `new WebSocket('ws://${tcp}/socket')`],
    ['WebSocket stream', `new WebSocketStream('ws://${tcp}/stream').opened`],
    ['WebTransport', `new WebTransport('https://${udp}/transport').ready`],
    ['TCP socket', `new TCPSocket('127.0.0.1', ${tcp.split(':')[1]}).opened`],
    ['UDP socket', `new UDPSocket({ remoteAddress: '127.0.0.1', remotePort: ${udp.split(':')[1]} }).opened`],
    ['presentation', `new PresentationRequest('${url}cast').getAvailability()`],
    ['worker', element(`new Worker(URL.createObjectURL(new Blob(["fetch('${url}worker')"])));`)],
    ['shared worker', element(`new SharedWorker('${url}shared.js');`)],
    ['service worker', `navigator.serviceWorker.register('${url}sw.js')`],
    ['worklet', `CSS.paintWorklet.addModule('${url}paint.js')`],
    ['image', element(`new Image().src = '${url}image.png';`)],
    ['audio', element(`new Audio('${url}audio.mp3').play();`)],
    ['font', `new FontFace('x', 'url(${url}font.woff2)').load()`],
    [
      'style',
      element(
        `const s = new CSSStyleSheet(); s.replaceSync('body { background: url(${url}css) }'); document.adoptedStyleSheets.push(s);`,
      ),
    ],
    ['inline style', element(`document.body.style.backgroundImage = 'url(${url}inline)';`)],
    [
      'SVG',
      element(
        `const u = document.createElementNS('http://www.w3.org/2000/svg', 'use'); u.setAttribute('href', '${url}use.svg#x'); const s = document.createElementNS('http://www.w3.org/2000/svg', 'svg'); s.append(u); document.body.append(s);`,
      ),
    ],
    [
      'object',
      element(
        `const o = document.createElement('object'); o.data = '${url}object'; document.body.append(o);`,
      ),
    ],
    [
      'frame',
      element(`const f = document.createElement('iframe'); f.src = '${url}frame'; document.body.append(f);`),
    ],
    [
      'form',
      element(
        `const f = document.createElement('form'); f.action = '${url}form'; document.body.append(f); f.submit();`,
      ),
    ],
    [
      'ping',
      element(
        `const a = document.createElement('a'); a.href = '#x'; a.ping = '${url}ping'; document.body.append(a); a.click();`,
      ),
    ],
    [
      'download',
      element(
        `const a = document.createElement('a'); a.href = '${url}download'; a.download = 'x'; document.body.append(a); a.click();`,
      ),
    ],
    [
      'payment',
      `new PaymentRequest([{ supportedMethods: '${url}pay' }], { total: { label: 'x', amount: { currency: 'USD', value: '1' } } }).canMakePayment()`,
    ],
    [
      'identity',
      `navigator.credentials.get({ identity: { providers: [{ configURL: '${url}fedcm.json', clientId: 'x' }] } })`,
    ],
    [
      'auction',
      `navigator.joinAdInterestGroup({ owner: 'https://auction.${zone}', name: 'x', biddingLogicURL: 'https://auction.${zone}/b.js' }, 1)`,
    ],
    // What Chromium has learned of late, and each place from which something is loaded.
    ['CSS background', styled(`background-image: url(${url}css-background)`)],
    ['CSS image set', styled(`background-image: image-set("${url}css-image-set" 1x)`)],
    [
      'CSS cross-fade',
      styled(
        `background-image: -webkit-cross-fade(url(${url}css-cross-fade), url(${url}css-cross-fade), 50%)`,
      ),
    ],
    ['CSS border image', styled(`border-image: url(${url}css-border-image) 30`)],
    ['CSS mask', styled(`mask-image: url(${url}css-mask)`)],
    ['CSS list marker', styled(`display: list-item; list-style-image: url(${url}css-list-marker)`)],
    ['CSS cursor', styled(`cursor: url(${url}css-cursor), auto`)],
    ['CSS content', styled(`content: url(${url}css-content)`)],
    ['CSS filter', styled(`filter: url(${url}css-filter#f)`)],
    ['CSS clip path', styled(`clip-path: url(${url}css-clip-path#c)`)],
    ['CSS shape', styled(`float: left; shape-outside: url(${url}css-shape)`)],
    ['CSS offset path', styled(`offset-path: url(${url}css-offset-path#p)`)],
    ['CSS font', sheet(`@font-face { font-family: x; src: url(${url}face.woff2) } body { font-family: x }`)],
    [
      'CSS import',
      element(
        `const s = document.createElement('style'); s.textContent = '@import url(${url}import.css);'; document.head.append(s);`,
      ),
    ],
    [
      'CSS property',
      sheet(
        `@property --x { syntax: '<image>'; inherits: false; initial-value: url(${url}property) } body { background: var(--x) }`,
      ),
    ],
    [
      'SVG feImage',
      svg(
        `s('filter', { id: 'f' }, s('feImage', { href: '${url}feimage' })), s('rect', { filter: 'url(#f)', width: 9, height: 9 })`,
      ),
    ],
    ['SVG image', svg(`s('image', { href: '${url}svg-image', width: 9, height: 9 })`)],
    ['SVG paint server', svg(`s('rect', { fill: 'url(${url}paint#p)', width: 9, height: 9 })`)],
    ['SVG script', svg(`s('script', { href: '${url}svg-script' })`)],
    [
      'XSLT',
      `(() => { const x = new XSLTProcessor(); x.importStylesheet(new DOMParser().parseFromString('<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"><xsl:import href="${url}import.xsl"/><xsl:template match="/"><a><xsl:copy-of select="document(\\'${url}document.xml\\')"/></a></xsl:template></xsl:stylesheet>', 'text/xml')); x.transformToFragment(document, document); })()`,
    ],
    [
      'track',
      node(
        'video',
        `const t = document.createElement('track'); t.src = '${url}track.vtt'; t.default = true; n.append(t); n.textTracks[0].mode = 'showing';`,
      ),
    ],
    ['poster', node('video', `n.poster = '${url}poster';`)],
    ['source set', node('img', `n.srcset = '${url}srcset 1x';`)],
    ['image button', node('input', `n.type = 'image'; n.src = '${url}button';`)],
    ['body background', `document.body.setAttribute('background', '${url}body')`],
    ['embed', node('embed', `n.type = 'application/pdf'; n.src = '${url}embed.pdf';`)],
    ['portal', node('portal', `n.src = '${url}portal'; n.activate?.();`)],
    ['fenced frame', node('fencedframe', `n.config = new FencedFrameConfig('${url}fenced');`)],
    [
      'meta refresh',
      `(() => { const m = document.createElement('meta'); m.httpEquiv = 'refresh'; m.content = '0;url=${url}refresh'; document.head.append(m); })()`,
    ],
    ['manifest', link('manifest', `${url}manifest.json`)],
    ['icon', link('icon', `${url}icon.png`)],
    ['compression dictionary', link('compression-dictionary', `${url}dictionary`)],
    [
      'web bundle',
      node(
        'script',
        `n.type = 'webbundle'; n.textContent = JSON.stringify({ source: '${url}bundle', resources: ['${url}inside'] });`,
      ),
    ],
    [
      'import map',
      node(
        'script',
        `n.type = 'importmap'; n.textContent = JSON.stringify({ imports: { x: '${url}mapped.js' } });`,
      ),
    ],
    [
      'prerender rules',
      node(
        'script',
        `n.type = 'speculationrules'; n.textContent = JSON.stringify({ prerender: [{ urls: ['${url}prerendered'] }], prefetch: [{ urls: ['https://rules.${zone}/'], requires: ['anonymous-client-ip-when-cross-origin'] }] });`,
      ),
    ],
    [
      'fetch that outlives the page',
      `fetch('${url}keepalive', { method: 'POST', keepalive: true, body: 'x', mode: 'no-cors' })`,
    ],
    ['topics', `Promise.all([document.browsingTopics(), fetch('${url}topics', { browsingTopics: true })])`],
    [
      'private state token',
      `fetch('${url}token', { privateToken: { version: 1, operation: 'token-request' } })`,
    ],
    ['attribution', node('img', `n.setAttribute('attributionsrc', '${url}attribution');`)],
    ['shared storage', `sharedStorage.worklet.addModule('${url}shared-storage.js')`],
    [
      'private aggregation',
      `sharedStorage.createWorklet('${url}aggregation.js', { dataOrigin: 'https://aggregation.${zone}' })`,
    ],
    [
      'background fetch',
      `navigator.serviceWorker.ready.then((r) => r.backgroundFetch.fetch('x', '${url}background'))`,
    ],
    ['periodic sync', `navigator.serviceWorker.ready.then((r) => r.periodicSync.register('x'))`],
    ['push', `navigator.serviceWorker.ready.then((r) => r.pushManager.subscribe({ userVisibleOnly: true }))`],
    [
      'payment handler',
      `navigator.serviceWorker.ready.then((r) => r.paymentManager.instruments.set('x', { name: 'x', method: '${url}handler' }))`,
    ],
    ['TCP server socket', `new TCPServerSocket('127.0.0.1').opened`],
    ['UDP socket by name', `new UDPSocket({ remoteAddress: 'udp.${zone}', remotePort: 53 }).opened`],
    ['navigation API', `navigation.navigate('${url}navigate').finished`],
    ['window', `window.open('${url}window')`],
    ['navigation', `location.assign('${url}navigation')`],
    ['navigation to a name', `location.assign('https://navigation.${zone}/')`],
  ];
}

/** What must not be there: each opens a dialog of the system, or a world of its own. Expressions that must throw or give nothing. */
export const powers: readonly (readonly [string, string])[] = [
  ['open a file', `showOpenFilePicker`],
  ['save a file', `showSaveFilePicker`],
  ['choose a folder', `showDirectoryPicker`],
  [
    'file input',
    `(() => { const i = document.createElement('input'); i.type = 'file'; return i.type === 'file' })()`,
  ],
  [
    'file input by attribute',
    `(() => { const i = document.createElement('input'); i.setAttribute('TYPE', 'FILE'); return i.type === 'file' })()`,
  ],
  [
    'file input by namespace',
    `(() => { const i = document.createElement('input'); i.setAttributeNS(null, 'type', 'file'); return i.type === 'file' })()`,
  ],
  [
    'file input by node',
    `(() => { const i = document.createElement('input'); i.type = 'text'; i.attributes.type.value = 'file'; i.attributes.type.nodeValue = 'file'; return i.type === 'file' })()`,
  ],
  [
    'file input from markup',
    `(() => { const d = document.createElement('div'); d.innerHTML = '<input type=file>'; return d.firstChild !== null })()`,
  ],
  ['file input from a fragment', `document.createRange().createContextualFragment('<input type=file>')`],
  ['picker', `'showPicker' in HTMLInputElement.prototype`],
  ['print', `typeof print === 'function'`],
  ['alert', `typeof alert === 'function'`],
  ['confirm', `typeof confirm === 'function'`],
  ['prompt', `typeof prompt === 'function'`],
  ['eye dropper', `EyeDropper`],
  ['share', `navigator.share`],
  ['media', `navigator.mediaDevices`],
  ['bluetooth', `navigator.bluetooth`],
  ['USB', `navigator.usb`],
  ['HID', `navigator.hid`],
  ['serial', `navigator.serial`],
  ['MIDI', `navigator.requestMIDIAccess`],
  ['clipboard', `navigator.clipboard`],
  ['protocol handler', `navigator.registerProtocolHandler`],
  ['speech', `webkitSpeechRecognition`],
  ['notification', `Notification`],
  ['policy of its own', `trustedTypes.createPolicy('x', {})`],
];
