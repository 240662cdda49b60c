//! What a file may ask for is counted row by row and cell by cell, and a process that dies of a file is the file's fault.

use crate::child::answer;
use crate::frames::END;
use crate::limits::{BOUNDS, Bounds};
use crate::{End, Found, Parser, ReadOptions};
use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// How reading a file ends under these bounds: how many rows came, and the refusal's code.
fn ended(file: &[u8], bounds: Bounds) -> (u32, Option<String>) {
    let mut asked = serde_json::to_vec(&ReadOptions::default()).unwrap();
    asked.push(b'\n');
    asked.extend_from_slice(file);
    let mut said = Vec::new();
    answer(asked.as_slice(), &bounds, &mut said).unwrap();
    let mut rest = said.as_slice();
    loop {
        let kind = rest[0];
        let length = usize::try_from(u32::from_le_bytes(rest[1..5].try_into().unwrap())).unwrap();
        let frame = &rest[5..5 + length];
        if kind == END {
            let end: End = serde_json::from_slice(frame).unwrap();
            return (end.rows, end.refusal.map(|refusal| refusal.code));
        }
        rest = &rest[5 + length..];
    }
}

fn refused(code: &str) -> Option<String> {
    Some(code.to_owned())
}

/// A workbook of one sheet with so many rows of three cells.
fn workbook(rows: usize) -> Vec<u8> {
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let package = "http://schemas.openxmlformats.org/package/2006/relationships";
    let cells = |n: usize| ["A", "B", "C"].map(|column| format!("<c r=\"{column}{n}\"><v>{n}</v></c>")).concat();
    let lines: String = (1..=rows).map(|n| format!("<row r=\"{n}\">{}</row>", cells(n))).collect();
    let parts = [
        (
            "[Content_Types].xml",
            "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>".to_owned(),
        ),
        (
            "_rels/.rels",
            format!(
                "<Relationships xmlns=\"{package}\"><Relationship Id=\"rId1\" Type=\"{relations}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
            ),
        ),
        (
            "xl/workbook.xml",
            format!(
                "<workbook xmlns=\"{main}\" xmlns:r=\"{relations}\"><sheets><sheet name=\"Leads\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>"
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            format!(
                "<Relationships xmlns=\"{package}\"><Relationship Id=\"rId1\" Type=\"{relations}/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>"
            ),
        ),
        ("xl/worksheets/sheet1.xml", format!("<worksheet xmlns=\"{main}\"><sheetData>{lines}</sheetData></worksheet>")),
    ];
    let mut file = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        file.start_file(name, SimpleFileOptions::default().compression_method(CompressionMethod::Stored)).unwrap();
        file.write_all(text.as_bytes()).unwrap();
    }
    file.finish().unwrap().into_inner()
}

#[test]
fn impt_01_the_bounds_are_a_million_rows_and_two_million_cells() {
    assert_eq!(BOUNDS, Bounds { rows: 1_000_000, cells: 2_000_000 });
}

#[test]
fn impt_01_a_text_has_so_many_rows_behind_its_header_and_no_more() {
    let bounds = Bounds { rows: 3, cells: 0 };
    assert_eq!(ended(b"name\na\nb\nc\n", bounds), (4, None));
    assert_eq!(ended(b"name\na\nb\nc\nd\n", bounds), (4, refused("too_many_rows")));
}

#[test]
fn impt_01_a_sheet_has_so_many_rows_and_cells_and_no_more() {
    let wide = Bounds { rows: 10, cells: 12 };
    assert_eq!(ended(&workbook(4), wide), (4, None));
    assert_eq!(ended(&workbook(5), wide).1, refused("workbook_too_large"));
    let long = Bounds { rows: 3, cells: 100 };
    assert_eq!(ended(&workbook(4), long), (4, None));
    assert_eq!(ended(&workbook(5), long).1, refused("too_many_rows"));
}

/// SECURITY 29: the caps end the process; whoever waits for it hears why.
#[tokio::test]
async fn impt_01_a_process_that_dies_is_a_file_that_asked_for_too_much() {
    let dies = Parser::new("/bin/false".into());
    let (feed, mut rows) = dies.start(&ReadOptions::default()).await.unwrap();
    feed.end().await;
    let Found::End(end) = rows.next().await.unwrap() else { panic!("it says something") };
    assert_eq!((end.rows, end.refusal.map(|refusal| refusal.code)), (0, refused("too_much")));
}
