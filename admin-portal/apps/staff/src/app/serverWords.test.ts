import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { normal, staffSchema } from "../../scripts/serverSentences.mjs";
import { tableProblems } from "../../scripts/serverTable.mjs";
import arabic from "../locales/ar/server.json";
import { speak } from "./language.ts";
import { ownWords, serverWords } from "./serverWords.ts";
import { told, toldAnswer } from "./told.ts";

const table: Record<string, string> = arabic;
const schema = staffSchema();
const plain = (text: string) => text.replace(/[\u2068\u2069]/g, "");

/** The fields of each type of the printed schema that are texts. */
function textsOf(type: string): string[] {
  const body = new RegExp(`^type ${type} (?:implements \\w+ )?\\{([^]*?)^\\}`, "m").exec(schema)?.[1] ?? "";
  return [...body.matchAll(/^\s*(\w+)(?:\([^)]*\))?: \[?String/gm)].map(([, name]) => name ?? "");
}

afterEach(() => speak("en"));

describe("the table of what the server says", () => {
  it("has every sentence of the server's source, and nothing that it does not say", () => {
    expect(tableProblems(table)).toEqual([]);
  });

  it("would tell of a sentence that it lacks, of one that is gone, and of a lost placeholder", () => {
    const said = { sentences: new Set(["It is {0}."]), literals: new Set(["It is {0}.", "so"]) };
    expect(tableProblems({}, said)).toEqual(["the server says, not translated: It is {0}."]);
    expect(tableProblems({ "It is {0}.": "هو.", so: "كذا" }, said)).toEqual([
      "other placeholders, or empty: It is {0}.",
    ]);
    expect(tableProblems({ "It is {0}.": "هو {0}.", "It was.": "كان." }, said)).toEqual([
      "the server no longer says: It was.",
    ]);
  });

  it("writes a literal of the source as the table has it", () => {
    expect(normal('{} of \\\n    \\"{:.2}\\" and {name:>4}')).toBe('{0} of "{1}" and {name}');
  });

  it("tells each sentence by its own entry, whatever was filled in", () => {
    const { sentence } = serverWords(table);
    for (const [said, translated] of Object.entries(table)) {
      if (!/[a-z]/i.test(said.replace(/\{\w+\}/g, ""))) continue;
      const places = [...said.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? "");
      const fill = (text: string) => text.replace(/\{(\w+)\}/g, (_, name: string) => `(${places.indexOf(name)})`);
      expect(plain(sentence(fill(said)))).toBe(fill(translated));
    }
  });

  it("names only fields that the schema has, and each that holds words of the server", () => {
    for (const [type, fields] of Object.entries(ownWords)) {
      expect(textsOf(type), type).toEqual(expect.arrayContaining([...fields]));
    }
    const types = [...schema.matchAll(/^type (\w+)/gm)].map(([, name]) => name ?? "");
    const prose = ["message", "problem", "said", "sentence", "title"];
    const untold = types.flatMap((type) =>
      textsOf(type)
        .filter((field) => prose.includes(field) && !ownWords[type]?.includes(field))
        .map((field) => `${type}.${field}`),
    );
    // a broker's own words stay as the broker wrote them
    expect(untold).toEqual(["ProfileSection.title"]);
  });
});

describe("an answer of the server in Arabic", () => {
  beforeEach(() => speak("ar"));

  it("has its sentences told, with what was filled in kept apart", () => {
    expect(told("Use at most 80 characters.")).toBe("استخدم 80 حرفًا على الأكثر.");
    expect(told("Use at most 254 characters.")).toBe("استخدم \u2068254\u2069 من الأحرف على الأكثر.");
  });

  it("tells words within a sentence too, and joined sentences by their parts", () => {
    expect(plain(told("This key is revoked; make a new one."))).toBe("هذا المفتاح ملغى؛ أنشئ مفتاحًا جديدًا.");
    expect(plain(told("Sign-in refused (invalid_credentials)"))).toBe("رُفض تسجيل الدخول (invalid_credentials)");
    expect(plain(told("Nothing was changed: the trading server is busy: no slots (8)."))).toBe(
      "لم يتغير شيء: خادم التداول مشغول: no slots (8).",
    );
    expect(plain(told("filter: Choose a day within a year. (too_far)"))).toBe("filter: اختر يومًا خلال سنة. (too_far)");
  });

  it("leaves what it does not know, and what people wrote", () => {
    expect(told("Line busy (4)")).toBe("Line busy (4)");
    const card = { __typename: "Note", text: "Home" };
    const client = { __typename: "PaletteEntry", kind: "CLIENT", title: "Home" };
    expect(toldAnswer(card)).toBe(card);
    expect(toldAnswer(client)).toBe(client);
  });

  it("copies only what changes, and gives the same copy for the same answer", () => {
    const error = { __typename: "UserError", code: "too_long", message: "Write a name.", path: ["name"] };
    const payload = { __typename: "RolePayload", role: { __typename: "Role", name: "Staff", reason: null } };
    const answer = { changeRole: { ...payload, errors: [error] } };
    const once = toldAnswer(answer);
    expect(once.changeRole.errors[0]).toEqual({ ...error, message: "اكتب اسمًا." });
    expect(once.changeRole.role).toBe(payload.role);
    expect(toldAnswer(answer)).toBe(once);
    expect(answer.changeRole.errors[0]).toBe(error);
  });
});

it("English is the server's own", () => {
  const answer = { __typename: "UserError", message: "Write a name." };
  expect(toldAnswer(answer)).toBe(answer);
  expect(told("Write a name.")).toBe("Write a name.");
});
