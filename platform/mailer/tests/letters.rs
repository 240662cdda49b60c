//! Each letter is written and delivered; hostile names stay inert.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests may stop at the first surprise")]

use chrono::DateTime;
use crm_mailer::{
    Brand, BrandError, Content, Letter, Mail, MailError, Mailer, Moment, SecurityChange, Sender, Smtp, Templates,
};
use crm_model::{Email, Pii, SpokenLanguage};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpListener;

const LINK: &str = "https://atlas.example.com/join?token=bdi_secret&x=1";

fn brand() -> Brand {
    Brand::new("Atlas FX", "#1a56db", Some("help@atlas.example.com")).unwrap()
}

fn letters(name: &str) -> Vec<Letter> {
    let name = || Pii::new(name.to_owned());
    let link = || Pii::new(LINK.to_owned());
    let at = Moment {
        local: DateTime::from_timestamp(1_800_000_000, 0).unwrap().naive_utc(),
        zone: "Asia/Dubai".to_owned(),
    };
    let mut letters = vec![
        Letter::Invitation { name: name(), invited_by: name().into_inner(), link: link(), expires_at: at.clone() },
        Letter::PasswordReset { name: name(), link: link(), valid_minutes: 30 },
        Letter::ClientCredential { name: name(), link: link(), valid_minutes: 30 },
        Letter::AccountPassword { name: name(), login: 700_001, link: link(), valid_minutes: 30 },
        Letter::ClientEmailChanged {
            name: name(), new_email_mask: "o•••@•••.com".to_owned(), at: at.clone()
        },
    ];
    for change in SecurityChange::ALL {
        letters.push(Letter::SecurityNotice {
            name: name(),
            change,
            at: at.clone(),
            ip: Some("203.0.113.7".to_owned()),
        });
    }
    letters
}

fn render(letter: &Letter) -> Content {
    render_in(SpokenLanguage::English, letter)
}

fn render_in(language: SpokenLanguage, letter: &Letter) -> Content {
    Templates::new().unwrap().render(&brand(), language, letter).unwrap()
}

fn address(text: &str) -> Pii<Email> {
    Email::parse("email", text).unwrap()
}

fn sender() -> Sender {
    Sender { name: "Atlas FX, \"Desk\"".to_owned(), address: "no-reply@example.com".to_owned() }
}

#[test]
fn every_letter_says_what_it_must_in_text_and_html() {
    for letter in letters("Zoë O'Neil-Žák") {
        let content = render(&letter);
        let (text, html) = (content.text.expose(), content.html.expose());
        assert!(content.subject.expose().contains("Atlas FX"));
        assert!(text.contains("Zoë O'Neil-Žák") && text.contains("help@atlas.example.com"), "{text}");
        assert!(html.contains("#1a56db") && html.contains("color:#ffffff") && html.contains("</html>"));
        assert!(!text.contains("&#") && !text.contains('<'), "{text}");
        let has_link = !matches!(letter, Letter::ClientEmailChanged { .. } | Letter::SecurityNotice { .. });
        assert_eq!(text.contains(LINK), has_link);
        assert_eq!(
            html.contains("token&#x3d;bdi_secret") || html.contains("token=bdi_secret&amp;x=1"),
            has_link,
            "{html}"
        );
        assert!(!format!("{letter:?} {content:?}").contains("bdi_secret"));
    }
}

/// An Arabic mail runs from right to left; what runs the other way in it is set apart, the link is whole, digits are Latin.
#[test]
fn every_letter_is_written_in_arabic_from_right_to_left() {
    for letter in letters("Olga O'Neil") {
        let content = render_in(SpokenLanguage::Arabic, &letter);
        let (subject, text, html) = (content.subject.expose(), content.text.expose(), content.html.expose());
        assert!(html.contains("<html lang=\"ar\" dir=\"rtl\">") && html.contains("<body dir=\"rtl\""), "{html}");
        assert!(
            html.contains("<bdi>Olga O&#x27;Neil</bdi>") && html.contains("<bdi dir=\"ltr\">help@atlas.example.com")
        );
        assert!(subject.contains("\u{2068}Atlas FX\u{2069}") && text.contains("\u{2068}Olga O'Neil\u{2069}"), "{text}");
        let has_link = !matches!(letter, Letter::ClientEmailChanged { .. } | Letter::SecurityNotice { .. });
        assert_eq!(text.lines().any(|line| line == LINK), has_link, "the link stands alone: {text}");
        for english in ["Hello", "password", "link", "Time:", "Questions", "{"] {
            assert!(!text.replace(LINK, "").contains(english), "{english} in {text}");
        }
        for marked in ["expires", "at"] {
            assert!(!text.contains(&format!("{{{marked}}}")));
        }
        assert_eq!(text.matches('\u{2068}').count(), text.matches('\u{2069}').count());
    }
    let invitation = render_in(SpokenLanguage::Arabic, &letters("ليلى حدّاد")[0]);
    assert!(invitation.text.expose().contains("مرحبًا \u{2068}ليلى حدّاد\u{2069}،"), "vowel signs stay");
    assert!(invitation.text.expose().contains("15 يناير 2027، 08:00 (Asia/Dubai)"));
    let english = render(&letters("ليلى حدّاد")[0]);
    assert!(english.text.expose().contains("Hello \u{2068}ليلى حدّاد\u{2069},"));
    assert!(english.text.expose().contains("15 January 2027, 08:00 (Asia/Dubai)"));
}

/// HOST-12, API-09: data is never code, markup or a link of its own.
#[test]
fn host_12_hostile_names_stay_inert() {
    let hostile = "<script>alert(1)</script>{{7*7}}{% include 'x' %} http://evil.example\r\nBcc: x@evil.example";
    for (letter, language) in
        letters(hostile).iter().flat_map(|letter| SpokenLanguage::ALL.iter().map(move |l| (letter, *l)))
    {
        let content = render_in(language, letter);
        for part in [&content.text, &content.html, &content.subject] {
            for inert in ["<script", "{{", "{%", "http://evil", "evil.example", "\r", "49"] {
                assert!(!part.expose().contains(inert), "{inert} in {}", part.expose());
            }
        }
    }
    let markup = Brand::new("A&B <b>{{x}}</b>", "#ffffff", None).unwrap();
    let content = Templates::new().unwrap().render(&markup, SpokenLanguage::English, &letters("Ana")[1]).unwrap();
    assert!(
        content.html.expose().contains("A&amp;B &lt;b&gt;{{x}}&lt;") && content.html.expose().contains("color:#111827")
    );
}

#[test]
fn host_12_brands_and_links_are_checked() {
    let brand = |name, color, support| Brand::new(name, color, support);
    assert!(brand("Atlas", "#A1b2C3", None).is_ok());
    for bad in ["red", "#12345", "#12345g", "#123456;background:url(//evil)", "123456"] {
        assert_eq!(brand("Atlas", bad, None), Err(BrandError::Color));
    }
    assert_eq!(brand("A\r\nBcc: x@y.zz", "#000000", None), Err(BrandError::Name));
    assert_eq!(brand(" ", "#000000", None), Err(BrandError::Name));
    assert_eq!(brand("Atlas", "#000000", Some("x@y.zz\r\nBcc: a@b.cc")), Err(BrandError::SupportEmail));
    for bad in ["javascript:alert(1)", "https://a b", "//evil.example", ""] {
        let letter =
            Letter::PasswordReset { name: Pii::new("Ana".into()), link: Pii::new(bad.into()), valid_minutes: 30 };
        assert!(Templates::new().unwrap().render(&self::brand(), SpokenLanguage::Arabic, &letter).is_err(), "{bad}");
    }
}

#[test]
fn api_06_no_header_takes_a_line_break() {
    let content = render(&letters("Ana")[1].clone());
    assert!(Mail::new(sender(), address("olga@novak.com"), content.clone()).is_ok());
    for bad in ["Atlas\r\nBcc: x@evil.example", "Atlas\nX: y", "Atlas\u{0}", "Atlas\u{2028}x"] {
        let from = Sender { name: bad.to_owned(), ..sender() };
        assert!(matches!(Mail::new(from, address("a@b.cc"), content.clone()), Err(MailError::Permanent(_))));
        let subject = Content { subject: Pii::new(bad.to_owned()), ..content.clone() };
        assert!(matches!(Mail::new(sender(), address("a@b.cc"), subject), Err(MailError::Permanent(_))));
    }
    let shown = format!("{:?}", Mail::new(sender(), address("olga@novak.com"), content).unwrap());
    assert!(!shown.contains("olga"));
}

/// A mail server that takes one mail and gives back what it heard, or answers the recipient with `refusal`.
async fn catch(refusal: Option<&'static str>) -> (String, tokio::task::JoinHandle<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("smtp://{}", listener.local_addr().unwrap());
    let heard = tokio::spawn(async move {
        let (socket, _) = listener.accept().await.unwrap();
        let (read, mut write) = socket.into_split();
        let mut lines = BufReader::new(read).lines();
        let mut heard = String::new();
        let mut in_data = false;
        write.write_all(b"220 catcher\r\n").await.unwrap();
        while let Ok(Some(line)) = lines.next_line().await {
            heard.push_str(&line);
            heard.push('\n');
            let answer = match line.as_str() {
                "." if in_data => {
                    in_data = false;
                    "250 taken"
                }
                _ if in_data => continue,
                "DATA" => {
                    in_data = true;
                    "354 go on"
                }
                "QUIT" => break,
                rcpt if rcpt.starts_with("RCPT") => refusal.unwrap_or("250 ok"),
                _ => "250 ok",
            };
            if write.write_all(format!("{answer}\r\n").as_bytes()).await.is_err() {
                break;
            }
        }
        heard
    });
    (url, heard)
}

fn mail() -> Mail {
    Mail::new(sender(), address("olga@novak.com"), render(&letters("Olga Nováková")[0].clone())).unwrap()
}

#[tokio::test]
async fn a_mail_arrives_with_both_bodies() {
    let (url, heard) = catch(None).await;
    Smtp::from_url(&url).unwrap().send(mail()).await.unwrap();
    let heard = heard.await.unwrap();
    for expected in [
        "RCPT TO:<olga@novak.com>",
        "To: olga@novak.com",
        "Subject: You are invited to join Atlas FX",
        "multipart/alternative",
        "text/plain; charset=utf-8",
        "text/html; charset=utf-8",
        "Message-ID: <",
    ] {
        assert!(heard.contains(expected), "{expected} missing in {heard}");
    }
}

#[tokio::test]
async fn an_arabic_mail_arrives_whole() {
    let (url, heard) = catch(None).await;
    let content = render_in(SpokenLanguage::Arabic, &letters("ليلى حدّاد")[1]);
    let mail = Mail::new(sender(), address("laila@atlas.example"), content).unwrap();
    Smtp::from_url(&url).unwrap().send(mail).await.unwrap();
    let heard = heard.await.unwrap();
    let headers = heard.split("\n\n").next().unwrap();
    assert!(headers.is_ascii() && headers.contains("Subject: =?utf-8?b?"), "{headers}");
    for part in ["text/plain; charset=utf-8", "text/html; charset=utf-8", "Content-Transfer-Encoding: "] {
        assert!(heard.contains(part), "{part} missing in {heard}");
    }
}

#[tokio::test]
async fn refusals_are_told_apart_and_repeat_nothing() {
    for (answer, is_permanent) in [("550 <olga@novak.com> unknown", true), ("451 <olga@novak.com> later", false)] {
        let (url, _heard) = catch(Some(answer)).await;
        let error = Smtp::from_url(&url).unwrap().send(mail()).await.unwrap_err();
        assert_eq!(matches!(error, MailError::Permanent(_)), is_permanent, "{error}");
        assert!(error.to_string().contains(&answer[..3]) && !error.to_string().contains("olga"));
    }
    let closed = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let error = Smtp::from_url(&format!("smtp://{closed}")).unwrap().send(mail()).await.unwrap_err();
    assert!(matches!(error, MailError::Transient(_)), "{error}");
}

#[tokio::test]
async fn nothing_is_said_in_the_clear_where_tls_is_required() {
    let (url, heard) = catch(None).await;
    let smtp = Smtp::from_url(&format!("{url}?tls=required")).unwrap();
    let error = smtp.send(mail()).await.unwrap_err();
    assert!(error.to_string().contains("STARTTLS"), "{error}");
    let heard = heard.await.unwrap();
    assert!(!heard.contains("olga") && !heard.contains("MAIL FROM"), "{heard}");
}
