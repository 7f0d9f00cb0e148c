import { expect, it } from 'vitest';
import { createFakeLogger, createFakeTime } from '../testing/fakes.ts';
import { DIRECT, hopsOf } from './pac.ts';
import { createRoutes } from './routes.ts';

const TOAST = new URL('https://toast.test/crm');
const A = 'PROXY a:80';
const B = 'PROXY b:80';

/** Routes over answers in turn, the last one again and again. */
function setUp(...answers: readonly (string | Error | Promise<string>)[]) {
  const time = createFakeTime();
  const asked: string[] = [];
  const routes = createRoutes({
    proxy: {
      resolve: async (url) => {
        const answer = answers[Math.min(asked.push(url), answers.length) - 1] ?? '';
        if (answer instanceof Error) throw answer;
        return answer;
      },
    },
    scheduler: time.scheduler,
    logger: createFakeLogger(),
    limitMs: 3_000,
  });
  return { routes, asked, time };
}

it('asks once for each server, without its path', async () => {
  const { routes, asked } = setUp(A);
  expect(await routes.hops(TOAST)).toEqual(hopsOf(A));
  expect(await routes.hops(new URL('https://toast.test/other?q=1'))).toEqual(hopsOf(A));
  expect(asked).toEqual(['https://toast.test/']);
});

it.each(['http://127.0.0.1:9', 'http://127.8.0.1', 'http://localhost:9', 'https://[::1]:9'])(
  'never asks for this PC itself: %s',
  async (url) => {
    const { routes, asked } = setUp(A);
    expect(await routes.hops(new URL(url))).toEqual([DIRECT]);
    expect(asked).toEqual([]);
  },
);

it('asks again after no way led there, and when the network may be another one', async () => {
  const { routes } = setUp(A, B, 'DIRECT');
  await routes.hops(TOAST);
  routes.failed(TOAST);
  expect(await routes.hops(TOAST)).toEqual(hopsOf(B));
  routes.lookAgain();
  expect(await routes.hops(TOAST)).toEqual([DIRECT]);
});

it.each([
  ['an empty answer', ''],
  ['a failure', new Error('no')],
] as const)('keeps to the last answer after %s', async (_what, answer) => {
  const { routes } = setUp(A, answer);
  await routes.hops(TOAST);
  routes.failed(TOAST);
  expect(await routes.hops(TOAST)).toEqual(hopsOf(A));
});

it.each([
  ['an empty answer', ''],
  ['a failure', new Error('no')],
] as const)('goes straight after %s that is the first', async (_what, answer) => {
  expect(await setUp(answer).routes.hops(TOAST)).toEqual([DIRECT]);
});

it('goes straight after three seconds, waits for the same answer only once, and takes it when it comes', async () => {
  const late = Promise.withResolvers<string>();
  const { routes, asked, time } = setUp(late.promise);
  const first = routes.hops(TOAST);
  await time.pass(3_000);
  expect(await first).toEqual([DIRECT]);
  expect(await routes.hops(TOAST)).toEqual([DIRECT]);
  late.resolve(A);
  await new Promise((resolve) => setImmediate(resolve));
  expect(await routes.hops(TOAST)).toEqual(hopsOf(A));
  expect(asked).toHaveLength(1);
});

it('tries the way that worked first, until none does', async () => {
  const both = hopsOf(`${A};${B}`);
  const { routes } = setUp(`${A};${B}`);
  expect(await routes.hops(TOAST)).toEqual(both);
  routes.worked(TOAST, both[1] ?? DIRECT);
  expect(await routes.hops(TOAST)).toEqual(both.toReversed());
  routes.failed(TOAST);
  expect(await routes.hops(TOAST)).toEqual(both);
});
