use crate::graphql::checked::dry_run;
use crate::graphql::error::Refusal;
use crate::graphql::{StaffSchema, limits, shape::Shape};
use crate::http::error::HttpProblem;
use async_graphql::ValidationResult;
use async_graphql::parser::parse_query;
use async_graphql::parser::types::{ExecutableDocument, OperationType, Selection, VariableDefinition};
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

/// Which documents are executed.
pub enum Documents {
    /// Those of the portal's build, by the SHA-256 of their text. The only choice outside tests.
    Trusted(HashMap<String, Arc<Document>>),
    /// Any text within the limits. For tests of limits and nouns.
    Any,
}

/// Why the manifest of documents cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum DocumentsError {
    /// The file cannot be read.
    #[error("{path} cannot be read ({reason}); build the portal first: npm run build in admin-portal")]
    Unreadable {
        /// Which.
        path: PathBuf,
        /// What the system said.
        reason: std::io::Error,
    },
    /// The file is no map from ids to documents.
    #[error("{0} is no map from ids to documents; build the portal again")]
    NoMap(PathBuf),
    /// A document does not belong to its id, does not parse, or asks for too much.
    #[error("document {id} cannot be used: {why}; build the portal of this version")]
    Unusable {
        /// Its id in the manifest.
        id: String,
        /// What is wrong.
        why: String,
    },
}

/// One operation with its fragments, parsed.
pub struct Document {
    parsed: ExecutableDocument,
    kind: OperationType,
    name: Option<String>,
    registered: bool,
    validated: OnceLock<ValidationResult>,
}

impl Documents {
    /// Reads the manifest that the portal's build wrote, and checks every document in it.
    ///
    /// # Errors
    /// [`DocumentsError`].
    pub fn load(path: &Path) -> Result<Self, DocumentsError> {
        let text = std::fs::read_to_string(path)
            .map_err(|reason| DocumentsError::Unreadable { path: path.to_owned(), reason })?;
        let map: HashMap<String, String> =
            serde_json::from_str(&text).map_err(|_| DocumentsError::NoMap(path.to_owned()))?;
        Self::trust(map)
    }

    /// Trusts these texts, each under its id: `sha256:` and the digest in hex.
    ///
    /// # Errors
    /// [`DocumentsError::Unusable`].
    pub fn trust(map: HashMap<String, String>) -> Result<Self, DocumentsError> {
        let shape = super::schema::shape();
        let read = |(id, text): (String, String)| match registered(&id, &text, shape) {
            Ok(document) => Ok((id, Arc::new(document))),
            Err(why) => Err(DocumentsError::Unusable { id, why }),
        };
        map.into_iter().map(read).collect::<Result<_, _>>().map(Self::Trusted)
    }

    /// The document that is asked for. A text beside an id is refused, even if it fits: nothing registers documents here
    /// (GQL-14).
    ///
    /// # Errors
    /// 400 `unknown_document`.
    pub(crate) fn find(&self, id: Option<&str>, text: Option<&str>) -> Result<Arc<Document>, HttpProblem> {
        let refuse = || {
            HttpProblem::new("unknown_document")
                .detail("Send the id of a document of this version's portal; reload the page.")
        };
        match (self, id, text) {
            (Self::Trusted(map), Some(id), None) => map.get(id).cloned().ok_or_else(refuse),
            (Self::Any, None, Some(text)) => {
                Document::parse(text, false).map(Arc::new).map_err(|why| HttpProblem::new("bad_request").detail(why))
            }
            _ => Err(refuse()),
        }
    }

    /// Validates every registered document against the schema, so that a portal of another version is found at boot and not
    /// by the first person who meets the difference.
    ///
    /// # Errors
    /// [`DocumentsError::Unusable`] for the first that does not fit.
    pub async fn check(&self, schema: &StaffSchema) -> Result<(), DocumentsError> {
        for (id, document) in self.iter() {
            dry_run(schema, document).await.map_err(|why| DocumentsError::Unusable { id: id.to_owned(), why })?;
        }
        Ok(())
    }

    /// Every registered document with its id, in no order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Arc<Document>)> {
        let map = match self {
            Self::Trusted(map) => Some(map),
            Self::Any => None,
        };
        map.into_iter().flatten().map(|(id, document)| (id.as_str(), document))
    }
}

fn registered(id: &str, text: &str, shape: &Shape) -> Result<Document, String> {
    let digest = format!("sha256:{}", data_encoding::HEXLOWER.encode(&Sha256::digest(text.as_bytes())));
    if id != digest {
        return Err("its id is not the digest of its text".to_owned());
    }
    let document = Document::parse(text, true)?;
    limits::check(&document.parsed, &async_graphql::Variables::default(), shape)
        .map_err(|refusal| refusal.to_string())?;
    Ok(document)
}

impl Document {
    /// Parses a text that holds exactly one operation.
    fn parse(text: &str, registered: bool) -> Result<Self, String> {
        limits::check_text(text)?;
        let parsed = parse_query(text).map_err(|_| "The document is not well-formed GraphQL.".to_owned())?;
        let mut operations = parsed.operations.iter();
        let (Some((name, operation)), None) = (operations.next(), operations.next()) else {
            return Err("A document holds exactly one operation.".to_owned());
        };
        let (kind, name) = (operation.node.ty, name.map(ToString::to_string));
        Ok(Self { kind, name, registered, validated: OnceLock::new(), parsed })
    }

    /// Query, mutation or subscription.
    #[must_use]
    pub const fn kind(&self) -> OperationType {
        self.kind
    }

    /// The parsed text.
    #[must_use]
    pub const fn parsed(&self) -> &ExecutableDocument {
        &self.parsed
    }

    /// The operation's variables.
    pub(crate) fn variables(&self) -> impl Iterator<Item = &VariableDefinition> {
        self.parsed
            .operations
            .iter()
            .flat_map(|(_, operation)| operation.node.variable_definitions.iter().map(|definition| &definition.node))
    }

    pub(crate) fn check_name(&self, asked: Option<&str>) -> Result<(), Refusal> {
        if asked.is_none() || asked == self.name.as_deref() {
            Ok(())
        } else {
            Err(Refusal::invalid("The document has no operation of this name."))
        }
    }

    /// Whether every operation of the document asks this field of its root and nothing else; the portal's client asks every
    /// object for the name of its type.
    pub(crate) fn asks_only(&self, field: &str) -> bool {
        let only = |item: &Selection| matches!(item, Selection::Field(asked) if [field, "__typename"].contains(&asked.node.name.node.as_str()));
        self.parsed
            .operations
            .iter()
            .all(|(_, operation)| operation.node.selection_set.node.items.iter().all(|item| only(&item.node)))
    }

    pub(crate) fn validated(&self) -> Option<ValidationResult> {
        self.validated.get().copied()
    }

    pub(crate) fn remember(&self, result: ValidationResult) {
        if self.registered {
            let _ = self.validated.set(result);
        }
    }
}
