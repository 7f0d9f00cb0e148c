import type { z } from 'zod';
import type { Answer, RequestName, Requests } from '../../src-preload/contract/channels.ts';
import type { StaffName } from '../../src-preload/contract/staff.ts';
import type { Services } from './services.ts';

/**
 * Who may make a request. `anyone`: also while no one is signed in. `present`: the person who signed in, also after
 * their session has been used up by the one credit it was for. `staff`: the person who is signed in. `manager`: the
 * manager whose manager session is open. `set-up`: anyone while the set-up is open to all, otherwise as `manager`.
 */
export type Access = 'anyone' | 'present' | 'staff' | 'manager' | 'set-up';

/** What a request does. `by` is the person its access level asks for. */
type Handle<Asked, Said, By extends readonly StaffName[]> = (
  request: Asked,
  services: Services,
  ...by: By
) => Said | Promise<Said>;

/** One request: who may make it, its shape, and what it does. Made by the function named after its access level. */
export type Route<Asked, Said> = { readonly shape: z.ZodType<Asked> } & (
  | { readonly access: 'anyone'; readonly handle: Handle<Asked, Said, readonly []> }
  | {
      readonly access: 'present' | 'staff' | 'manager';
      /** The page makes this request by itself: it is no sign that a person is there. */
      readonly isPolled: boolean;
      readonly handle: Handle<Asked, Said, readonly [by: StaffName]>;
    }
  | {
      readonly access: 'set-up';
      readonly isOpenToAll: (services: Services) => boolean;
      readonly handle: Handle<Asked, Said, readonly []>;
    }
);

/** Every request with its route. A request without one does not compile. */
export type Routes = {
  readonly [N in RequestName]: Route<Requests[N]['request'], Answer<N>>;
};

/** A request that anyone may make. */
export const anyone = <Asked, Said>(
  shape: z.ZodType<Asked>,
  handle: Handle<Asked, Said, readonly []>,
): Route<Asked, Said> => ({ access: 'anyone', shape, handle });

const person =
  (access: 'present' | 'staff' | 'manager', isPolled = false) =>
  <Asked, Said>(
    shape: z.ZodType<Asked>,
    handle: Handle<Asked, Said, readonly [by: StaffName]>,
  ): Route<Asked, Said> => ({ access, isPolled, shape, handle });

/** A request of the person who is there, whose session may have been used up. */
export const present = person('present');
/** A request of the person who is signed in. */
export const staff = person('staff');
/** The same, which the page makes by itself: it keeps no one signed in. */
export const staffPolled = person('staff', true);
/** A request of the manager whose manager session is open. */
export const manager = person('manager');

/**
 * A request of the set-up. In Training the set-up is open to all, and its last step asks for what it takes; a live kiosk's is a
 * manager's, unless no manager can sign in there any more.
 */
export const setUp = <Asked, Said>(
  shape: z.ZodType<Asked>,
  handle: Handle<Asked, Said, readonly []>,
  isOpenToAll = ({ mode, staffService }: Services): boolean => mode === 'training' || staffService.keyLost,
): Route<Asked, Said> => ({ access: 'set-up', shape, isOpenToAll, handle });
