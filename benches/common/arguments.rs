//! What stands on the command line.

/// The folders that the command line names before its flags.
pub fn folders() -> Vec<String> {
    std::env::args().skip(1).take_while(|arg| !arg.starts_with("--")).collect()
}

/// The values that follow each `name` on the command line.
pub fn values(name: &str) -> Vec<String> {
    let args: Vec<String> = std::env::args().collect();
    args.windows(2).filter(|pair| pair[0] == name).map(|pair| pair[1].clone()).collect()
}
