import { serverWords } from "../../app/serverWords.ts";
import texts from "./messages.po";
import said from "./server.json";

export { texts };
export const server = serverWords(said);
