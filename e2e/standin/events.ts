/** An Electron event object: its own details, and `preventDefault` where something can be prevented. */
export interface StandInEvent {
  readonly preventDefault: () => void;
  readonly defaultPrevented: boolean;
}

export function createEvent<T extends object>(details: T): T & StandInEvent {
  let prevented = false;
  return Object.defineProperties(
    { ...details },
    {
      preventDefault: {
        value: () => {
          prevented = true;
        },
        enumerable: true,
      },
      defaultPrevented: { get: () => prevented, enumerable: true },
    },
  ) as T & StandInEvent;
}

/** Chromium's network errors by name, as far as a page or `net` can meet them here. */
export const netErrors: Readonly<Record<string, number>> = {
  ERR_IO_PENDING: -1,
  ERR_FAILED: -2,
  ERR_ABORTED: -3,
  ERR_INVALID_ARGUMENT: -4,
  ERR_FILE_NOT_FOUND: -6,
  ERR_TIMED_OUT: -7,
  ERR_UNEXPECTED: -9,
  ERR_ACCESS_DENIED: -10,
  ERR_BLOCKED_BY_CLIENT: -20,
  ERR_CONNECTION_CLOSED: -100,
  ERR_CONNECTION_RESET: -101,
  ERR_CONNECTION_REFUSED: -102,
  ERR_NAME_NOT_RESOLVED: -105,
  ERR_INTERNET_DISCONNECTED: -106,
  ERR_INVALID_URL: -300,
  ERR_UNKNOWN_URL_SCHEME: -302,
  ERR_INVALID_RESPONSE: -320,
  ERR_EMPTY_RESPONSE: -324,
};
