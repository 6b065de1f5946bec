//! Commands about cached records: tables, the drawer, the command palette.

use patchbay_app::{
    AppError, ColumnValue, KindCount, RecordDetail, RecordListQuery, RecordPage, RecordView,
};
use patchbay_model::{Note, TicketArea};
use tauri::State;

use crate::core::Core;

type Answer<T> = Result<T, AppError>;

/// A page of a table.
#[tauri::command]
#[specta::specta]
pub(crate) async fn record_page(
    core: State<'_, Core>,
    query: RecordListQuery,
    offset: u64,
    limit: u64,
) -> Answer<RecordPage> {
    core.app()?.record_page(&query, offset, limit).await
}

/// The values of a column among the rows of a table (its own filter aside), most frequent first.
#[tauri::command]
#[specta::specta]
pub(crate) async fn column_values(
    core: State<'_, Core>,
    query: RecordListQuery,
    column: String,
) -> Answer<Vec<ColumnValue>> {
    core.app()?.column_values(&query, &column).await
}

/// How many live records there are of each kind.
#[tauri::command]
#[specta::specta]
pub(crate) async fn kind_counts(core: State<'_, Core>) -> Answer<Vec<KindCount>> {
    core.app()?.kind_counts().await
}

/// One record, whole.
#[tauri::command]
#[specta::specta]
pub(crate) async fn record_detail(
    core: State<'_, Core>,
    integration: String,
    stream: String,
    vendor_id: String,
) -> Answer<RecordDetail> {
    core.app()?.record_detail(&integration, &stream, &vendor_id).await
}

/// The notes of a ticket, oldest first, asked from the vendor now.
#[tauri::command]
#[specta::specta]
pub(crate) async fn ticket_notes(
    core: State<'_, Core>,
    integration: String,
    area: TicketArea,
    ticket: String,
) -> Answer<Vec<Note>> {
    core.app()?.ticket_notes(&integration, area, &ticket).await
}

/// Records whose id is, or whose name holds, what was typed.
#[tauri::command]
#[specta::specta]
pub(crate) async fn find_records(core: State<'_, Core>, text: String) -> Answer<Vec<RecordView>> {
    core.app()?.find_records(&text).await
}
