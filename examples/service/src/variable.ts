import { ConfigurationError, quoted } from './configuration-error.js';

/** One environment variable: what it means, what it may be, and what it is when unset. */
export interface Variable<T> {
  readonly about: string;
  /** Undefined: the variable must be set. */
  readonly fallback: string | undefined;
  /** @throws ConfigurationError that says what is allowed, without the name. */
  parse(text: string): T;
}

/** host:port, as programs listen on it. */
export interface ListenAddress {
  readonly host: string;
  readonly port: number;
  /** As it was given. */
  readonly text: string;
}

/** Any text; empty stands for absent. */
export function optionalText(about: string): Variable<string | undefined> {
  return { about, fallback: '', parse: (text) => text || undefined };
}

/** Text that must be set, or has a fallback. */
export function requiredText(about: string, fallback?: string): Variable<string> {
  return {
    about,
    fallback,
    parse: (text) => {
      if (text === '') throw new ConfigurationError('must not be empty');
      return text;
    },
  };
}

/** A whole number within bounds. */
export function integer(about: string, fallback: number, min: number, max: number): Variable<number> {
  return {
    about,
    fallback: String(fallback),
    parse: (text) => {
      const value = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
      if (!(value >= min && value <= max)) {
        throw new ConfigurationError(`${quoted(text)} is not a whole number from ${min} to ${max}`);
      }
      return value;
    },
  };
}

/** One of a few words. */
export function oneOf<const W extends string>(about: string, fallback: W, words: readonly W[]): Variable<W> {
  return {
    about: `${about} ${words.map((word) => (word === '' ? 'empty' : `\`${word}\``)).join(', ')}.`,
    fallback,
    parse: (text) => {
      const word = words.find((candidate) => candidate === text);
      if (word === undefined) {
        throw new ConfigurationError(
          `${quoted(text)} is not one of ${words.map((each) => each || '(empty)').join(', ')}`,
        );
      }
      return word;
    },
  };
}

/** `true` or `false`. */
export function flag(about: string, fallback: boolean): Variable<boolean> {
  const word = oneOf('', String(fallback), ['true', 'false']);
  return { about, fallback: String(fallback), parse: (text) => word.parse(text) === 'true' };
}

/** `host:port` or `[v6]:port`. */
export function listenAddress(about: string, fallback: string): Variable<ListenAddress> {
  return {
    about,
    fallback,
    parse: (text) => {
      const [, host, port] = /^(\[[0-9a-f:.]+\]|[^:[\]\s]+):(\d{1,5})$/i.exec(text) ?? [];
      if (host === undefined || Number(port) > 65_535) {
        throw new ConfigurationError(`${quoted(text)} is not host:port, such as ${fallback}`);
      }
      return { host: host.replace(/^\[|\]$/g, ''), port: Number(port), text };
    },
  };
}

/** An http:// or https:// address; empty stands for absent. */
export function optionalUrl(about: string): Variable<URL | undefined> {
  return {
    about,
    fallback: '',
    parse: (text) => {
      if (text === '') return undefined;
      if (!/^https?:\/\//.test(text) || !URL.canParse(text)) {
        throw new ConfigurationError(`${quoted(text)} is not an http:// or https:// address`);
      }
      return new URL(text);
    },
  };
}
