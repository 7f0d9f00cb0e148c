import { expect, test } from 'vitest';
import { type Area, createCovers } from './covers.ts';

const area = (x: number): Area => ({ x, y: 0, width: 1920, height: 1080 });

function play() {
  let all = [{ id: 1, bounds: area(0) }];
  let own: number | null = 1;
  const there = new Set<{ area: Area }>();
  const covers = createCovers({
    all: () => all,
    own: () => own,
    cover: (first) => {
      const cover = { area: first };
      there.add(cover);
      return {
        move: (to) => {
          cover.area = to;
        },
        close: () => void there.delete(cover),
      };
    },
  });
  return {
    see: (displays: typeof all, kiosk: number | null = 1) => {
      all = displays;
      own = kiosk;
      covers.look();
      return [...there].map(({ area: { x } }) => x).sort((a, b) => a - b);
    },
    end: () => {
      covers.end();
      return there.size;
    },
  };
}

const left = { id: 1, bounds: area(0) };
const right = { id: 2, bounds: area(1920) };
const third = { id: 3, bounds: area(3840) };

test('one display alone is not covered', () => {
  expect(play().see([left])).toEqual([]);
});

test('each display but the kiosk’s is covered, as they come and go', () => {
  const { see, end } = play();
  expect(see([left, right])).toEqual([1920]);
  expect(see([left, right, third])).toEqual([1920, 3840]);
  expect(see([left, third])).toEqual([3840]);
  expect(see([left, { ...third, bounds: area(1920) }])).toEqual([1920]);
  expect(end()).toBe(0);
});

test('where the kiosk is moved to another display, the covers change places', () => {
  const { see } = play();
  expect(see([left, right], 1)).toEqual([1920]);
  expect(see([left, right], 2)).toEqual([0]);
});

test('where the kiosk’s display is not known, none is covered', () => {
  const { see } = play();
  see([left, right]);
  expect(see([left, right], null)).toEqual([]);
});
