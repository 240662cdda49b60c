export * from "./auth.ts";
export * from "./client.ts";
export * from "./generated/gql.ts";
export * from "./generated/graphql.ts";
export type { Live, LiveState } from "./live.ts";
export * from "./problem.ts";
export { type AskStepUp, errorCode, type StepUpDemand, stepUp } from "./step-up.ts";
export { inBackground, transport, trustedDocuments } from "./transport.ts";
export { type Upload, type UploadOptions, uploadParts } from "./upload.ts";
