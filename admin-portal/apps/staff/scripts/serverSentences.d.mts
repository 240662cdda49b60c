export function normal(literal: string): string;
export function staffSchema(): string;
export function serverSentences(): { sentences: Set<string>; literals: Set<string> };
export function fileHeads(): string[];
