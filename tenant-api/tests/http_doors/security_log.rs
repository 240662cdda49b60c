use crate::world::{ATLAS, World};
use axum::body::Body;
use http::Request;
use std::io::Write;
use std::sync::{Arc, Mutex};
use tracing_subscriber::fmt::MakeWriter;

/// Keeps what the log would have printed.
#[derive(Clone, Default)]
struct Kept(Arc<Mutex<Vec<u8>>>);

impl Kept {
    fn text(&self) -> String {
        String::from_utf8_lossy(&self.0.lock().unwrap()).into_owned()
    }
}

impl Write for Kept {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Kept {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

#[tokio::test]
async fn aud_06_a_refusal_is_one_line_whatever_the_caller_wrote() {
    let world = World::new().await;
    let kept = Kept::default();
    let log = tracing_subscriber::fmt().with_env_filter("security=info").with_writer(kept.clone()).with_ansi(false);
    tracing::subscriber::set_global_default(log.finish()).unwrap();

    assert_eq!(world.get(ATLAS, "/clients").await.status, 200);
    assert_eq!(kept.text(), "", "what is allowed is no refusal");

    let hostile = Request::get("/nothing")
        .header("host", ATLAS)
        .header("user-agent", "curl\u{9}\"} code=forged \u{1b}[2J".replace('\u{1b}', "%1b"));
    let answer = world.send(hostile.body(Body::empty()).unwrap()).await;
    assert_eq!(answer.status, 404);
    let mut ask = world.ask(r#"{"query":"{ apiKeys { id } }"}"#);
    ask.headers_mut().insert("user-agent", "a\" tenant=\"north".parse().unwrap());
    let refused = world.send(ask).await;
    assert_eq!(refused.code(), "forbidden", "{}", refused.text());

    let text = kept.text();
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines.len(), 2, "{text}");
    for (line, code, id) in [
        (lines[0], "code=\"not_found\"", answer.header("x-request-id")),
        (lines[1], "code=\"forbidden\"", refused.header("x-request-id")),
    ] {
        assert!(
            line.contains(code)
                && line.contains(id)
                && line.contains("tenant=\"atlas\"")
                && line.contains("ip=\"198.51.100.7\""),
            "{line}"
        );
        assert!(!line.contains('\u{1b}') && !line.contains("tenant=\"north\""), "{line}");
    }
    assert!(lines[1].contains("actor=\"stf_"), "{}", lines[1]);
    assert!(!text.contains("Mina") && !text.contains(&world.mina.cookie));
}
