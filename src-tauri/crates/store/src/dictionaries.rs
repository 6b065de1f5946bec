//! Compression of cached rows: zstd frames, with a dictionary trained on the source's own rows. A frame
//! names the dictionary it needs, so frames with several dictionaries, or none, live side by side.

use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
};

use sqlx::SqliteConnection;
use zstd::{
    dict::{DecoderDictionary, EncoderDictionary},
    zstd_safe::{self, CCtx, DCtx},
};

use crate::{Result, SourceKey, Store, StoreError};

/// Fast, and with a dictionary nearly as small as the higher ones.
const LEVEL: i32 = 1;
/// Bytes of a dictionary. Larger ones gain little and make every frame slower to begin.
const DICTIONARY_SIZE: usize = 32 * 1024;
/// Of a long row only so much is a sample.
const SAMPLE_SIZE: usize = 8 * 1024;
/// No row of a vendor is larger than this when unpacked.
const MAX_UNPACKED: u64 = 64 * 1024 * 1024;

/// A dictionary to compress with.
pub(crate) struct Dictionary {
    id: u32,
    bytes: Vec<u8>,
    encoder: EncoderDictionary<'static>,
    /// Whether the database surely has it.
    stored: AtomicBool,
}

impl std::fmt::Debug for Dictionary {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Dictionary").field("id", &self.id).finish_non_exhaustive()
    }
}

impl Dictionary {
    fn new(bytes: Vec<u8>, stored: bool) -> Option<Self> {
        let id = zstd_safe::get_dict_id_from_dict(&bytes)?.get();
        let encoder = EncoderDictionary::try_copy(&bytes, LEVEL).ok()?;
        Some(Self { id, bytes, encoder, stored: AtomicBool::new(stored) })
    }

    /// Trains a dictionary; None if the samples are too few or too much alike.
    pub(crate) fn train(samples: &[&[u8]]) -> Option<Self> {
        let samples: Vec<_> =
            samples.iter().map(|each| each.get(..SAMPLE_SIZE).unwrap_or(each)).collect();
        let bytes = zstd::dict::from_samples(&samples, DICTIONARY_SIZE).ok()?;
        Self::new(bytes, false)
    }

    /// Stores it, within the transaction of the first page that used it, unless it surely is there.
    pub(crate) async fn store(
        &self,
        connection: &mut SqliteConnection,
        source: SourceKey,
        now: &str,
    ) -> Result<()> {
        if self.stored.load(Ordering::Acquire) {
            return Ok(());
        }
        sqlx::query(
            "INSERT INTO raw_dictionaries (source, id, bytes, created_at) VALUES (?, ?, ?, ?)
             ON CONFLICT (source, id) DO NOTHING",
        )
        .bind(source.0)
        .bind(i64::from(self.id))
        .bind(&self.bytes[..])
        .bind(now)
        .execute(connection)
        .await?;
        Ok(())
    }

    /// Call it after that transaction was committed.
    pub(crate) fn mark_stored(&self) {
        self.stored.store(true, Ordering::Release);
    }
}

/// Compresses many rows one after the other.
pub(crate) struct Compressor {
    context: CCtx<'static>,
    dictionary: Option<Arc<Dictionary>>,
    buffer: Vec<u8>,
}

impl Compressor {
    pub(crate) fn new(dictionary: Option<Arc<Dictionary>>) -> Result<Self> {
        let context = CCtx::try_create().ok_or_else(|| failed("compressed", 0))?;
        Ok(Self { context, dictionary, buffer: Vec::new() })
    }

    /// One frame.
    pub(crate) fn compress(&mut self, bytes: &[u8]) -> Result<Vec<u8>> {
        self.buffer.clear();
        self.buffer.reserve(zstd_safe::compress_bound(bytes.len()));
        match &self.dictionary {
            Some(dictionary) => self.context.compress_using_cdict(
                &mut self.buffer,
                bytes,
                dictionary.encoder.as_cdict(),
            ),
            None => self.context.compress(&mut self.buffer, bytes, LEVEL),
        }
        .map_err(|code| failed("compressed", code))?;
        Ok(self.buffer.clone())
    }
}

/// The dictionaries needed to read, by source and id.
#[derive(Default)]
pub(crate) struct Dictionaries {
    decoders: Mutex<HashMap<(i64, u32), Arc<DecoderDictionary<'static>>>>,
}

/// Unpacks frames of several sources one after the other.
pub(crate) struct Unpacker<'a> {
    store: &'a Store,
    context: DCtx<'static>,
}

impl Store {
    /// The newest dictionary of a source, if it has one.
    pub(crate) async fn dictionary(&self, source: SourceKey) -> Result<Option<Dictionary>> {
        let bytes: Option<Vec<u8>> = sqlx::query_scalar(
            "SELECT bytes FROM raw_dictionaries WHERE source = ? ORDER BY rowid DESC LIMIT 1",
        )
        .bind(source.0)
        .fetch_optional(&self.inner.readers)
        .await?;
        Ok(bytes.and_then(|bytes| Dictionary::new(bytes, true)))
    }

    pub(crate) fn unpacker(&self) -> Result<Unpacker<'_>> {
        let context = DCtx::try_create().ok_or_else(|| failed("unpacked", 0))?;
        Ok(Unpacker { store: self, context })
    }

    async fn decoder(&self, source: i64, id: u32) -> Result<Arc<DecoderDictionary<'static>>> {
        let decoders = &self.inner.dictionaries.decoders;
        let known = decoders
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .get(&(source, id))
            .map(Arc::clone);
        if let Some(decoder) = known {
            return Ok(decoder);
        }
        let bytes: Vec<u8> =
            sqlx::query_scalar("SELECT bytes FROM raw_dictionaries WHERE source = ? AND id = ?")
                .bind(source)
                .bind(i64::from(id))
                .fetch_optional(&self.inner.readers)
                .await?
                .ok_or_else(|| {
                    StoreError::unexpected("A cached record lacks the dictionary to unpack it.")
                })?;
        let decoder = Arc::new(
            DecoderDictionary::try_copy(&bytes)
                .map_err(|error| StoreError::io("A dictionary cannot be loaded.", error))?,
        );
        decoders
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .insert((source, id), Arc::clone(&decoder));
        Ok(decoder)
    }
}

impl Unpacker<'_> {
    /// The bytes of a frame that was stored with a row of `source`.
    pub(crate) async fn unpack(&mut self, source: i64, frame: &[u8]) -> Result<Vec<u8>> {
        let size = match zstd_safe::get_frame_content_size(frame) {
            Ok(Some(size)) if size <= MAX_UNPACKED => size,
            _ => return Err(failed("unpacked", 0)),
        };
        let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or(0));
        match zstd_safe::get_dict_id_from_frame(frame) {
            None => self.context.decompress(&mut bytes, frame),
            Some(id) => {
                let decoder = self.store.decoder(source, id.get()).await?;
                self.context.decompress_using_ddict(&mut bytes, frame, decoder.as_ddict())
            }
        }
        .map_err(|code| failed("unpacked", code))?;
        Ok(bytes)
    }
}

fn failed(what: &str, code: usize) -> StoreError {
    StoreError::unexpected(format!(
        "A cached record could not be {what} ({}).",
        zstd_safe::get_error_name(code)
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample(number: u32) -> Vec<u8> {
        format!(
            r#"{{"id":{number},"name":"Example {number}","board":{{"id":{},"name":"Help Desk"}},"open":{}}}"#,
            number % 7,
            number.is_multiple_of(2)
        )
        .repeat(4)
        .into_bytes()
    }

    #[test]
    fn a_dictionary_makes_frames_smaller_and_names_itself() {
        let samples: Vec<_> = (0..400).map(sample).collect();
        let slices: Vec<_> = samples.iter().map(Vec::as_slice).collect();
        let dictionary = Arc::new(Dictionary::train(&slices).unwrap());
        let row = sample(90_001);
        let plain = Compressor::new(None).unwrap().compress(&row).unwrap();
        let small = Compressor::new(Some(Arc::clone(&dictionary))).unwrap().compress(&row).unwrap();
        assert!(small.len() < plain.len());
        assert_eq!(zstd_safe::get_dict_id_from_frame(&small).unwrap().get(), dictionary.id);
        assert_eq!(zstd_safe::get_dict_id_from_frame(&plain), None);
    }

    #[test]
    fn too_few_samples_make_no_dictionary() {
        assert!(Dictionary::train(&[]).is_none());
    }
}
