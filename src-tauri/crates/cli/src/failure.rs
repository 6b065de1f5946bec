//! Why a command could not go on: what the counter said, or an output that does not take what we print.

use patchbay_app::AppError;

/// Why a command could not go on.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The counter refused, or we did before we asked it.
    App(Box<AppError>),
    /// Standard output (or input) failed.
    Output(std::io::Error),
}

impl Failure {
    /// For the person.
    pub(crate) fn into_error(self) -> AppError {
        match self {
            Self::App(error) => *error,
            Self::Output(error) => {
                let say = format!("Input or output failed: {error}.");
                AppError::you("input_output", say, "Check where the output goes.")
            }
        }
    }
}

impl From<AppError> for Failure {
    fn from(error: AppError) -> Self {
        Self::App(Box::new(error))
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        Self::Output(error)
    }
}
