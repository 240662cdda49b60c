import { fireEvent, screen, waitFor } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { fileHeads } from "../../../../scripts/serverSentences.mjs";
import { speak } from "../../../app/language.ts";
import { showPortal } from "../testPortal.tsx";
import { FileLink } from "./FileLink.tsx";
import { line, Records } from "./records.ts";
import { ownWords, takeFile, toldPieces } from "./takeFile.ts";
import { toldCell } from "./words.ts";

async function told(text: string, own: (typeof ownWords)[keyof typeof ownWords], size = 7): Promise<string> {
  async function* pieces() {
    for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size);
  }
  let out = "";
  for await (const piece of toldPieces(pieces(), own)) out += piece;
  return out;
}

afterEach(async () => {
  await speak("en");
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

describe("a file's lines", () => {
  it("are read over the ends of pieces, with quotes, commas and line breaks in cells", () => {
    const records = new Records(",");
    const lines = ['"a,', 'b","say "', '"hi"', '"",\r', "\nplain,", '"two\nlines",x\r\n'].flatMap((piece) =>
      records.read(piece),
    );
    expect(lines).toEqual([
      ["a,b", 'say "hi"', ""],
      ["plain", "two\nlines", "x"],
    ]);
    expect(line(["a,b", 'say "hi"', "'=1+1", "plain"], ",")).toBe('"a,b","say ""hi""","\'=1+1",plain\r\n');
  });
});

describe("a file for people who read Arabic", () => {
  beforeEach(() => speak("ar"));

  it("of a bulk change has Arabic heads and reasons; numbers, ids and names stay", async () => {
    const text =
      '\ufeffRow,Client number,Client id,Name,What happened,Reason\r\n1,1001,cli_1,"Reason, Ltd.",Not changed,The password is too short. Use at least 8 characters.\r\n';
    const [head, row, rest] = (await told(text, ownWords.bulkRows, 5)).split("\r\n");
    expect(head).not.toMatch(/[A-Za-z]/);
    expect(head?.startsWith("\ufeff")).toBe(true);
    expect(row).toMatch(/^1,1001,cli_1,"Reason, Ltd\.",/);
    expect(row).toMatch(/كلمة المرور قصيرة جدًا. استخدم 8 أحرف على الأقل.$/);
    expect(rest).toBe("");
  });

  it("of an import keeps the broker's own heads, so that it can be mended and imported again", async () => {
    const text = "\ufeffName;E-mail;Reason\r\nOlga;x@y;The password is too short. Use at least 8 characters.\r\n";
    const [head, row] = (await told(text, ownWords.importRows, 200)).split("\r\n");
    expect(head).toMatch(/^\ufeffName;E-mail;[^A-Za-z]+$/);
    expect(row).toMatch(/^Olga;x@y;كلمة المرور/);
  });

  it("tells several sentences in one cell, each by itself", () => {
    const short = "The password is too short. Use at least 8 characters.";
    const both = toldCell(`${short} Something of a newer server. ${short}`);
    expect(both.match(/كلمة المرور قصيرة جدًا/g)).toHaveLength(2);
    expect(both).toContain("Something of a newer server.");
  });

  it("knows every head that the server writes", () => {
    const heads = fileHeads();
    expect(heads).toHaveLength(23);
    expect(heads.filter((head) => toldCell(head) === head)).toEqual([]);
  });

  it("is fetched, told and handed over under its name", async () => {
    const saved = vi.spyOn(URL, "createObjectURL").mockReturnValue("blob:1");
    vi.spyOn(URL, "revokeObjectURL").mockReturnValue();
    const clicked = vi.spyOn(HTMLAnchorElement.prototype, "click").mockReturnValue();
    vi.stubGlobal("fetch", vi.fn().mockResolvedValue(new Response("\ufeffRow,Reason\r\n1,\r\n")));
    await takeFile("/bulk/blk_1/failed.csv", "clients-not-changed.csv", ownWords.bulkRows);
    expect(clicked).toHaveBeenCalledOnce();
    const file = saved.mock.calls[0]?.[0] as Blob;
    const bytes = new Uint8Array(await file.arrayBuffer());
    expect([...bytes.slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    expect(new TextDecoder().decode(bytes)).not.toContain("Reason");
  });
});

describe("the link of a file", () => {
  it("is the server's own in English, and tells a refusal in another language", async () => {
    const fetched = vi.fn().mockResolvedValue(new Response("{}", { status: 404 }));
    vi.stubGlobal("fetch", fetched);
    showPortal(
      <FileLink href="/bulk/blk_1/failed.csv" name="rows.csv" own={ownWords.bulkRows}>
        Download
      </FileLink>,
      {},
    );
    const link = screen.getByRole("link", { name: "Download" });
    expect(link).toHaveAttribute("href", "/bulk/blk_1/failed.csv");
    fireEvent.click(link);
    expect(fetched).not.toHaveBeenCalled();
    await waitFor(() => speak("ar"));
    fireEvent.click(screen.getByRole("link"));
    await waitFor(() => expect(fetched).toHaveBeenCalledOnce());
  });
});
