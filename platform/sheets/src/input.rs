//! What comes in, with a look at its beginning.

use std::io::{self, Read};

/// Bytes of the beginning that decide how a file is read.
pub(crate) const SAMPLE: usize = 256 * 1024;

/// A source whose beginning was looked at.
pub(crate) struct Input<R> {
    sample: Vec<u8>,
    given: usize,
    rest: R,
    whole: bool,
}

impl<R: Read> Input<R> {
    pub(crate) fn new(mut rest: R) -> io::Result<Self> {
        let mut sample = Vec::new();
        let read = rest.by_ref().take(u64::try_from(SAMPLE).unwrap_or(u64::MAX)).read_to_end(&mut sample)?;
        Ok(Self { sample, given: 0, rest, whole: read < SAMPLE })
    }

    /// The beginning.
    pub(crate) fn sample(&self) -> &[u8] {
        &self.sample
    }

    /// Whether the beginning is all there is.
    pub(crate) const fn is_whole(&self) -> bool {
        self.whole
    }
}

impl<R: Read> Read for Input<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let left = self.sample.get(self.given..).unwrap_or_default();
        if left.is_empty() {
            return if self.whole { Ok(0) } else { self.rest.read(buffer) };
        }
        let count = left.len().min(buffer.len());
        if let (Some(to), Some(from)) = (buffer.get_mut(..count), left.get(..count)) {
            to.copy_from_slice(from);
        }
        self.given += count;
        Ok(count)
    }
}
