/** The screens of the house: a file of its own, read once the first screen stands. No guest waits for them. */
export { later as words } from '../text/later.ts';
export { Decide } from './Decide.tsx';
export { Manager } from './Manager.tsx';
export { SetUp } from './SetUp.tsx';
export { Staff } from './Staff.tsx';
