import type { AwsCredentials } from './aws.js';

/** Keeps the credentials in use out of everything that is stored or shown. */
export interface Secrets {
  readonly learn: (credentials: AwsCredentials) => void;
  /** The text, with every secret that it holds replaced. */
  readonly scrub: (text: string) => string;
}

// Real ones are longer. Blanking out a made-up key such as "test" would spoil the evidence.
const SHORTEST = 16;

export function secretKeeper(): Secrets {
  const known = new Set<string>();
  return {
    learn: ({ accessKeyId, secretAccessKey, sessionToken }) => {
      for (const secret of [accessKeyId, secretAccessKey, sessionToken ?? '']) {
        if (secret.length >= SHORTEST) known.add(secret);
      }
    },
    scrub: (text) => {
      let clean = text;
      for (const secret of known) clean = clean.replaceAll(secret, '[secret]');
      return clean;
    },
  };
}
