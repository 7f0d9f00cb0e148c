import type { Updates } from '../ports.ts';

/** A kiosk that does not look for updates. */
export const NO_UPDATES: Updates = {
  status: () => ({ off: 'no-address', ready: null, refused: null, checkedAt: null, last: null }),
  pageAnswered: () => {},
  attend: () => () => {},
};
