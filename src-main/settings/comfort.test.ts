import { describe, expect, it } from 'vitest';
import type { Settings } from '../ports.ts';
import { chosenComfort, comfortInForce } from './comfort.ts';

const settingsWith = (comfort: unknown): Settings => ({
  get: (key) => (key === 'comfort' ? comfort : undefined),
  set: () => true,
});
const configured = { hand: 'left', textSize: 115, sounds: false } as const;

describe('comfort', () => {
  it('is what the configuration says until someone chooses', () => {
    expect(comfortInForce(settingsWith(undefined), configured)).toEqual(configured);
  });

  it('is what was chosen here, and the rest as configured', () => {
    expect(comfortInForce(settingsWith({ hand: 'right', sounds: true }), configured)).toEqual({
      hand: 'right',
      textSize: 115,
      sounds: true,
    });
  });

  it('loses nothing but the part that is damaged', () => {
    expect(chosenComfort(settingsWith({ hand: 'third', textSize: 130, sounds: 'yes' }))).toEqual({
      textSize: 130,
    });
    for (const damaged of [null, 7, 'left', []]) expect(chosenComfort(settingsWith(damaged))).toEqual({});
  });
});
