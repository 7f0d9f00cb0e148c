import { requestNames } from '../../src-preload/contract/channels.ts';
import type { Access } from '../ipc/route.ts';
import { routes } from '../ipc/routes.ts';

/** Each access level in words, the lowest first. */
const LEVELS: Readonly<Record<Access, string>> = {
  anyone:
    'Anyone at the kiosk, also while nobody is signed in. What such a request needs beyond that, a PIN for example, it checks itself.',
  present:
    'The person who signed in, also after their session has been used up by the one credit it was for. Refused with `not-signed-in`.',
  staff: 'The person who is signed in. Refused with `not-signed-in`.',
  manager:
    'The manager whose manager session is open. Refused with `not-signed-in`, with `visit-over` for a manager who is signed in, and with `managers-only` for anyone else, which is also written to the activity log.',
  'set-up':
    'In Training, and on a live kiosk where no manager can sign in any more, anyone; otherwise as `manager`. `secondManager`: anyone while the last step of the set-up waits for a second manager; otherwise as `manager`.',
};

/** docs/REQUESTS.md: who may make each request, from the routes themselves. */
export function accessTable(): string {
  const levels = Object.entries(LEVELS);
  const name = (request: string): string => `\`${request}\``;
  return [
    '# Who may make which request',
    '',
    'The page asks the main process by these requests and no others. The router checks the access level before the request does anything.',
    'This file is made from the routes (`src-main/<feature>/*.routes.ts`): after a change, run `npx vitest run src-main/ipc/access.test.ts -u`.',
    '',
    '| Access level | Who |',
    '| --- | --- |',
    ...levels.map(([level, words]) => `| ${name(level)} | ${words} |`),
    '',
    '| Request | Access level |',
    '| --- | --- |',
    ...levels.flatMap(([level]) =>
      requestNames
        .filter((request) => routes[request].access === level)
        .map((request) => `| ${name(request)} | ${level} |`),
    ),
    '',
  ].join('\n');
}
