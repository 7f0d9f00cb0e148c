/** How a request ended, as marks on the error's chain of causes. What reads them needs no library of the network. */
export const NOT_SENT = 'HOSTSTAND_NOT_SENT';
const REPEATED = 'HOSTSTAND_REPEATED';
export const BY_PROXY = 'HOSTSTAND_BY_PROXY';
export const PROXY_PASSWORD = 'HOSTSTAND_PROXY_PASSWORD';

/** No byte of the request left this PC. The cause says why. */
export class NotSentError extends Error {
  readonly code = NOT_SENT;
  constructor(cause: unknown) {
    super('nothing of the request was sent', { cause });
  }
}

/** Something below asked to send the same request a second time, and was refused. The first may have arrived. */
export class RepeatedError extends Error {
  readonly code = REPEATED;
  constructor() {
    super('a second sending of one request was refused');
  }
}

/** The way to Toast through a proxy was not opened: the proxy is down, refused, or wants a password. */
export class ProxyError extends Error {
  readonly code: typeof BY_PROXY | typeof PROXY_PASSWORD;
  constructor(cause: unknown, wantsPassword: boolean) {
    super('the proxy did not open the way', { cause });
    this.code = wantsPassword ? PROXY_PASSWORD : BY_PROXY;
  }
}

/** Neither connection, handshake nor proxy was there in time. */
export class ConnectTimeoutError extends Error {
  readonly code = 'HOSTSTAND_CONNECT_TIMEOUT';
  constructor() {
    super('no connection in time');
  }
}
