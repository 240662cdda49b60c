use crate::world::{ATLAS, World};
use axum::body::Body;
use http::Request;

#[tokio::test]
async fn api_11_only_one_plain_reading_of_a_body_is_taken() {
    let world = World::new().await;
    assert_eq!(world.send(world.ask(r#"{"query":"{ auditActions { action } }"}"#)).await.status, 200);
    let deep = format!("{{\"variables\":{}1{}}}", "[".repeat(10_000), "]".repeat(10_000));
    let cases: [(&[u8], u16); 8] = [
        (br#"{"query":"{ auditActions { action } }","query":"{ viewer { email } }"}"#, 400),
        (br#"{"query":"{ auditActions { action } }"} trailing"#, 400),
        (b"{\"query\":\"\xff\xfe\"}", 400),
        (br#"{"variables":{"a":1e999999999}}"#, 400),
        (deep.as_bytes(), 400),
        (b"", 400),
        (br#"{"query":7}"#, 422),
        (br#""just a text""#, 400),
    ];
    for (body, status) in cases {
        let answer = world.send(world.ask(body.to_vec())).await;
        assert_eq!(
            answer.status,
            status,
            "{}: {}",
            String::from_utf8_lossy(&body[..body.len().min(80)]),
            answer.text()
        );
    }
}

#[tokio::test]
async fn api_11_api_12_too_much_is_refused_before_it_is_kept() {
    let world = World::new().await;
    let large = format!("{{\"query\":\"{}\"}}", "a".repeat(300 * 1024));
    assert_eq!(world.send(world.ask(large.clone())).await.said(), (413, "body_too_large".to_owned()));
    let mut declared = world.ask("{}");
    declared.headers_mut().insert("content-length", "2147483648".parse().unwrap());
    assert_eq!(world.send(declared).await.said(), (413, "body_too_large".to_owned()));
    let chunks = futures_util::stream::iter(
        (0..100_000).map(|_| Ok::<_, std::io::Error>(bytes::Bytes::from_static(&[b'['; 4096]))),
    );
    assert_eq!(world.send(world.ask(Body::from_stream(chunks))).await.said(), (413, "body_too_large".to_owned()));
    for encoding in ["gzip", "br", "deflate", "identity, gzip"] {
        let mut packed = world.ask(r#"{"query":"{ auditActions { action } }"}"#);
        packed.headers_mut().insert("content-encoding", encoding.parse().unwrap());
        assert_eq!(world.send(packed).await.said(), (415, "unsupported_media_type".to_owned()), "{encoding}");
    }
}

#[tokio::test]
async fn dos_06_floods_of_headers_and_parameters_are_refused() {
    let world = World::new().await;
    let bomb = |name: &'static str, size: usize| {
        Request::get("/clients").header("host", ATLAS).header(name, "a".repeat(size)).body(Body::empty()).unwrap()
    };
    assert_eq!(world.send(bomb("x-fine", 1000)).await.status, 200);
    assert_eq!(world.send(bomb("cookie", 64 * 1024)).await.said(), (431, "headers_too_large".to_owned()));
    assert_eq!(world.send(bomb("x-bomb", 64 * 1024)).await.said(), (431, "headers_too_large".to_owned()));
    let parameters = |n: usize| format!("/clients?{}", (0..n).map(|i| format!("a{i}=1&")).collect::<String>());
    assert_eq!(world.get(ATLAS, &parameters(50)).await.status, 200);
    assert_eq!(world.get(ATLAS, &parameters(200)).await.status, 400);
    assert_eq!(world.get(ATLAS, &parameters(5_000)).await.status, 414);
}
