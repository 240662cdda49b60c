//! One operation on the page.

use super::html::{code, escape, fields, kind, prose, resolved, text};
use serde_json::Value;
use std::fmt::Write;

pub(super) struct Operation<'a> {
    document: &'a Value,
    path: &'a str,
    method: String,
    body: &'a Value,
}

/// Every operation of the document: reading first, as its map has it, within each path.
pub(super) fn all(document: &Value) -> Vec<Operation<'_>> {
    let paths = document["paths"].as_object().into_iter().flatten();
    paths
        .flat_map(|(path, item)| {
            item.as_object().into_iter().flatten().map(move |(method, body)| Operation {
                document,
                path,
                method: method.to_uppercase(),
                body,
            })
        })
        .collect()
}

impl Operation<'_> {
    pub(super) fn id(&self) -> &str {
        text(&self.body["operationId"])
    }

    pub(super) fn summary(&self) -> &str {
        text(&self.body["summary"]).trim_end_matches('.')
    }

    pub(super) fn write(&self, out: &mut String, host: &str) {
        let _ = write!(
            out,
            "<section id=\"{id}\"><h2>{summary}</h2><p class=\"line\"><span class=\"method\">{method}</span> <code>{path}</code></p>",
            id = escape(self.id()),
            summary = escape(self.summary()),
            method = self.method,
            path = escape(self.path)
        );
        prose(out, text(&self.body["description"]));
        let sent = &self.body["requestBody"]["content"]["application/json"];
        let example =
            sent["example"].is_object().then(|| serde_json::to_string_pretty(&sent["example"]).unwrap_or_default());
        code(out, "Shell", &curl(host, &self.method, &self.example_path(), example.as_deref()));
        self.parameters(out);
        if sent.is_object() {
            fields(out, self.document, &sent["schema"], "Fields of the body");
        }
        self.responses(out);
        out.push_str("</section>");
    }

    fn example_path(&self) -> String {
        let mut path = self.path.to_owned();
        for parameter in self.body["parameters"].as_array().into_iter().flatten().filter(|p| p["in"] == "path") {
            let name = format!("{{{}}}", text(&parameter["name"]));
            path = path.replace(&name, parameter["example"].as_str().unwrap_or("…"));
        }
        path
    }

    fn parameters(&self, out: &mut String) {
        let parameters: Vec<&Value> = self.body["parameters"].as_array().into_iter().flatten().collect();
        if parameters.is_empty() {
            return;
        }
        out.push_str("<table><caption>Parameters</caption><thead><tr><th scope=\"col\">Name</th><th scope=\"col\">Where</th><th scope=\"col\">Meaning</th></tr></thead><tbody>");
        for parameter in parameters {
            let note = if parameter["required"] == true { "" } else { " (optional)" };
            let _ = write!(
                out,
                "<tr><th scope=\"row\"><code>{}</code></th><td>{}, {}{note}</td><td>",
                escape(text(&parameter["name"])),
                escape(text(&parameter["in"])),
                escape(&kind(resolved(self.document, &parameter["schema"])))
            );
            prose(out, text(&parameter["description"]));
            out.push_str("</td></tr>");
        }
        out.push_str("</tbody></table>");
    }

    fn responses(&self, out: &mut String) {
        out.push_str("<table><caption>Answers</caption><thead><tr><th scope=\"col\">Status</th><th scope=\"col\">Meaning</th></tr></thead><tbody>");
        let answers: Vec<(&String, &Value)> = self.body["responses"].as_object().into_iter().flatten().collect();
        for (status, answer) in &answers {
            let _ = write!(out, "<tr><th scope=\"row\">{}</th><td>", escape(status));
            prose(out, text(&answer["description"]));
            out.push_str("</td></tr>");
        }
        out.push_str("</tbody></table>");
        for (status, answer) in answers.into_iter().filter(|(status, _)| status.starts_with('2')) {
            let content = &answer["content"]["application/json"];
            if content["example"].is_object() {
                code(out, "Answer", &serde_json::to_string_pretty(&content["example"]).unwrap_or_default());
            }
            fields(out, self.document, &content["schema"], &format!("Fields of the answer {status}"));
        }
    }
}

/// A call that can be pasted into a shell.
pub(super) fn curl(host: &str, method: &str, path: &str, body: Option<&str>) -> String {
    let mut call = format!("curl {host}{path} \\\n  -H 'Authorization: Bearer bd_live_sk_…'");
    if method == "POST" {
        call.push_str(" \\\n  -H \"Idempotency-Key: $(uuidgen)\" \\\n  -H 'Content-Type: application/json'");
    }
    if let Some(body) = body {
        let _ = write!(call, " \\\n  -d '{}'", body.replace('\'', "'\\''"));
    }
    call
}

#[cfg(test)]
mod tests {
    use super::super::{DOCUMENT, html};

    #[test]
    fn the_page_shows_every_operation_with_the_brokers_own_host_and_runs_nothing() {
        let page = html::page(&DOCUMENT, "https://api.atlas.crm.example");
        for id in ["registerClient", "listClients", "readClient"] {
            assert!(page.contains(&format!("<section id=\"{id}\">")), "{id}");
        }
        assert!(page.contains("curl https://api.atlas.crm.example/v1/clients \\"));
        assert!(page.contains("<code>address.postal_code</code>") && page.contains("<code>data[].email.masked</code>"));
        assert!(!page.contains("<script") && !page.contains("style=") && !page.contains("http://"));
        assert!(page.len() < 70_000, "{}", page.len());
    }

    #[test]
    fn a_hosts_name_is_text_on_the_page() {
        assert!(!html::page(&DOCUMENT, "https://<img src=x>").contains("<img"));
    }
}
