#![allow(clippy::all, missing_docs, clippy::print_stdout)]
fn main() {
    let roots: Vec<std::path::PathBuf> = std::env::args().skip(1).map(Into::into).collect();
    let data = clade_analyze::ingest::load(&roots).unwrap();
    for i in &data.inputs {
        println!(
            "{:60} {:?} rows={} acc={} rej={} dup={} rest={} {:?}..{:?} {:?}",
            i.path, i.kind, i.rows, i.accepted, i.rejected, i.duplicates, i.restated, i.first, i.last, i.notes
        );
    }
    for r in &data.rejections {
        println!("REJ {r:?}");
    }
    for (t, f) in &data.frames {
        println!("{:?} {:?}", t, f.shape());
    }
}
