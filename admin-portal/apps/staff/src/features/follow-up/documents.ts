import { graphql } from "@brokerdesk/api";

export const TaskFields = graphql(`
  fragment TaskFields on Task {
    id
    version
    kind
    state
    dueAt
    text
    hasText
    assignee { id name }
    createdBy { id name }
    createdAt
    endedAt
  }
`);

export const TaskQueueDocument = graphql(`
  query TaskQueue($whose: QueueWhose, $assigneeId: ID, $first: Int!, $after: String) {
    taskQueue(whose: $whose, assigneeId: $assigneeId, first: $first, after: $after) {
      edges { cursor node { ...TaskFields } client { ...ClientRow } }
      pageInfo { hasNextPage endCursor }
    }
  }
`);

export const FreshLeadsDocument = graphql(`
  query FreshLeads($whose: QueueWhose, $assigneeId: ID, $first: Int!, $after: String) {
    freshLeads(whose: $whose, assigneeId: $assigneeId, first: $first, after: $after) {
      edges { cursor node { ...ClientRow } }
      pageInfo { hasNextPage endCursor }
    }
  }
`);

export const QueueCountDocument = graphql(`
  query QueueCount($whose: QueueWhose, $dayEnd: DateTime!) {
    queueCount(whose: $whose, dayEnd: $dayEnd) { overdue today later fresh }
  }
`);

export const RecordOutcomeDocument = graphql(`
  mutation RecordOutcome($input: RecordOutcomeInput!) {
    recordOutcome(input: $input) {
      client { ...ClientRow }
      errors { code message path }
      undoToken
    }
  }
`);

export const CreateTaskDocument = graphql(`
  mutation CreateTask($input: CreateTaskInput!) {
    createTask(input: $input) {
      task { ...TaskFields }
      errors { code message path }
    }
  }
`);

export const ChangeTaskDocument = graphql(`
  mutation ChangeTask($input: ChangeTaskInput!) {
    changeTask(input: $input) {
      task { ...TaskFields }
      errors { code message path }
    }
  }
`);

export const SetDoNotCallDocument = graphql(`
  mutation SetDoNotCall($input: SetDoNotCallInput!) {
    setDoNotCall(input: $input) {
      client { ...ClientDetail }
      errors { code message path }
    }
  }
`);

export const TaskDueDocument = graphql(`
  subscription TaskDue($since: DateTime) {
    taskDue(since: $since) { taskId clientId clientName kind dueAt }
  }
`);

export type { TaskFieldsFragment as Task } from "@brokerdesk/api";
