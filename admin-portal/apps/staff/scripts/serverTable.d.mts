type Table = Readonly<Record<string, string>>;

export function readTable(locale: string): Record<string, string>;
export function tableProblems(table: Table, said?: { sentences: Set<string>; literals: Set<string> }): string[];
export function missingSentences(locale: string): string[];
export function fillTable(locale: string, texts: Table): Record<string, string>;
