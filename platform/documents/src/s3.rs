//! The driver of S3 servers.

use crate::{DocumentStore, Listed, Looked, Put, StoreError};
use async_trait::async_trait;
use aws_sdk_s3::Client;
use aws_sdk_s3::config::retry::RetryConfig;
use aws_sdk_s3::config::timeout::TimeoutConfig;
use aws_sdk_s3::config::{BehaviorVersion, Credentials, Region, SharedHttpClient};
use aws_sdk_s3::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_s3::operation::list_object_versions::ListObjectVersionsOutput;
use aws_sdk_s3::primitives::{ByteStream, DateTime as S3Time};
use aws_sdk_s3::types::ObjectLockMode;
use aws_smithy_http_client::Builder;
use aws_smithy_http_client::tls::{Provider, rustls_provider::CryptoMode};
use bytes::Bytes;
use chrono::{DateTime, Duration, Utc};
use std::collections::BTreeMap;
use std::fmt;
use url::Url;

/// Who may take the lock of an object away before its time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LockMode {
    /// Accounts with a special right.
    Governance,
    /// Nobody.
    Compliance,
}

/// How long each object is locked; the bucket must have been made with object lock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lock {
    /// Who may take it away.
    pub mode: LockMode,
    /// Days from the writing on.
    pub days: u32,
}

/// How a server is reached.
#[derive(Clone)]
pub struct S3Options {
    /// The server's address; none: Amazon's own of the region.
    pub endpoint: Option<Url>,
    /// The region that requests are signed for.
    pub region: String,
    /// The bucket.
    pub bucket: String,
    /// Key id of the account.
    pub key_id: String,
    /// Its secret.
    pub secret: String,
    /// Whether the bucket stands in the path of addresses instead of in the host's name.
    pub path_style: bool,
    /// Whether and how objects are locked.
    pub lock: Option<Lock>,
    /// How long one try may take.
    pub patience: std::time::Duration,
}

impl fmt::Debug for S3Options {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let endpoint = self.endpoint.as_ref().and_then(Url::host_str);
        f.debug_struct("S3Options").field("endpoint", &endpoint).field("bucket", &self.bucket).finish_non_exhaustive()
    }
}

/// Tries of one request: the first, and one more after a short wait.
const TRIES: u32 = 2;

/// A bucket of an S3 server.
#[derive(Clone)]
pub struct S3 {
    client: Client,
    bucket: String,
    lock: Option<Lock>,
}

impl fmt::Debug for S3 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("S3").field("bucket", &self.bucket).finish_non_exhaustive()
    }
}

impl S3 {
    /// The way to a bucket. Nothing is connected yet.
    #[must_use]
    pub fn new(options: S3Options) -> Self {
        let plain = options.endpoint.as_ref().is_some_and(|url| url.scheme() == "http");
        let waits = TimeoutConfig::builder()
            .connect_timeout(options.patience.min(std::time::Duration::from_secs(3)))
            .operation_attempt_timeout(options.patience)
            .operation_timeout(options.patience.saturating_mul(TRIES))
            .build();
        let account = Credentials::new(options.key_id, options.secret, None, None, "settings");
        let mut config = aws_sdk_s3::Config::builder()
            .behavior_version(BehaviorVersion::latest())
            .http_client(http_client(plain))
            .region(Region::new(options.region))
            .credentials_provider(account)
            .force_path_style(options.path_style)
            .retry_config(RetryConfig::standard().with_max_attempts(TRIES))
            .timeout_config(waits);
        if let Some(endpoint) = options.endpoint {
            config = config.endpoint_url(endpoint.as_str().trim_end_matches('/'));
        }
        Self { client: Client::from_conf(config.build()), bucket: options.bucket, lock: options.lock }
    }

    /// Keys as they stand now: for a bucket that keeps no former versions.
    async fn list_present(&self, prefix: &str, after: Option<&str>) -> Result<Vec<Listed>, StoreError> {
        let ask = self.client.list_objects_v2().bucket(&self.bucket).prefix(prefix);
        let mut pages = ask.set_start_after(after.map(ToOwned::to_owned)).into_paginator().send();
        let mut listed = Vec::new();
        while let Some(page) = pages.next().await {
            let page = page.map_err(|error| trouble(&error))?;
            let keys = page.contents().iter().filter_map(|object| object.key());
            listed.extend(keys.map(|key| Listed { key: key.to_owned(), touched: false }));
        }
        Ok(listed)
    }

    /// Keys with everything that ever happened to them: a locked version stays below a mark of deletion.
    async fn list_versions(&self, prefix: &str, after: Option<&str>) -> Result<Vec<Listed>, StoreError> {
        let mut counts: BTreeMap<String, u32> = BTreeMap::new();
        let mut behind = (after.map(ToOwned::to_owned), None);
        loop {
            let (key, version) = behind;
            let ask = self.client.list_object_versions().bucket(&self.bucket).prefix(prefix);
            let page = ask.set_key_marker(key).set_version_id_marker(version).send().await;
            let page = page.map_err(|error| trouble(&error))?;
            for key in keys_of(&page) {
                *counts.entry(key.to_owned()).or_default() += 1;
            }
            behind = (page.next_key_marker, page.next_version_id_marker);
            if page.is_truncated != Some(true) || behind.0.is_none() {
                break;
            }
        }
        Ok(counts.into_iter().map(|(key, count)| Listed { key, touched: count > 1 }).collect())
    }
}

fn keys_of(page: &ListObjectVersionsOutput) -> impl Iterator<Item = &str> {
    let versions = page.versions().iter().filter_map(|version| version.key());
    // a mark of deletion alone, without what it hides, counts twice: the object was there
    let marks = page.delete_markers().iter().filter_map(|mark| mark.key());
    versions.chain(marks.flat_map(|key| [key, key]))
}

/// rustls with ring, the one TLS backend (docs/adr/0012); the SDK's own choice would bring a second.
fn http_client(plain: bool) -> SharedHttpClient {
    if plain {
        return Builder::new().build_http();
    }
    Builder::new().tls_provider(Provider::Rustls(CryptoMode::Ring)).build_https()
}

#[async_trait]
impl DocumentStore for S3 {
    async fn put_once(&self, key: &str, bytes: Bytes, now: DateTime<Utc>) -> Result<Put, StoreError> {
        let ask = self.client.put_object().bucket(&self.bucket).key(key).if_none_match("*");
        let mut ask = ask.content_type("application/json").body(ByteStream::from(bytes));
        if let Some(lock) = self.lock {
            let until = now + Duration::days(lock.days.into());
            let mode = match lock.mode {
                LockMode::Governance => ObjectLockMode::Governance,
                LockMode::Compliance => ObjectLockMode::Compliance,
            };
            ask = ask.object_lock_mode(mode).object_lock_retain_until_date(S3Time::from_secs(until.timestamp()));
        }
        match ask.send().await {
            Ok(_) => Ok(Put::Written),
            Err(error) if status(&error) == Some(412) => Ok(Put::Stood),
            Err(error) => Err(trouble(&error)),
        }
    }

    async fn get(&self, key: &str) -> Result<Option<Bytes>, StoreError> {
        match self.client.get_object().bucket(&self.bucket).key(key).send().await {
            Ok(found) => match found.body.collect().await {
                Ok(body) => Ok(Some(body.into_bytes())),
                Err(_) => Err(StoreError::Away("the object broke off".to_owned())),
            },
            Err(error) if status(&error) == Some(404) && error.code() != Some("NoSuchBucket") => Ok(None),
            Err(error) => Err(trouble(&error)),
        }
    }

    async fn look(&self, key: &str) -> Result<Option<Looked>, StoreError> {
        match self.client.head_object().bucket(&self.bucket).key(key).send().await {
            Ok(found) => {
                let length = found.content_length().and_then(|length| u64::try_from(length).ok()).unwrap_or_default();
                let until = found.object_lock_retain_until_date();
                let locked_until = until.and_then(|time| DateTime::from_timestamp(time.secs(), time.subsec_nanos()));
                Ok(Some(Looked { length, locked_until }))
            }
            Err(error) if status(&error) == Some(404) => Ok(None),
            Err(error) => Err(trouble(&error)),
        }
    }

    async fn list(&self, prefix: &str, after: Option<&str>) -> Result<Vec<Listed>, StoreError> {
        match self.lock {
            Some(_) => self.list_versions(prefix, after).await,
            None => self.list_present(prefix, after).await,
        }
    }
}

fn status<E>(error: &SdkError<E>) -> Option<u16> {
    error.raw_response().map(|response| response.status().as_u16())
}

/// Away or refused, in the server's own code: its texts may repeat what was asked.
fn trouble<E: ProvideErrorMetadata>(error: &SdkError<E>) -> StoreError {
    let code = error.as_service_error().and_then(ProvideErrorMetadata::code).filter(|code| is_code(code));
    match status(error) {
        Some(status) => {
            let why = code.map_or_else(|| format!("status {status}"), |code| format!("status {status}, {code}"));
            // 409: somebody writes the same key at this moment
            if status >= 500 || matches!(status, 408 | 409 | 429) || code == Some("SlowDown") {
                StoreError::Away(why)
            } else {
                StoreError::Refused(why)
            }
        }
        None => StoreError::Away(
            match error {
                SdkError::TimeoutError(_) => "no answer in time",
                SdkError::DispatchFailure(failure) if failure.is_timeout() => "no answer in time",
                SdkError::ConstructionFailure(_) => "the request could not be made",
                _ => "no connection",
            }
            .to_owned(),
        ),
    }
}

fn is_code(text: &str) -> bool {
    text.len() <= 64 && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
}
