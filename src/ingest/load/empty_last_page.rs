//! A script that asks until a page is empty saves that one too: it ends the list that the page before says goes on.

use super::read_file::ReadFile;
use crate::ingest::batch::Ending;
use crate::ingest::merge::is_named_as_next_page;
use crate::model::EMPTY_LIST;

/// Lets every list end whose next page by name is there and empty.
pub(super) fn end_lists(read: &mut [ReadFile]) {
    let is_empty = |one: &&ReadFile| one.batch.is_none() && one.input.kind.as_deref() == Some(EMPTY_LIST);
    let empty: Vec<String> = read.iter().filter(is_empty).map(|one| one.input.path.clone()).collect();
    for ReadFile { input, batch, .. } in read {
        let Some(batch) = batch.as_mut().filter(|batch| batch.ending == Ending::MoreFollow) else { continue };
        if let Some(next) = empty.iter().find(|next| is_named_as_next_page(&input.path, next)) {
            batch.ending = Ending::Whole;
            batch.note(format!("the page behind it, {next}, is empty: the list ends here"));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::ingest::load_bytes;
    use crate::model::Table;

    /// Fault: A script asked once more and saved an empty last page; the page before it was called cut
    /// Outcome: The empty page ends the list; a list of which the next page is not there, or has other records, stays cut
    #[test]
    fn an_empty_page_ends_a_list() {
        let page = |id: &str, more: bool| {
            format!(
                r#"{{"data":[{{"id":"user_{id}","type":"user","email":"{id}@example.com","name":"A","role":"user","added_at":null}}],"has_more":{more},"first_id":"user_{id}","last_id":"user_{id}"}}"#
            )
        };
        let empty = r#"{"data":[],"has_more":false,"first_id":null,"last_id":null}"#;
        let cut = |files: &[(&str, &str)]| {
            let files = files.iter().map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec()));
            load_bytes(files.collect()).unwrap().cut_lists.get(&Table::Members).cloned()
        };
        let (one, two) = (page("1", true), page("2", true));
        for (first, second, third) in [
            ("users_page1.json", "users_page2.json", "users_page3.json"),
            ("users/00.json", "users/01.json", "users/02.json"),
            ("users_1.json", "users_2.json", "users_3.json"),
        ] {
            let whole = [(first, one.as_str()), (second, two.as_str()), (third, empty)];
            assert_eq!(cut(&whole), None, "{first}");
            assert!(cut(&whole[..2]).is_some(), "{first}: without the last page");
            assert!(cut(&[whole[0], whole[2]]).is_some(), "{first}: without the page between");
        }
        assert!(cut(&[("users.json", one.as_str()), ("invites.json", empty)]).is_some(), "another list's");
    }
}
