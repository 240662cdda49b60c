//! Values into texts: escaped for HTML, and kept from turning the line around in which they stand.

use crm_model::SpokenLanguage;
use minijinja::HtmlEscape;

/// The mark before a value that runs its own way, and the one behind it.
const ISOLATE: char = '\u{2068}';
const END: char = '\u{2069}';

/// Where a text goes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// A header, or the body for plain-text readers.
    Plain,
    /// The body for everybody else.
    Html,
}

/// A text with its values in their places. Places are found in the text alone: braces in a value stay what they are.
pub(crate) fn fill(text: &str, values: &[(&str, String)], language: SpokenLanguage, form: Form) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, (name, after))) =
        rest.split_once('{').and_then(|(before, from)| from.split_once('}').map(|place| (before, place)))
    {
        push(&mut out, before, form);
        if let Some((_, value)) = values.iter().find(|(known, _)| *known == name) {
            isolated(&mut out, value, language, form);
        }
        rest = after;
    }
    push(&mut out, rest, form);
    out
}

fn push(out: &mut String, text: &str, form: Form) {
    match form {
        Form::Plain => out.push_str(text),
        Form::Html => out.push_str(&HtmlEscape(text).to_string()),
    }
}

/// In a line from right to left every value is set apart, in one from left to right those that hold letters of the other
/// way: an English mail about English names stays plain.
fn isolated(out: &mut String, value: &str, language: SpokenLanguage, form: Form) {
    let value: String = value.chars().filter(|c| !turns_lines(*c)).collect();
    if form == Form::Html {
        out.push_str("<bdi>");
        push(out, &value, form);
        out.push_str("</bdi>");
    } else if language.direction() == "rtl" || value.chars().any(runs_from_the_right) {
        out.push(ISOLATE);
        out.push_str(&value);
        out.push(END);
    } else {
        out.push_str(&value);
    }
}

/// Marks by which a name could turn the rest of the line around, or end its own isolation.
const fn turns_lines(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

const fn runs_from_the_right(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}' | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use SpokenLanguage::{Arabic, English};

    fn of(value: &str) -> [(&'static str, String); 1] {
        [("name", value.to_owned())]
    }

    #[test]
    fn a_value_is_set_apart_where_the_line_runs_the_other_way() {
        assert_eq!(fill("Hello {name},", &of("Olga"), English, Form::Plain), "Hello Olga,");
        assert_eq!(fill("Hello {name},", &of("ليلى"), English, Form::Plain), "Hello \u{2068}ليلى\u{2069},");
        assert_eq!(fill("مرحبًا {name}،", &of("Olga"), Arabic, Form::Plain), "مرحبًا \u{2068}Olga\u{2069}،");
        assert_eq!(fill("Hello {name},", &of("A<b>"), English, Form::Html), "Hello <bdi>A&lt;b&gt;</bdi>,");
    }

    #[test]
    fn a_value_turns_no_line_and_is_no_place() {
        assert_eq!(fill("{name}!", &of("a\u{202e}b\u{2069}c"), English, Form::Plain), "abc!");
        assert_eq!(fill("{name} {other}", &of("{name}{{7*7}}"), English, Form::Plain), "{name}{{7*7}} ");
    }
}
