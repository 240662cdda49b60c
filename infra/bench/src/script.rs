//! Captured requests as scripts for pgbench: the same messages in the same order, statements prepared once a connection and
//! then executed with their values, as the server does. Ids that a request made are drawn anew, and an edit takes the version
//! that its own look-up has read.

use crate::capture::Sent;
use std::collections::HashMap;
use uuid::Uuid;

/// Scripts of one operation and the variables they begin with.
pub(crate) struct Scripts {
    pub texts: Vec<String>,
    pub variables: Vec<String>,
}

/// `since` is the instant, in milliseconds, from which on an id was made by a captured request.
pub(crate) fn write(requests: &[Vec<Sent>], since: u64) -> Scripts {
    let mut known: HashMap<String, usize> = HashMap::new();
    let texts = requests.iter().map(|sent| script(sent, since, &mut known)).collect();
    let variables = (0..known.len()).map(|n| format!("ready{n}=0")).collect();
    Scripts { texts, variables }
}

fn script(sent: &[Sent], since: u64, known: &mut HashMap<String, usize>) -> String {
    let (mut head, mut body) = (String::new(), String::new());
    let mut fresh: HashMap<String, usize> = HashMap::new();
    let reads_version = |sql: &str| sql.contains("c.version") && sql.starts_with("SELECT");
    let changes_version = |sent: &Sent| matches!(sent, Sent::Prepared(sql, _) if sql.contains("AND version = $3"));
    let update = sent.iter().position(changes_version);
    let read = update.and_then(|update| {
        sent.iter().take(update).rposition(|sent| matches!(sent, Sent::Prepared(sql, _) if reads_version(sql)))
    });
    for (at, one) in sent.iter().enumerate() {
        match one {
            Sent::Message(text) => body.push_str(&format!("{};\n", text.trim_end_matches(';').replace(';', "\\;"))),
            Sent::Prepared(sql, values) => {
                let next = known.len();
                let number = *known.entry(sql.clone()).or_insert(next);
                let types: Vec<&str> = values.iter().map(|v| kind(v.as_deref())).collect();
                let types = if types.is_empty() { String::new() } else { format!(" ({})", types.join(", ")) };
                head.push_str(&format!(
                    "\\if :ready{number} = 0\nPREPARE q{number}{types} AS {sql};\n\\set ready{number} 1\n\\endif\n"
                ));
                let mut given: Vec<String> = values.iter().map(|v| literal(v.as_deref(), since, &mut fresh)).collect();
                if let Some(version) = given.get_mut(2).filter(|_| Some(at) == update && read.is_some()) {
                    ":found_version".clone_into(version);
                }
                let given = if given.is_empty() { String::new() } else { format!("({})", given.join(", ")) };
                let end = if Some(at) == read { " \\gset found_" } else { ";" };
                body.push_str(&format!("EXECUTE q{number}{given}{end}\n"));
            }
        }
    }
    for number in 0..fresh.len() {
        head.push_str(&format!("\\set fresh{number} random(100000000000, 999999999999)\n"));
    }
    head + &body
}

/// Ids are declared; all else is inferred from the statement.
fn kind(value: Option<&str>) -> &'static str {
    if value.is_some_and(|value| value.len() == 36 && Uuid::parse_str(value).is_ok()) { "uuid" } else { "unknown" }
}

fn literal(value: Option<&str>, since: u64, fresh: &mut HashMap<String, usize>) -> String {
    let Some(value) = value else { return "NULL".to_owned() };
    if value.len() == 36
        && let Some(made) = Uuid::parse_str(value).ok().and_then(made_at)
        && made >= since
    {
        let next = fresh.len();
        let number = *fresh.entry(value.to_owned()).or_insert(next);
        return format!("'{}:fresh{number}'", value.get(..24).unwrap_or_default());
    }
    format!("'{}'", value.replace('\'', "''"))
}

/// When a time-ordered id was made, in milliseconds.
fn made_at(id: Uuid) -> Option<u64> {
    let (seconds, nanos) = id.get_timestamp()?.to_unix();
    Some(seconds * 1_000 + u64::from(nanos) / 1_000_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    const OLD: &str = "01900000-0000-7000-8000-00000000000a";
    const NEW: &str = "01990000-0000-7000-8000-00000000000b";

    fn prepared(sql: &str, values: &[&str]) -> Sent {
        Sent::Prepared(sql.to_owned(), values.iter().map(|v| Some((*v).to_owned())).collect())
    }

    #[test]
    fn a_request_becomes_the_same_messages() {
        let since = made_at(Uuid::parse_str(NEW).unwrap()).unwrap();
        let request = vec![
            Sent::Message("BEGIN; SET LOCAL x = 'y'".to_owned()),
            prepared("SELECT c.version FROM t c WHERE id = $1", &[OLD]),
            prepared("UPDATE t SET a = 1 WHERE tenant_id = $1 AND id = $2 AND version = $3", &[OLD, OLD, "4"]),
            prepared("INSERT INTO t VALUES ($1, $2)", &[NEW, "it's"]),
            Sent::Message("COMMIT".to_owned()),
        ];
        let scripts = write(&[request.clone(), request], since);
        assert_eq!(scripts.variables, ["ready0=0", "ready1=0", "ready2=0"]);
        let text = scripts.texts.first().unwrap();
        for part in [
            "PREPARE q0 (uuid) AS SELECT c.version FROM t c WHERE id = $1;",
            "\\set fresh0 random(100000000000, 999999999999)",
            "BEGIN\\; SET LOCAL x = 'y';",
            "EXECUTE q0('01900000-0000-7000-8000-00000000000a') \\gset found_",
            "EXECUTE q1('01900000-0000-7000-8000-00000000000a', '01900000-0000-7000-8000-00000000000a', :found_version);",
            "EXECUTE q2('01990000-0000-7000-8000-:fresh0', 'it''s');",
            "COMMIT;",
        ] {
            assert!(text.contains(part), "{part}\n{text}");
        }
    }
}
