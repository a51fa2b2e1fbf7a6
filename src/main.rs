//! The command `scrutineer`. Everything it does is in [`scrutineer::cli`].

fn main() -> std::process::ExitCode {
    scrutineer::cli::main()
}
