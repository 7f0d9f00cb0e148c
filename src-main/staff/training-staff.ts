import type { TrainingPin } from '../../src-preload/contract/staff.ts';

/** Training's own staff. Their PINs are printed on Training's sign-in screen, and open nothing in live. */
export const TRAINING_STAFF: readonly TrainingPin[] = [
  { shortName: 'Joss K.', role: 'host', pin: '135790' },
  { shortName: 'Marco D.', role: 'server', pin: '246802' },
  { shortName: 'Sam T.', role: 'server', pin: '864213' },
  { shortName: 'Priya N.', role: 'manager', pin: '975310' },
];

/** Whether a PIN is one of Training's, which everyone knows. */
export const isPublished = (pin: string): boolean => TRAINING_STAFF.some((each) => each.pin === pin);
