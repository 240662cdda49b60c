/** Reads CSV as it arrives: a piece may end anywhere, also within quotes. */
export class Records {
  private cell = "";
  private row: string[] = [];
  private quoted = false;
  /** A quote within quotes: the next sign says whether it ends them. */
  private open = false;

  constructor(private readonly delimiter: string) {}

  /** The lines that are whole with this piece. */
  read(piece: string): string[][] {
    const whole: string[][] = [];
    for (const sign of piece) {
      if (this.open) {
        this.open = false;
        if (sign === '"') {
          this.cell += sign;
          continue;
        }
        this.quoted = false;
      }
      if (this.quoted) {
        if (sign === '"') this.open = true;
        else this.cell += sign;
      } else if (sign === '"') this.quoted = true;
      else if (sign === this.delimiter) this.endCell();
      else if (sign === "\n") {
        this.endCell();
        whole.push(this.row);
        this.row = [];
      } else if (sign !== "\r") this.cell += sign;
    }
    return whole;
  }

  private endCell(): void {
    this.row.push(this.cell);
    this.cell = "";
  }
}

/** One line, quoted as the server quotes it. Its cells came from there: no spreadsheet computes them. */
export function line(cells: readonly string[], delimiter: string): string {
  const written = cells.map((cell) =>
    /["'\r\n]/.test(cell) || cell.includes(delimiter) ? `"${cell.replaceAll('"', '""')}"` : cell,
  );
  return `${written.join(delimiter)}\r\n`;
}
