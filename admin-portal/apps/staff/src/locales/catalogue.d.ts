/** A language's texts, compiled by build/catalogues.ts. */
declare module "*/messages.po" {
  const texts: import("@lingui/core").Messages;
  export default texts;
}
