use crate::view::client::StaffRef;
use crate::view::enums::{TaskKind, TaskState};
use async_graphql::{ID, SimpleObject};
use chrono::{DateTime, Utc};
use crm_app::tasks::{DueTask, Task};
use crm_model::StaffId;

/// Something to do for a client, or a call-back.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(name = "Task")]
pub struct TaskView {
    id: ID,
    version: i32,
    kind: TaskKind,
    state: TaskState,
    due_at: DateTime<Utc>,
    /// Null where there is none, and where the viewer neither has the task nor opened the profile.
    text: Option<String>,
    has_text: bool,
    assignee: Option<StaffRef>,
    created_by: Option<StaffRef>,
    created_at: DateTime<Utc>,
    ended_at: Option<DateTime<Utc>>,
}

impl From<Task> for TaskView {
    fn from(task: Task) -> Self {
        let person = |who: &Option<(StaffId, String)>| {
            who.as_ref().map(|(id, name)| StaffRef { id: ID(id.to_string()), name: name.clone() })
        };
        Self {
            id: ID(task.row.id.to_string()),
            version: task.row.version,
            kind: task.row.kind.into(),
            state: task.row.state.into(),
            due_at: task.row.due_at,
            has_text: task.row.has_text(),
            text: task.text.map(crm_model::Pii::into_inner),
            assignee: person(&task.row.assignee),
            created_by: person(&task.row.created_by),
            created_at: task.row.created_at,
            ended_at: task.row.ended_at,
        }
    }
}

/// A task of the viewer's whose time has come.
#[derive(Clone, Debug, SimpleObject)]
pub struct TaskReminder {
    task_id: ID,
    client_id: ID,
    client_name: String,
    kind: TaskKind,
    due_at: DateTime<Utc>,
}

impl From<DueTask> for TaskReminder {
    fn from(due: DueTask) -> Self {
        Self {
            task_id: ID(due.id.to_string()),
            client_id: ID(due.client.to_string()),
            client_name: due.client_name,
            kind: due.kind.into(),
            due_at: due.due_at,
        }
    }
}
