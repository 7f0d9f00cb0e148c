/** The screens of the restaurant, and approvals: a file of its own, read once the first screen is there. No guest waits for them. */
export { later as words } from '../../../text/later.ts';
export { Approvals } from '../../credit/Approvals.tsx';
export { Approve } from '../../credit/Approve.tsx';
export { GiveCredit } from '../../credit/GiveCredit.tsx';
export { Mistake } from '../../queue/Mistake.tsx';
export { ResolveEntry } from '../../queue/ResolveEntry.tsx';
export { SetUp } from '../../setup/SetUp.tsx';
export { SwitchUser } from '../../sign-in/SwitchUser.tsx';
export { Staff } from '../staff/Staff.tsx';
export { Manager } from './Manager.tsx';
