import { describe, expect, it } from 'vitest';
import { type AudioOutput, createSounds } from './sounds.ts';

/** A desk that writes down when each note begins and ends. */
function fakeAudio() {
  const notes: { begins: number; ends: number }[] = [];
  const param = { setValueAtTime: () => param, exponentialRampToValueAtTime: () => param };
  const audio = {
    currentTime: 10,
    destination: {},
    resume: async () => {},
    createGain: () => ({ gain: param, connect: () => {} }),
    createOscillator: () => {
      const note = { begins: 0, ends: 0 };
      notes.push(note);
      return {
        frequency: param,
        connect: () => {},
        start: (at: number) => {
          note.begins = at;
        },
        stop: (at: number) => {
          note.ends = at;
        },
      };
    },
  } as unknown as AudioOutput;
  return { audio, notes };
}

describe('sounds', () => {
  it('are short: a tick ends before the next key comes, an error within half a second', () => {
    const { audio, notes } = fakeAudio();
    const sounds = createSounds(() => audio);
    sounds.play('tick');
    expect(notes.map(({ ends }) => ends - 10 < 0.06)).toEqual([true]);
    sounds.play('error');
    expect(notes).toHaveLength(3);
    expect(Math.max(...notes.map(({ ends }) => ends))).toBeLessThan(10.5);
  });

  it('open the desk once, and not before the first sound', () => {
    let opened = 0;
    const { audio } = fakeAudio();
    const sounds = createSounds(() => {
      opened += 1;
      return audio;
    });
    expect(opened).toBe(0);
    sounds.play('tick');
    sounds.play('tick');
    expect(opened).toBe(1);
  });

  it('stay away where the PC has no speakers, and nothing breaks', () => {
    const sounds = createSounds(() => {
      throw new Error('no device');
    });
    expect(() => sounds.play('error')).not.toThrow();
  });
});
