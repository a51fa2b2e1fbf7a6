//! Rows of stations as Parquet: flat, signed integers of 64 bits and text, in groups of rows.
//!
//! Columns have the names of the CSV, and text is that of the CSV, so that the two can be joined; an
//! empty field is a null. Nothing in the bytes tells of machine, time or threads.

use std::io;
use std::sync::Arc;

use parquet::basic::{Compression, LogicalType, Repetition, Type as Physical};
use parquet::data_type::{ByteArray, ByteArrayType, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::{Type, TypePtr};

use super::{Fields, Holds, StationColumns, safe};

/// Rows of a group; all but the last have so many.
const GROUP: usize = 1 << 16;
/// Who wrote it, in the form the format asks for.
const CREATED_BY: &str = concat!("scrutineer version ", env!("CARGO_PKG_VERSION"));

/// Fields of a row in few bytes: a number plus one, or a text's length plus one and its bytes, seven
/// bits a byte; 0 is nothing.
pub(super) struct Packed<'a>(pub &'a mut Vec<u8>);

impl Packed<'_> {
    fn put(&mut self, mut number: u64) {
        while number >= 0x80 {
            self.0.push(number as u8 | 0x80);
            number >>= 7;
        }
        self.0.push(number as u8);
    }
}

impl Fields for Packed<'_> {
    fn text(&mut self, text: &str) {
        let text = safe(text);
        self.put(text.len() as u64 + u64::from(!text.is_empty()));
        self.0.extend_from_slice(text.as_bytes());
    }

    fn number(&mut self, number: u64) {
        self.put(number + 1);
    }

    fn maybe(&mut self, value: Option<u64>) {
        self.put(value.map_or(0, |value| value + 1));
    }
}

/// Reads what [`Packed`] wrote.
struct Unpack<'a>(&'a [u8]);

impl<'a> Unpack<'a> {
    fn number(&mut self) -> Option<u64> {
        let (mut number, mut shift) = (0u64, 0);
        while let Some((&byte, rest)) = self.0.split_first() {
            self.0 = rest;
            number |= u64::from(byte & 0x7f) << shift;
            shift += 7;
            if byte < 0x80 {
                break;
            }
        }
        number.checked_sub(1)
    }

    fn text(&mut self) -> Option<&'a [u8]> {
        let length = self.number()? as usize;
        let (text, rest) = self.0.split_at(length);
        self.0 = rest;
        Some(text)
    }
}

/// The fields of one column in the group that is being filled.
#[derive(Debug)]
struct Column {
    /// Whether there may be nothing.
    optional: bool,
    /// 1 where there is something, 0 where there is nothing.
    present: Vec<i16>,
    values: Values,
}

#[derive(Debug)]
enum Values {
    Numbers(Vec<i64>),
    Texts(Vec<ByteArray>),
}

impl Column {
    fn new(holds: Holds) -> Self {
        Self {
            optional: matches!(holds, Holds::MaybeText | Holds::MaybeNumber),
            present: Vec::new(),
            values: match holds {
                Holds::Text | Holds::MaybeText => Values::Texts(Vec::new()),
                Holds::Number | Holds::MaybeNumber => Values::Numbers(Vec::new()),
            },
        }
    }

    /// Takes its field from a packed row.
    fn take(&mut self, row: &mut Unpack) {
        let there = match &mut self.values {
            Values::Numbers(numbers) => {
                let number = row.number();
                // Counts of people and milliseconds: far below 2^63.
                numbers.extend(number.map(|number| number as i64));
                number.is_some()
            }
            Values::Texts(texts) => {
                let text = row.text();
                let needed = text.or((!self.optional).then_some(&[]));
                if let Some(text) = needed {
                    // Neighbours often share a text.
                    let same = texts.last().filter(|last| last.data() == text).cloned();
                    texts.push(same.unwrap_or_else(|| text.to_vec().into()));
                }
                text.is_some()
            }
        };
        if self.optional {
            self.present.push(i16::from(there));
        }
    }

    fn clear(&mut self) {
        self.present.clear();
        match &mut self.values {
            Values::Numbers(numbers) => numbers.clear(),
            Values::Texts(texts) => texts.clear(),
        }
    }
}

/// A Parquet file that grows group by group.
pub(super) struct Columnar {
    file: SerializedFileWriter<Vec<u8>>,
    columns: Vec<Column>,
    rows: usize,
}

impl std::fmt::Debug for Columnar {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Columnar")
            .field("rows", &self.rows)
            .finish_non_exhaustive()
    }
}

impl Columnar {
    /// An empty file.
    pub fn new(of: &StationColumns) -> io::Result<Self> {
        let columns = of.columns();
        let properties = WriterProperties::builder()
            .set_created_by(CREATED_BY.into())
            .set_compression(Compression::SNAPPY)
            .set_statistics_enabled(EnabledStatistics::Chunk)
            .build();
        let schema = schema(&columns).map_err(trouble)?;
        let file = SerializedFileWriter::new(Vec::new(), schema, Arc::new(properties));
        Ok(Self {
            file: file.map_err(trouble)?,
            columns: columns
                .iter()
                .map(|&(_, holds)| Column::new(holds))
                .collect(),
            rows: 0,
        })
    }

    /// Takes packed rows; returns the bytes of the groups they fill.
    pub fn take(&mut self, rows: &[u8]) -> io::Result<Vec<u8>> {
        let mut rows = Unpack(rows);
        while !rows.0.is_empty() {
            for column in &mut self.columns {
                column.take(&mut rows);
            }
            self.rows += 1;
            if self.rows == GROUP {
                self.flush().map_err(trouble)?;
            }
        }
        Ok(std::mem::take(self.file.inner_mut()))
    }

    /// The bytes of the last group and the end of the file.
    pub fn end(&mut self) -> io::Result<Vec<u8>> {
        if self.rows > 0 {
            self.flush().map_err(trouble)?;
        }
        self.file.finish().map_err(trouble)?;
        Ok(std::mem::take(self.file.inner_mut()))
    }

    /// Writes the group.
    fn flush(&mut self) -> Result<(), ParquetError> {
        let mut group = self.file.next_row_group()?;
        for column in &mut self.columns {
            let mut to = group.next_column()?.expect("the schema has every column");
            let present = column.optional.then_some(&column.present[..]);
            match &column.values {
                Values::Numbers(numbers) => to
                    .typed::<Int64Type>()
                    .write_batch(numbers, present, None)?,
                Values::Texts(texts) => to
                    .typed::<ByteArrayType>()
                    .write_batch(texts, present, None)?,
            };
            to.close()?;
            column.clear();
        }
        group.close()?;
        self.rows = 0;
        Ok(())
    }
}

/// A flat schema.
fn schema(columns: &[(String, Holds)]) -> Result<TypePtr, ParquetError> {
    let field = |(name, holds): &(String, Holds)| {
        let (physical, logical) = match holds {
            Holds::Text | Holds::MaybeText => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
            Holds::Number | Holds::MaybeNumber => (Physical::INT64, None),
        };
        let repetition = match holds {
            Holds::Text | Holds::Number => Repetition::REQUIRED,
            Holds::MaybeText | Holds::MaybeNumber => Repetition::OPTIONAL,
        };
        Type::primitive_type_builder(name, physical)
            .with_logical_type(logical)
            .with_repetition(repetition)
            .build()
            .map(TypePtr::new)
    };
    let fields = columns.iter().map(field).collect::<Result<_, _>>()?;
    let schema = Type::group_type_builder("schema").with_fields(fields);
    schema.build().map(TypePtr::new)
}

fn trouble(error: ParquetError) -> io::Error {
    io::Error::other(error)
}
