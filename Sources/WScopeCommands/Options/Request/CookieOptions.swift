import ArgumentParser

/// The cookies that are sent, and where those are kept that servers set.
struct CookieOptions: ParsableArguments {
  @Option(
    name: [.customLong("cookie"), .customShort("b", allowingJoined: true)],
    parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      "Send these cookies, or those of a file.", valueName: "name=value|file", visibility: .hidden),
    completion: .file())
  var cookies: [String] = []

  @Option(
    help: ArgumentHelp(
      "Send the cookies of this file, and keep those there that are set.", valueName: "file",
      visibility: .hidden), completion: .file())
  var cookieJar: String?

  /// Those that are written out, for the host of the URL alone; nil for none.
  var literal: String? {
    let literals = cookies.filter { $0.contains("=") }
    return literals.isEmpty ? nil : literals.joined(separator: "; ")
  }

  /// Those of files, and what servers set meanwhile; nil where neither is asked for.
  func file() throws(Failure) -> CookieFile? {
    let files = cookies.filter { !$0.contains("=") }
    guard !files.isEmpty || cookieJar != nil else { return nil }
    return try CookieFile(reading: files.filter { !$0.isEmpty }, writing: cookieJar)
  }
}
