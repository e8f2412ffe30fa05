//! The text of a file's bytes.
//!
//! Editors of Windows save UTF-16 or the code page of the machine; only UTF-8 is read, and what is there is said.

use std::io;

/// The text of these bytes.
///
/// # Errors
///
/// They are not UTF-8: the error says what they are, as far as it can be told.
pub fn text_of(bytes: Vec<u8>) -> io::Result<String> {
    let refused = |message: String| Err(io::Error::new(io::ErrorKind::InvalidData, message));
    match bytes.as_slice() {
        [0xff, 0xfe, 0, 0, ..] | [0, 0, 0xfe, 0xff, ..] => return refused("it is UTF-32 text, and only UTF-8 is read".to_owned()),
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => return refused("it is UTF-16 text, and only UTF-8 is read".to_owned()),
        [first, 0, ..] | [0, first, ..] if first.is_ascii() && *first != 0 => {
            return refused("it is UTF-16 text, and only UTF-8 is read".to_owned());
        }
        _ => {}
    }
    match String::from_utf8(bytes) {
        Ok(text) => Ok(text),
        Err(error) => {
            let valid = error.utf8_error().valid_up_to();
            let bytes = error.as_bytes();
            let before = String::from_utf8_lossy(&bytes[..valid]);
            let line = before.matches('\n').count() + 1;
            let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
            // In most of Windows' code pages, and in Latin-1, these are letters.
            let is_letter = bytes.get(valid).is_some_and(|byte| *byte >= 0xc0);
            let guess = if is_letter { ", as in a file saved in a code page of Windows" } else { "" };
            refused(format!("the byte {:#04x} in line {line}, column {column} is not UTF-8{guess}", bytes[valid]))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(bytes: &[u8]) -> String {
        text_of(bytes.to_vec()).expect_err("it is no UTF-8").to_string()
    }

    #[test]
    fn what_the_bytes_are_is_said() {
        assert_eq!(refusal(b"\xff\xfea\0=\0"), "it is UTF-16 text, and only UTF-8 is read");
        assert_eq!(refusal(b"a\0=\0"), "it is UTF-16 text, and only UTF-8 is read");
        assert_eq!(refusal(b"\0a\0="), "it is UTF-16 text, and only UTF-8 is read");
        assert_eq!(
            refusal(b"a = 1\nteam = \"gr\xfcn\"\n"),
            "the byte 0xfc in line 2, column 11 is not UTF-8, as in a file saved in a code page of Windows"
        );
        assert_eq!(text_of("grün".as_bytes().to_vec()).expect("it is UTF-8"), "grün");
    }
}
