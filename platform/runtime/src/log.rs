use crate::{Config, LogFormat};
use std::io::IsTerminal;
use tracing_subscriber::EnvFilter;

/// Why the log could not be started.
#[derive(Debug, thiserror::Error)]
pub enum LogError {
    /// `LOG` is no level and no filter.
    #[error("LOG is not a level (info) or a filter (info,crm_storage=debug): {0}")]
    Filter(#[from] tracing_subscriber::filter::ParseError),
    /// A log was started before in this process.
    #[error("the log of this process was started before")]
    Started,
}

/// Starts the process's log on standard error: text for people, or one JSON object a line. Fields of the surrounding
/// spans (request and tenant id among them) stand in every line.
///
/// # Errors
/// [`LogError`].
pub fn start_log(config: &Config) -> Result<(), LogError> {
    let filter = EnvFilter::try_new(&config.log_filter)?;
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    let started = match config.log_format {
        LogFormat::Text => log.with_ansi(std::io::stderr().is_terminal()).try_init(),
        LogFormat::Json => log.json().flatten_event(true).with_current_span(false).with_span_list(true).try_init(),
    };
    started.map_err(|_| LogError::Started)
}

/// A text from outside as it may stand in one log line: control characters and quotes escaped, at most `most`
/// characters (AUD-06). A caller cannot begin a line of his own or paint the reader's terminal.
#[must_use]
pub fn one_line(text: &str, most: usize) -> String {
    let mut line = String::with_capacity(text.len().min(most));
    for c in text.chars().take(most) {
        // Line and paragraph separators and the direction overrides are no control characters for Unicode.
        let misleads = matches!(c, '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        if c.is_control() || misleads || matches!(c, '"' | '\\') {
            line.extend(c.escape_default());
        } else {
            line.push(c);
        }
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn aud_06_a_text_from_outside_stays_one_line() {
        assert_eq!(one_line("Mozilla/5.0 (X11)", 40), "Mozilla/5.0 (X11)");
        let forged = one_line("a\r\nlevel=INFO \u{1b}[2J \"} {\u{2028}", 100);
        assert_eq!(forged, "a\\r\\nlevel=INFO \\u{1b}[2J \\\"} {\\u{2028}");
        assert_eq!(one_line("äöü", 2), "äö");
    }
}
