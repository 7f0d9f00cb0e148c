export type SoundName = 'tick' | 'error';

/** The kiosk's own sounds. Synthesised: there is no file to fetch, and nothing to license. */
export interface Sounds {
  readonly play: (name: SoundName) => void;
}

/** One note. Frequencies in Hz, times in s, `level` as a share of full. */
interface Note {
  readonly from: number;
  readonly to: number;
  readonly at: number;
  readonly lasts: number;
  readonly level: number;
}

/** A tick as of a wooden key; two notes that fall for an error. Both well under the voices of a dining room. */
const NOTES: Readonly<Record<SoundName, readonly Note[]>> = {
  tick: [{ from: 1500, to: 700, at: 0, lasts: 0.025, level: 0.12 }],
  error: [
    { from: 440, to: 440, at: 0, lasts: 0.12, level: 0.22 },
    { from: 330, to: 320, at: 0.14, lasts: 0.2, level: 0.22 },
  ],
};

/** What the sounds need of WebAudio. */
export type AudioOutput = Pick<
  AudioContext,
  'currentTime' | 'destination' | 'createGain' | 'createOscillator' | 'resume'
>;

/** Creates the audio output at the first sound, because a page may not have one before a user gesture. */
export function createSounds(openAudio: () => AudioOutput): Sounds {
  let audio: AudioOutput | null = null;
  return {
    play: (name) => {
      try {
        audio ??= openAudio();
        // After a sleep or a change of speakers it may stand still; a PC without any refuses, and stays silent.
        void audio.resume().catch(() => undefined);
        for (const note of NOTES[name]) strike(audio, note);
      } catch {
        // No sound is no reason to drop a key.
      }
    },
  };
}

function strike(audio: AudioOutput, note: Note): void {
  const begins = audio.currentTime + note.at;
  const ends = begins + note.lasts;
  const tone = audio.createOscillator();
  const gain = audio.createGain();
  tone.frequency.setValueAtTime(note.from, begins);
  tone.frequency.exponentialRampToValueAtTime(note.to, ends);
  gain.gain.setValueAtTime(note.level, begins);
  // An exponential never reaches nothing; from here on no one hears it.
  gain.gain.exponentialRampToValueAtTime(0.001, ends);
  tone.connect(gain);
  gain.connect(audio.destination);
  tone.start(begins);
  tone.stop(ends);
}
